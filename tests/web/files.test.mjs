// Files dropped on the page: a good one is used, a broken one is refused with the reason and changes
// nothing; and the program's answer to a crash.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { archive, brokenFiles, noiseImages } from '../lib/cifar10-files.mjs';
import { browser, drop, openReady, openSite, pause, server, set, state, until } from './browser.mjs';

openSite();

for (const query of ['', '?threads=0']) {
  describe(`a file dropped on the page with '${query}'`, { timeout: 120000 }, () => {
    let page;
    before(async () => {
      page = await openReady(browser, server.url + query);
      await set(page, { batch: 32, epochs: 100000 }); // never at its end while somebody looks
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
      await until(page, (seen) => seen.playing && seen.step > 0 && Number.isFinite(seen.loss), { seconds: 20, what: 'training on it' });
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

it('one that cannot be read to its end is given up, and the next good one is used', { timeout: 60000 }, async () => {
  const page = await openReady(browser, `${server.url}?threads=0`);
  const before = await until(page, ({ data }) => data.train >= 5000, { seconds: 30, what: 'all images the page brings' });
  await page.evaluate(() => {
    const whole = Blob.prototype.stream;
    Blob.prototype.stream = function stream() {
      if (this.name !== 'data_batch_2.bin') return whole.call(this);
      return new ReadableStream({ // some bytes, then the disk is gone
        start(controller) { controller.enqueue(new Uint8Array(3073)); },
        pull(controller) { controller.error(new DOMException('gone', 'NotReadableError')); },
      });
    };
    const transfer = new DataTransfer();
    for (const name of ['data_batch_1.bin', 'data_batch_2.bin', 'data_batch_3.bin']) transfer.items.add(new File([new Uint8Array(3073 * 40)], name));
    document.getElementById('canvas').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  const { message, data } = await until(page, (seen) => seen.message.includes('data_batch_2.bin'), { seconds: 10, what: 'a message about it' });
  assert.match(message, /cannot read the file \(data_batch_2\.bin\): .*gone/);
  assert.deepEqual(data, before.data);
  await pause(300);
  const labels = await page.evaluate(() => squash.widgets().map(({ label }) => label));
  assert.ok(!labels.includes('Loading progress'), 'nothing is being loaded');
  await drop(page, 'cifar-10-binary.tar.gz', archive());
  await until(page, (seen) => seen.data.train === 100, { seconds: 20, what: '100 training images' });
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

// The packed images in parts of the test's own: what is no part is what a host answers that knows no missing file.
const page404 = '<!doctype html><title>Squash</title>';
const goodPart = readFileSync(new URL('../data/packed-sample.bin', import.meta.url)); // 3 images and 2 to validate
async function openWithParts(parts) {
  const page = await (await browser.newContext()).newPage();
  const file = (index) => `part-${index}.bin`;
  await page.route('**/build.json', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...await answer.json(), data: 'data/manifest.json' } });
  });
  await page.route('**/data/manifest.json', (route) => route.fulfill({ json: { parts: parts.map((_, index) => ({ file: file(index) })) } }));
  for (const [index, body] of parts.entries()) await page.route(`**/data/${file(index)}`, (route) => route.fulfill({ body }));
  await page.goto(server.url);
  await page.evaluate(() => squash.ready.then(() => true));
  return page;
}

it('packed images that are damaged are left out with a message; with no good ones the whole generated set is used', { timeout: 60000 }, async () => {
  for (const [parts, train, says] of [
    [[page404, goodPart], 3, /part 1 of 2.*the other parts are used/], [[goodPart, page404], 3, /part 2 of 2.*the other parts are used/],
    [[page404, page404], 10000, /part 2 of 2.*generated images are used/], [[page404], 10000, /part 1 of 1.*generated images are used/],
  ]) {
    const page = await openWithParts(parts);
    const now = await until(page, ({ data, message }) => data.train === train && says.test(message), { seconds: 30, what: `${train} images, ${says}` });
    assert.equal(now.data.generated, train === 10000);
    await until(page, ({ playing, finished, step }) => step > 0 && (playing || finished), { seconds: 20, what: 'training on them' });
    await page.context().close();
  }
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
