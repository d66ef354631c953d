// A person compares functions in the page, sees where a layer's values lie, and takes the picture along.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { browser, click, openReady, openSite, screenshots, server, set, until, widget } from './browser.mjs';

openSite();

async function choose(page, list, option) {
  await click(page, list);
  await click(page, option);
  await page.waitForTimeout(200);
}

async function saved(page, option) {
  const download = page.waitForEvent('download');
  await choose(page, 'Take along', option);
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

describe('the Lab', { timeout: 180000 }, () => {
  let page;
  before(async () => {
    page = await openReady(browser, server.url);
    await set(page, { limit: 512, validationLimit: 200, batch: 64, epochs: 100000, pixels: '0..1' });
  });
  after(() => page?.context().close());

  it('overlays three functions over the values of a layer that trains', async () => {
    await click(page, 'sigmoid');
    await click(page, 'Compare'); // stays open for several
    await click(page, 'add silu');
    await click(page, 'add hard_sigmoid');
    await page.keyboard.press('Escape');
    await until(page, ({ experiment, step }) => experiment.activation === 'sigmoid' && step > 5);
    const note = await widget(page, 'Values note');
    assert.match(note.value, /^\d+\.\d % saturated/);
    assert.equal((await widget(page, 'silu f(x)')).value, true);
    await page.screenshot({ path: join(screenshots, 'lab-overlay.png') });
    await choose(page, 'Values', 'values in Dense 1');
    await page.waitForTimeout(600);
    await page.screenshot({ path: join(screenshots, 'lab-values.png') });
  });

  it('gives the numbers and the picture of what is shown', async () => {
    const table = await saved(page, 'save CSV');
    assert.equal(table.name, 'activation.csv');
    const lines = table.bytes.toString().trim().split('\n');
    assert.equal(lines[0], "x,sigmoid f,sigmoid f',sigmoid f'',silu f,silu f',silu f'',hard_sigmoid f,hard_sigmoid f',hard_sigmoid f''");
    const middle = lines.find((line) => line.startsWith('0,')).split(',').map(Number);
    assert.deepEqual(middle.slice(0, 9), [0, 0.5, 0.25, 0, 0, 0.5, 0.5, 0.5, 0.166666667]);
    const drawing = await saved(page, 'save SVG');
    assert.equal(drawing.name, 'activation.svg');
    const lines_ = await page.evaluate((text) => {
      const document_ = new DOMParser().parseFromString(text, 'image/svg+xml');
      return document_.querySelector('parsererror')?.textContent ?? document_.querySelectorAll('g > path').length;
    }, drawing.bytes.toString());
    assert.ok(lines_ >= 6, `${lines_} lines, f and f' of three functions`);
    const picture = await saved(page, 'save PNG');
    assert.equal(picture.name, 'activation.png');
    assert.equal(picture.bytes.subarray(1, 4).toString(), 'PNG');
    assert.ok(picture.bytes.length > 5000);
  });

  it('shows facts and numbers', async () => {
    await click(page, 'Facts');
    assert.equal((await widget(page, 'range of sigmoid')).value, '0 to 1');
    assert.equal((await widget(page, 'largest gradient of sigmoid')).value, '0.25 at 0');
    await page.screenshot({ path: join(screenshots, 'lab-facts.png') });
    await click(page, 'Numbers');
    assert.equal((await widget(page, 'sigmoid(-1)')).value, '0.26894143');
    assert.equal((await widget(page, "f'(1)")).value, '0.196611933');
    await page.screenshot({ path: join(screenshots, 'lab-numbers.png') });
    assert.deepEqual(page.problems, []);
  });

  it('trains with a parameter that learns', async () => {
    await click(page, 'Curve');
    await choose(page, 'More functions', 'swish');
    await click(page, 'learn beta');
    const now = await until(page, ({ experiment, step }) => experiment.activation === 'swish(beta=learn)' && step > 3);
    assert.ok(Number.isFinite(now.loss));
  });
});
