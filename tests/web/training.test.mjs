// The page trains: with threads and without, by itself from the first sight, held by Pause, repeated by
// Start again, changed by scripts and by clicks.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { browser, click, clickPause, openReady, openSite, pause, server, set, slow, state, until } from './browser.mjs';

const small = { limit: 512, validationLimit: 200, batch: 64, epochs: 40, seed: 3 };
openSite();

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

    // Counted in steps of a known rate: with software drawing, a look at the clock may wait for a whole picture.
    it('holds within a tenth of a second of Pause', async (t) => {
      const batch = 8;
      await set(page, { ...small, batch, limit: 4096 });
      await until(page, (now) => now.experiment.batch === batch && now.step > 20 && now.imagesPerSecond > 0, { seconds: 20 });
      const heard = await clickPause(page);
      await pause(1000);
      const held = await state(page);
      const [more, rate] = [held.step - heard.step, heard.imagesPerSecond / batch];
      t.diagnostic(`${more} more steps, at ${Math.round(rate)} a second`);
      assert.deepEqual([heard.playing, heard.validating, held.playing], [true, false, false]);
      assert.ok(more <= 1 + rate * 0.1 * slow, `${more} more steps, at ${rate} a second`);
      await pause(500);
      assert.equal((await state(page)).step, held.step);
      await set(page, { ...small, playing: true });
      await until(page, (now) => now.playing && now.experiment.batch === small.batch && now.step > 0, { seconds: 20 });
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
