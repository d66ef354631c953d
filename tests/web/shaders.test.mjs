// The shaders in WebGL2: they compile, and the heat map of the class probabilities has the colours of its numbers
// and keeps one texture.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { browser, openReady, openSite, pause, server, set, until, widget } from './browser.mjs';

openSite();

const low = [0x1c, 0x23, 0x2c]; // the dark theme's raised surface and first series
const high = [0x5a, 0xa9, 0xff];

// A page whose network has learnt a little and is held, so that picture and numbers stay.
async function openHeld() {
  const page = await openReady(browser, server.url);
  await set(page, { limit: 512, validationLimit: 200, batch: 64, epochs: 100000 });
  await until(page, ({ experiment, epoch }) => experiment.limit === 512 && epoch >= 2);
  await set(page, { playing: false });
  await pause(1000);
  return page;
}

const sharesIn = ({ value }) => value.split(', ').map((text) => Number(text.split(' ').at(-1)));

// The colours in the middle of each cell of a strip.
async function cellColours(page, { x, y, width, height }, cells) {
  const png = (await page.screenshot()).toString('base64');
  return page.evaluate(async ([data, places]) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const paper = new OffscreenCanvas(image.width, image.height).getContext('2d');
    paper.drawImage(image, 0, 0);
    return places.map(([left, top]) => [...paper.getImageData(left, top, 1, 1).data].slice(0, 3));
  }, [png, Array.from({ length: cells }, (_, cell) => [Math.floor(x + (cell + 0.5) * width / cells), Math.floor(y + height / 2)])]);
}

describe('the shaders', { timeout: 120000 }, () => {
  it('compile', async () => {
    const page = await openReady(browser, server.url);
    assert.deepEqual(await page.evaluate(() => squash.shaders()), { heatmap: 'ok', images: 'ok' });
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  it('draw each image\'s class probabilities as a heat map', async () => {
    const page = await openHeld();
    for (const image of [1, 2, 6]) {
      const strip = await widget(page, `Class probabilities of image ${image}`);
      const shares = sharesIn(strip);
      assert.equal(shares.length, 10);
      const seen = await cellColours(page, strip, shares.length);
      for (const [cell, share] of shares.entries()) {
        const wanted = low.map((value, channel) => value + (high[channel] - value) * share);
        const off = Math.max(...wanted.map((value, channel) => Math.abs(value - seen[cell][channel])));
        assert.ok(off <= 4, `image ${image}, class ${cell}, ${share}: ${seen[cell]} in place of ${wanted.map(Math.round)}`);
      }
    }
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  it('free a heat map\'s texture when its size changes', async () => {
    const page = await openHeld();
    await page.evaluate(() => {
      const gl = document.getElementById('canvas').getContext('webgl2');
      const [make, free] = [gl.texImage2D.bind(gl), gl.deleteTexture.bind(gl)];
      globalThis.heatMaps = new Set();
      globalThis.heatMapsMade = 0;
      gl.texImage2D = (...given) => {
        if (given[2] === gl.R32F) {
          globalThis.heatMaps.add(gl.getParameter(gl.TEXTURE_BINDING_2D));
          globalThis.heatMapsMade += 1;
        }
        return make(...given);
      };
      gl.deleteTexture = (texture) => { globalThis.heatMaps.delete(texture); free(texture); };
    });
    for (const height of [760, 1000, 680, 900]) {
      await page.setViewportSize({ width: 1440, height });
      await pause(700);
    }
    const [made, kept] = await page.evaluate(() => [globalThis.heatMapsMade, globalThis.heatMaps.size]);
    assert.ok(made >= 2, `${made} made`);
    assert.ok(kept <= 1, `${kept} of ${made} kept`);
    await page.context().close();
  });
});
