// The page trains: with threads and without, by itself from the first sight, held by Pause, repeated by
// Start again, changed by scripts and by clicks.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { click, openBrowser, openReady, pause, set, site, state, until } from './browser.mjs';
import { serve } from './server.mjs';

const small = { limit: 512, validationLimit: 200, batch: 64, epochs: 40, seed: 3 };
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

async function stepAgain(page, steps) {
  const seen = [];
  await click(page, 'Start again');
  await until(page, (now) => now.step === 0, { seconds: 10 });
  for (let step = 1; step <= steps; step += 1) {
    await click(page, 'Step');
    seen.push((await until(page, (now) => now.step === step && now.loss !== null, { seconds: 20 })).loss);
  }
  return seen;
}

for (const [query, backend] of [['', 'threads+relaxed'], ['?threads=0', 'single+relaxed'], ['?threads=0&simd=base', 'single'], ['?simd=base&workers=1', 'threads']]) {
  describe(`the page with '${query}'`, { timeout: 240000 }, () => {
    let page;
    before(async () => { page = await openReady(browser, server.url + query); });
    after(() => page?.context().close());

    it('starts with a network that is already learning', async () => {
      const now = await until(page, ({ step }) => step > 0);
      assert.equal(now.backend, backend);
      assert.equal(now.playing, true);
      assert.ok(now.workers >= 1);
      assert.ok(now.data.train > 0 && now.data.validation > 0);
      assert.equal(now.experiment.activation, 'relu');
      if (query.includes('workers=1')) assert.equal(now.workers, 1);
    });

    it('takes an experiment from a script, and the loss falls', async () => {
      await set(page, small);
      const early = await until(page, (now) => now.experiment.limit === 512 && now.step >= 1 && now.step < 200 && Number.isFinite(now.loss));
      assert.equal(early.experiment.batch, 64);
      const late = await until(page, (now) => now.epoch >= 6 && Number.isFinite(now.loss), { seconds: 120 });
      assert.ok(late.loss < 2.2, `loss ${early.loss} -> ${late.loss}`);
      assert.ok(Number.isFinite(late.valLoss));
    });

    it('holds on Pause without waiting for a picture', async () => {
      await page.evaluate(() => {
        globalThis.held = null;
        addEventListener('pointerup', () => { globalThis.held = !squash.state().playing; }, { once: true });
      });
      await click(page, 'Pause');
      assert.equal(await page.evaluate(() => globalThis.held), true);
      await set(page, { playing: true });
      await until(page, (now) => now.playing, { seconds: 5 });
    });

    it('holds on Pause and goes on with Play', async () => {
      await click(page, 'Pause');
      const held = await until(page, (now) => !now.playing, { seconds: 5 });
      await pause(200);
      const first = await state(page);
      await pause(500);
      assert.equal((await state(page)).step, first.step);
      assert.ok(first.step >= held.step);
      await click(page, 'Play');
      await until(page, (now) => now.playing && now.step > first.step, { seconds: 20 });
    });

    it('repeats the same curve from the same weights', async () => {
      await click(page, 'Pause');
      await until(page, (now) => !now.playing, { seconds: 5 });
      const first = await stepAgain(page, 4);
      const second = await stepAgain(page, 4);
      assert.deepEqual(second, first);
      assert.equal(new Set(first).size, 4);
    });

    it('refuses an experiment that makes no sense, and says why', async () => {
      await assert.rejects(set(page, { batch: -1 }), /batch/);
      await assert.rejects(set(page, { activation: 'nonsense' }), /nonsense/);
      assert.equal((await state(page)).experiment.batch, 64);
    });

    it('writes no error to the console', () => assert.deepEqual(page.problems, []));
  });
}

it('goes on training in a hidden tab', { timeout: 60000 }, async () => {
  for (const query of ['', '?threads=0']) {
    const page = await openReady(browser, server.url + query);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { get: () => true });
      globalThis.requestAnimationFrame = () => 0;
    });
    const before = await state(page);
    await until(page, (now) => now.step > before.step + 2, { seconds: 20 });
    await page.context().close();
  }
});

it('gives the same losses with one and with two workers', { timeout: 90000 }, async () => {
  const curves = [];
  for (const workers of [1, 2]) {
    const page = await openReady(browser, `${server.url}?workers=${workers}`);
    await set(page, { ...small, batch: 32 });
    await click(page, 'Pause');
    curves.push(await stepAgain(page, 5));
    await page.context().close();
  }
  assert.equal(new Set(curves[0]).size, 5);
  assert.deepEqual(curves[1], curves[0]);
});
