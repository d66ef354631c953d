// What is the matter with a network: gradients and units on the page, other networks, and links that carry experiments.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { browser, click, openReady, openSite, screenshots, server, set, until, widget } from './browser.mjs';

openSite();

describe('the diagnosis', { timeout: 180000 }, () => {
  let page;
  before(async () => {
    page = await openReady(browser, server.url);
    await set(page, { data: 'shapes', limit: 512, validationLimit: 200, batch: 64, epochs: 4, pixels: '0..1' });
  });
  after(() => page?.context().close());

  it('shows each layer\'s gradient and says what is the matter with a deep stack of sigmoids', async () => {
    // It stands still at the end: such a small stack may learn after some thousand steps.
    await set(page, { network: 'dense(depth=10,width=32)', activation: 'sigmoid' });
    await until(page, ({ step, finished }) => step === 32 && finished);
    await page.waitForTimeout(500);
    const first = await widget(page, 'Gradient flow of dense');
    assert.match(first.value, /^1\/[\d.,]+M? vanishing$/);
    await click(page, 'Gradients');
    await page.waitForTimeout(500);
    assert.match((await widget(page, 'Gradient of Dense 1')).value, /vanishing/);
    assert.match((await widget(page, 'Gradient of Dense 11')).value, /^1 healthy/);
    await page.screenshot({ path: join(screenshots, 'gradients-sigmoid.png') });
  });

  it('keeps the gradient level with relu and He\'s start, and shows every unit', async () => {
    await set(page, { activation: 'relu', initializer: 'he_normal', playing: true });
    await until(page, ({ step, experiment, finished }) => experiment.activation === 'relu' && step === 32 && finished);
    await page.waitForTimeout(500);
    assert.match((await widget(page, 'Gradient of Dense 1')).value, /healthy$/);
    await page.screenshot({ path: join(screenshots, 'gradients-relu.png') });
    await click(page, 'Units');
    await page.waitForTimeout(500);
    assert.match((await widget(page, 'Units of Dense 10')).value, /% dead, [\d.]+ % flat/);
    await page.screenshot({ path: join(screenshots, 'units.png') });
    await click(page, 'Dense 2 unit 4');
    await widget(page, 'Close unit');
    await page.screenshot({ path: join(screenshots, 'unit.png') });
    await click(page, 'Close unit');
    await click(page, 'Gradients');
    for (const view of ['before the first step', 'histograms of a layer']) {
      await click(page, 'Gradients view');
      await click(page, view);
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(screenshots, `${view.replaceAll(' ', '-')}.png`) });
    }
    assert.deepEqual(page.problems, []);
  });

  it('opens a link in another page with the same experiment', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await click(page, 'Copy link');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /#e=[\w-]+$/);
    const other = await openReady(browser, link);
    await until(other, ({ experiment }) => experiment.network === 'dense(depth=10,width=32)');
    const [here, there] = await Promise.all([page, other].map((p) => p.evaluate(() => squash.state().experiment)));
    for (const field of ['activation', 'initializer', 'network', 'batch', 'pixels', 'seed', 'optimizer'])
      assert.deepEqual(there[field], here[field], field);
    await other.evaluate(() => { location.hash = '#e=damaged'; });
    await until(other, ({ message }) => /cannot read the link/.test(message));
    await other.context().close();
  });

  it('shows from one link what the article says: sigmoid\'s gradient sinks, its values are flat, and a sentence tells', async () => {
    await set(page, {
      version: 1, common: { pixels: '0..255', batch: 64, limit: 512, validationLimit: 200, epochs: 2 },
      entrants: [{ activation: 'sigmoid' }, { activation: 'tanh' }, { activation: 'relu' }, { activation: 'formula(x*sigmoid(b*x); b=1.5)' }],
    });
    await click(page, 'Copy link');
    const other = await openReady(browser, await page.evaluate(() => navigator.clipboard.readText()));
    await set(other, { data: 'shapes', playing: true });
    await until(other, ({ entrants }) => entrants.length === 4 && entrants.every(({ finished }) => finished), { what: 'the race is through' });
    await other.waitForTimeout(500);
    assert.match((await widget(other, 'Verdict')).value, /^sigmoid: Vanishing: Conv2D 1 has /);
    assert.match((await widget(other, 'Gradient flow of conv2d')).value, /vanishing$/);
    assert.ok(parseFloat((await widget(other, 'Flat inputs of conv2d')).value) > 50);
    assert.ok(parseFloat((await widget(other, 'Values note')).value) > 50);
    await other.screenshot({ path: join(screenshots, 'one-link.png') });
    await click(other, 'Race');
    await click(other, 'Show relu');
    await until(other, ({ experiment }) => experiment.activation === 'relu');
    await other.waitForTimeout(500);
    assert.doesNotMatch((await widget(other, 'Gradient flow of conv2d')).value, /vanishing$/);
    assert.deepEqual(other.problems, []);
    await other.context().close();
  });
});
