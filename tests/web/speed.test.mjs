// The Speed tab of the page, with threads and without: layers while training, activations on request, frames
// that go on meanwhile.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { browser, click, openReady, openSite, screenshots, server, set, state, until, widget } from './browser.mjs';

openSite();

// How many frames the page draws until measuring is over, with how far it says it is.
async function framesWhileMeasuring(page) {
  await click(page, 'Measure activations');
  return page.evaluate(() => new Promise((resolve) => {
    const seen = { frames: 0, shares: [] };
    const look = () => {
      const { measuring } = squash.state();
      if (measuring !== null) {
        seen.frames += 1;
        seen.shares.push(measuring);
      } else if (seen.frames > 0) { resolve(seen); return; }
      requestAnimationFrame(look);
    };
    look();
  }));
}

// Turns the wheel over one widget until another comes into view.
async function scrollTo(page, over, wanted) {
  const { x, y } = await widget(page, over);
  await page.mouse.move(x + 20, y + 5);
  for (let turns = 0; turns < 40; ++turns) {
    const all = await page.evaluate(() => squash.widgets());
    if (all.some(({ label }) => label === wanted)) return;
    await page.mouse.wheel(0, 60);
    await page.waitForTimeout(80);
  }
}

for (const query of ['', '?threads=0']) {
  describe(`the Speed tab with '${query}'`, { timeout: 120000 }, () => {
    let page;
    before(async () => { page = await openReady(browser, server.url + query); });
    after(() => page?.context().close());

    it('shows the time of every layer while training', async () => {
      await set(page, { limit: 512, validationLimit: 200, batch: 64, epochs: 100000 });
      await click(page, 'Speed');
      const now = await until(page, ({ peakGflops, step }) => peakGflops > 0 && step > 2);
      assert.ok(now.frameMs > 0);
      for (const layer of ['conv2d', 'max_pooling2d', 'conv2d_2', 'flatten', 'dense', 'total']) {
        assert.match((await widget(page, `Time of ${layer}`)).value, /^forward [\d.]+, backward [\d.]+ µs an image/);
      }
      assert.equal((await widget(page, 'Workers')).value, String(now.workers));
    });

    it('measures every activation when asked, draws meanwhile, and goes on training', async () => {
      const { frames, shares } = await framesWhileMeasuring(page);
      assert.ok(frames >= 4, `${frames} frames`);
      assert.deepEqual(shares, [...shares].sort((a, b) => a - b));
      // The cheapest stand above; the wheel brings the others.
      for (const name of ['relu', 'linear', 'gelu']) {
        if (name === 'gelu') await scrollTo(page, 'Cost of linear', `Cost of ${name}`);
        assert.match((await widget(page, `Cost of ${name}`)).value, /^forward [\d.]+, backward [\d.]+ ns an element, [\d.]+ % of a step$/);
      }
      const { step, playing } = await state(page);
      assert.equal(playing, true);
      await until(page, (now) => now.step > step, { seconds: 20 });
      await page.screenshot({ path: join(screenshots, `page-speed${query ? '-single' : ''}.png`) });
      assert.deepEqual(page.problems, []);
    });
  });
}
