// Files dropped on the page: a good one is used, a broken one is refused with the reason and changes
// nothing; and the program's answer to a crash.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { archive, brokenFiles, noiseImages } from '../lib/cifar10-files.mjs';
import { drop, openBrowser, openReady, pause, set, site, state, until } from './browser.mjs';
import { serve } from './server.mjs';

let browser;
let server;
before(async () => {
  browser = await openBrowser();
  server = await serve(site);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

for (const query of ['', '?threads=0']) {
  describe(`a file dropped on the page with '${query}'`, { timeout: 120000 }, () => {
    let page;
    before(async () => {
      page = await openReady(browser, server.url + query);
      await set(page, { batch: 32 });
    });
    after(() => page?.context().close());

    it('is used: one .bin file', async () => {
      // Beside CIFAR-10's validation images, where the page carries these, else its own last tenth.
      const carried = await page.evaluate(() => fetch('build.json').then((answer) => answer.json()).then((info) => info.data));
      if (carried) await until(page, (seen) => seen.data.train === 5000, { seconds: 30, what: 'the whole subset' });
      const [train, validation] = carried ? [200, 1000] : [180, 20];
      await drop(page, 'data_batch_1.bin', noiseImages(200));
      const now = await until(page, (seen) => seen.data.train === train, { seconds: 20, what: `${train} training images` });
      assert.equal(now.data.validation, validation);
      assert.equal(now.data.generated, false);
      await until(page, (seen) => seen.playing ? seen.step > 0 : true, { seconds: 20 });
    });

    it('is used: the archive', async () => {
      await drop(page, 'cifar-10-binary.tar.gz', archive());
      const now = await until(page, (seen) => seen.data.train === 100, { seconds: 20, what: '100 training images' });
      assert.equal(now.data.validation, 20);
    });

    it('is refused when broken, with the reason, and the data stays', async () => {
      const before = await state(page);
      for (const { name, bytes, says } of brokenFiles()) {
        await drop(page, name, bytes);
        const { message } = await until(page, (seen) => seen.message.includes(name), { seconds: 10, what: `a message about ${name}` });
        assert.match(message, says);
      }
      assert.deepEqual((await state(page)).data, before.data);
    });

    it('writes no error to the console', () => assert.deepEqual(page.problems, []));
  });
}

it('files dropped together become one set', { timeout: 60000 }, async () => {
  const page = await openReady(browser, `${server.url}?threads=0`);
  await set(page, { batch: 32 });
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    for (const name of ['test_batch.bin', 'data_batch_2.bin', 'data_batch_1.bin']) {
      transfer.items.add(new File([new Uint8Array(3073 * 40)], name));
    }
    document.getElementById('canvas').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  const { data } = await until(page, (seen) => seen.data.name === 'CIFAR-10, 3 of its files', { seconds: 20, what: 'three files' });
  assert.deepEqual([data.train, data.validation], [80, 40]);
  await page.context().close();
});

it('where the packed images cannot be had, the whole generated set is used', { timeout: 60000 }, async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route('**/data/**', (route) => route.abort());
  await page.goto(server.url);
  await page.evaluate(() => squash.ready);
  const { data } = await until(page, (seen) => seen.data.train === 10000, { seconds: 30, what: 'the generated set' });
  assert.equal(data.generated, true);
  await context.close();
});

it('a crash shows its screen', { timeout: 30000 }, async () => {
  const page = await openReady(browser, server.url);
  await page.evaluate(() => {
    dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable'), message: 'unreachable' }));
  });
  await pause(200);
  assert.match(await page.locator('#problem .card').innerText(), /Squash has stopped[^]*Reload/);
  assert.match(await page.evaluate(() => { try { squash.state(); return ''; } catch (error) { return error.message; } }), /stopped/);
  await page.context().close();
});
