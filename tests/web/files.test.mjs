// Files dropped on the page: a good one is used, a broken one is refused with the reason and changes
// nothing; and the program's answer to a crash.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { drop, openBrowser, openReady, pause, set, site, state, until } from './browser.mjs';
import { serve } from './server.mjs';

const record = 3073;
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

// Noise with labels 0-9 in turn, from a small generator so that every run is the same.
function noiseImages(count, seed = 1) {
  let value = seed;
  const bytes = new Uint8Array(count * record);
  for (let at = 0; at < bytes.length; at += 1) {
    value = (Math.imul(value, 1664525) + 1013904223) >>> 0;
    bytes[at] = at % record === 0 ? (at / record) % 10 : value >>> 24;
  }
  return bytes;
}

function tarEntry(name, bytes) {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

function archive() {
  const files = ['data_batch_1', 'data_batch_2', 'data_batch_3', 'data_batch_4', 'data_batch_5', 'test_batch'];
  const entries = files.map((name, index) => tarEntry(`cifar-10-batches-bin/${name}.bin`, noiseImages(20, index + 1)));
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]));
}

for (const query of ['', '?threads=0']) {
  describe(`a file dropped on the page with '${query}'`, { timeout: 120000 }, () => {
    let page;
    before(async () => {
      page = await openReady(browser, server.url + query);
      await set(page, { batch: 32 });
    });
    after(() => page?.context().close());

    it('is used: one .bin file', async () => {
      const before = await state(page);
      assert.ok(before.data.train !== 180);
      await drop(page, 'data_batch_1.bin', noiseImages(200));
      const now = await until(page, (seen) => seen.data.train === 180, { seconds: 20, what: '180 training images' });
      assert.equal(now.data.validation, 20);
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
      await drop(page, 'short.bin', noiseImages(3).subarray(0, 7000));
      const short = await until(page, (seen) => /short\.bin/.test(seen.message), { seconds: 10, what: 'a message about short.bin' });
      assert.match(short.message, /3,?073/);
      const wrong = noiseImages(4);
      wrong[record] = 77;
      await drop(page, 'labels.bin', wrong);
      const labels = await until(page, (seen) => /labels\.bin/.test(seen.message), { seconds: 10, what: 'a message about labels.bin' });
      assert.match(labels.message, /77|label/);
      await drop(page, 'nothing.bin', new Uint8Array(0));
      await until(page, (seen) => /nothing\.bin/.test(seen.message), { seconds: 10, what: 'a message about nothing.bin' });
      await drop(page, 'cut.tar.gz', archive().subarray(0, 5000));
      await until(page, (seen) => /cut\.tar\.gz/.test(seen.message), { seconds: 10, what: 'a message about cut.tar.gz' });
      assert.deepEqual((await state(page)).data, before.data);
    });

    it('writes no error to the console', () => assert.deepEqual(page.problems, []));
  });
}

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
