// Only what changed is drawn (ui/gl/damage.hpp): what stands on the screen after many partial pictures must be
// what one whole picture shows, at every scale of the screen.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { browser, click, openReady, openSite, pause, server, set, until } from './browser.mjs';

openSite();

const statusHeight = 32; // its frames a second go on changing

// The canvas's pixels, kept in the page under a name.
const keep = (page, name) => page.evaluate((key) => {
  const gl = document.getElementById('canvas').getContext('webgl2');
  const pixels = new Uint32Array(gl.drawingBufferWidth * gl.drawingBufferHeight);
  gl.readPixels(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(pixels.buffer));
  (globalThis.kept ??= {})[key] = pixels;
}, name);

// How many pixels above the status line differ between two that were kept; the first of them from the bottom.
const difference = (page, one, other) => page.evaluate(([a, b, height]) => {
  const gl = document.getElementById('canvas').getContext('webgl2');
  const width = gl.drawingBufferWidth;
  let count = 0;
  let first = '';
  for (let at = Math.ceil(height * devicePixelRatio) * width; at < kept[a].length; at += 1) {
    if (kept[a][at] === kept[b][at]) continue;
    count += 1;
    first ||= `${at % width}, ${Math.floor(at / width)}`;
  }
  return { count, first, pixels: kept[a].length };
}, [one, other, statusHeight]);

// The drawing context is lost and comes back empty.
const drawWhole = (page) => page.evaluate(async () => {
  const lose = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
  const restored = new Promise((resolve) => { document.getElementById('canvas').addEventListener('webglcontextrestored', resolve, { once: true }); });
  lose.loseContext();
  await new Promise((resolve) => { setTimeout(resolve, 100); });
  lose.restoreContext();
  await restored;
});

describe('drawing what changed', { timeout: 180000 }, () => {
  for (const [deviceScaleFactor, width, height] of [[1, 1280, 720], [1.1, 1279, 721], [1.5, 1280, 720]]) {
    it(`shows the whole picture at ${deviceScaleFactor} pixels a unit`, async () => {
      const page = await openReady(browser, server.url, { deviceScaleFactor, viewport: { width, height } });
      await keep(page, 'start');
      const begun = await until(page, ({ step }) => step > 2);
      for (const label of ['Images', 'Curve', 'Accuracy', 'Loss']) {
        const shown = await page.evaluate((name) => squash.widgets().some((each) => each.label === name), label);
        if (shown) await click(page, label);
        await pause(150);
      }
      await until(page, ({ step }) => step > begun.step + 3);
      await set(page, { playing: false });
      await page.mouse.move(700, 300);
      await pause(1500); // the last snapshot, and hover settles
      await keep(page, 'parts');
      await drawWhole(page);
      await page.mouse.move(700, 300);
      await pause(1500);
      await keep(page, 'whole');
      const changed = await difference(page, 'start', 'parts');
      assert.ok(changed.count > 1000, `training changed only ${changed.count} pixels`);
      const { count, first } = await difference(page, 'parts', 'whole');
      assert.equal(count, 0, `${count} pixels differ, the first at ${first} from the bottom left`);
      assert.deepEqual(page.problems, []);
      await page.context().close();
    });
  }
});

describe('the theme', { timeout: 120000 }, () => {
  it('follows the system while the page is open, until a person has chosen one', async () => {
    const page = await openReady(browser, server.url, { colorScheme: 'dark', viewport: { width: 1024, height: 640 } });
    const shown = (theme) => page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme, { timeout: 10000 });
    await shown('dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await shown('light');
    await click(page, 'Dark theme');
    await shown('dark');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.emulateMedia({ colorScheme: 'light' });
    await pause(1000);
    await shown('dark');
    await page.context().close();
  });
});
