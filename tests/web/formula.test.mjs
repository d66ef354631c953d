// A person types a function of their own in the page and trains with it.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { browser, click, openReady, openSite, screenshots, server, set, state, until, widget } from './browser.mjs';

openSite();

async function type(page, text) {
  await click(page, 'Formula');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text, { delay: 15 });
}

async function valueOf(page, label, good) {
  for (let tries = 0; tries < 100; ++tries) {
    const { value } = await widget(page, label);
    if (good(value)) return value;
    await page.waitForTimeout(50);
  }
  throw new Error(`${label}: ${(await widget(page, label)).value}`);
}

describe('a typed formula', { timeout: 120000 }, () => {
  let page;
  before(async () => {
    page = await openReady(browser, server.url);
    await set(page, { limit: 512, validationLimit: 200, batch: 64, epochs: 100000 });
  });
  after(() => page?.context().close());

  it('is derived while it is typed, and trained with at Enter', async () => {
    await type(page, 'x*sigmoid(b*x)');
    await valueOf(page, 'Derivative text', (value) => value.startsWith("f' = sigmoid(b*x)"));
    await widget(page, 'b slider');
    await page.screenshot({ path: join(screenshots, 'formula-draft.png') });
    assert.equal((await state(page)).experiment.activation, 'relu');
    await page.keyboard.press('Enter');
    const now = await until(page, ({ experiment, step, loss }) => experiment.activation !== 'relu' && step > 3 && loss > 0);
    assert.equal(now.experiment.activation, 'formula(x*sigmoid(b*x))');
    assert.ok(Number.isFinite(now.loss));
  });

  it('stays in the field with a slip in it, while the one in use goes on', async () => {
    const { step } = await state(page);
    await type(page, 'x*sigmiod(x)');
    assert.equal(await valueOf(page, 'Formula', (value) => value.length === 12), 'x*sigmiod(x)');
    await page.screenshot({ path: join(screenshots, 'formula-slip.png') });
    await page.keyboard.press('Enter');
    const now = await until(page, (s) => s.step > step + 2);
    assert.equal(now.experiment.activation, 'formula(x*sigmoid(b*x))');
    assert.equal((await widget(page, 'Formula')).value, 'x*sigmiod(x)');
    await click(page, 'Discard');
    await valueOf(page, 'Formula', (value) => value === 'x*sigmoid(b*x)');
    assert.deepEqual(page.problems, []);
  });
});
