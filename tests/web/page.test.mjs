// The page as a place: how it starts on good and on bad ground, survives a lost drawing context, keeps sharp,
// leaves the browser its keys, and takes text.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { browser, click, openBrowser, openPage, openReady, openSite, pause, screenshots, server, set, site, slow, state, until, widget } from './browser.mjs';
import { serve } from './server.mjs';

openSite();

const rejection = (page) => page.evaluate(() => squash.ready.then(() => null, (error) => error.message));
const problemText = (page) => page.locator('#problem .card').innerText();

// The share of pixels of a screenshot that differ from the page's background: was anything drawn?
async function drawnShare(page) {
  const png = (await page.screenshot()).toString('base64');
  return page.evaluate(async (data) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const paper = new OffscreenCanvas(image.width, image.height).getContext('2d');
    paper.drawImage(image, 0, 0);
    const { data: pixels } = paper.getImageData(0, 0, image.width, image.height);
    const seen = new Map();
    for (let at = 0; at < pixels.length; at += 4) {
      const colour = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
      seen.set(colour, (seen.get(colour) ?? 0) + 1);
    }
    return 1 - Math.max(...seen.values()) / (pixels.length / 4);
  }, png);
}

describe('the start', { timeout: 120000 }, () => {
  it('is usable within three seconds, and the frame of the page is there at once', async () => {
    const page = await openPage(browser, server.url);
    const early = await page.evaluate(() => typeof squash.ready?.then);
    assert.equal(early, 'function');
    await page.evaluate(() => squash.ready.then(() => true));
    const milliseconds = await page.evaluate(() => performance.now());
    console.log(`ready after ${Math.round(milliseconds)} ms`);
    assert.ok(milliseconds < 3000 * slow, `${milliseconds} ms`);
    await pause(400);
    assert.equal(await page.locator('#skeleton').count(), 0);
    assert.ok(await drawnShare(page) > 0.1);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

  it('shows a true percentage', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.addInitScript(() => {
      globalThis.percents = [];
      new MutationObserver(() => {
        const bar = document.getElementById('progress');
        if (bar) globalThis.percents.push(Number(bar.getAttribute('aria-valuenow')));
      }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-valuenow'] });
    });
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: 1e6, uploadThroughput: -1 });
    await page.goto(server.url);
    await page.evaluate(() => squash.ready.then(() => true));
    const percents = await page.evaluate(() => globalThis.percents);
    assert.ok(percents.every((value, index) => value <= 100 && (index === 0 || value >= percents[index - 1])), percents.join());
    assert.ok(percents.some((value) => value > 0 && value < 100), percents.join());
    assert.equal(percents.at(-1), 100);
    await page.context().close();
  });

  it('has a title, a description and an icon', async () => {
    const page = await openPage(browser, server.url);
    assert.match(await page.title(), /Squash/);
    assert.ok((await page.locator('meta[name=description]').getAttribute('content')).length > 50);
    assert.match(await page.locator('link[rel=icon]').getAttribute('href'), /^data:image\/svg/);
    await page.context().close();
  });
});

describe('a host without the headers', { timeout: 120000 }, () => {
  let plain;
  before(async () => { plain = await serve(site, { isolated: false }); });
  after(() => plain.close());

  it('gets threads through the service worker, with one reload', async () => {
    const page = await (await browser.newContext()).newPage();
    let loads = 0;
    page.on('load', () => { loads += 1; });
    await page.goto(plain.url);
    await page.waitForFunction(() => globalThis.crossOriginIsolated, null, { timeout: 15000 });
    await page.evaluate(() => squash.ready.then(() => true));
    assert.match((await state(page)).backend, /^threads/);
    const { hash } = await page.evaluate(() => fetch('build.json').then((answer) => answer.json()));
    assert.ok((await page.evaluate(() => navigator.serviceWorker.controller.scriptURL)).endsWith(`?v=${hash}`));
    assert.deepEqual(await page.evaluate(() => caches.keys()), []);
    await pause(1000);
    assert.equal(loads, 2);
    await page.context().close();
  });

  it('runs with one thread where service workers are blocked', async () => {
    const page = await openReady(browser, plain.url, { serviceWorkers: 'block' });
    assert.match((await state(page)).backend, /^single/);
    await page.context().close();
  });
});

describe('bad ground', { timeout: 120000 }, () => {
  it('without WebGL2 says so, and what to try', async () => {
    const other = await openBrowser(['--disable-gpu', '--disable-3d-apis']);
    const page = await openPage(other, server.url);
    assert.match(await rejection(page), /WebGL2/);
    assert.match(await problemText(page), /WebGL2[^]*hardware acceleration[^]*Reload/);
    await page.screenshot({ path: join(screenshots, 'no-webgl2.png') });
    await other.close();
  });

  it('without WebAssembly says so', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.addInitScript(() => { delete globalThis.WebAssembly; });
    await page.goto(server.url);
    assert.match(await rejection(page), /WebAssembly/);
    await page.context().close();
  });

  it('without SIMD says so', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.addInitScript(() => { WebAssembly.validate = () => false; });
    await page.goto(server.url);
    assert.match(await rejection(page), /SIMD/);
    assert.match(await problemText(page), /Update the browser/);
    await page.context().close();
  });

  it('without memory says so', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.addInitScript(() => { WebAssembly.Memory = function Memory() { throw new RangeError('could not allocate memory'); }; });
    await page.goto(server.url);
    assert.match(await rejection(page), /memory/);
    await page.context().close();
  });

  it('with a missing file says so', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.route('**/*.wasm', (route) => route.abort());
    await page.goto(server.url);
    assert.match(await rejection(page), /could not be started/);
    await page.context().close();
  });
});

describe('the drawing', { timeout: 120000 }, () => {
  it('comes back after a lost context, and training goes on meanwhile', async () => {
    const page = await openReady(browser, server.url);
    await until(page, (now) => now.step > 0);
    const before = await drawnShare(page);
    await page.evaluate(() => {
      globalThis.loser = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
      globalThis.loser.loseContext();
    });
    const lost = await state(page);
    await until(page, (now) => now.step > lost.step, { seconds: 20 });
    await page.evaluate(() => globalThis.loser.restoreContext());
    await pause(1500);
    const after = await drawnShare(page);
    assert.ok(after > before * 0.8, `${before} -> ${after}`);
    await page.screenshot({ path: join(screenshots, 'restored.png') });
    assert.equal(await page.locator('#problem').isVisible(), false);
    assert.deepEqual(page.problems.filter((text) => !/CONTEXT_LOST|context lost/i.test(text)), []);
    await page.context().close();
  });

  it('has the screen\'s own pixels at every ratio, and widgets stay in CSS pixels', async () => {
    for (const deviceScaleFactor of [1, 1.5, 2, 3]) {
      const page = await openReady(browser, server.url, { deviceScaleFactor, viewport: { width: 1024, height: 640 } });
      const size = await page.evaluate(() => [canvas.width, canvas.height]);
      assert.deepEqual(size, [Math.round(1024 * deviceScaleFactor), Math.round(640 * deviceScaleFactor)]);
      await click(page, 'Pause');
      await until(page, (now) => !now.playing, { seconds: 10 });
      if (deviceScaleFactor === 2) await page.screenshot({ path: join(screenshots, 'ratio-2.png') });
      await page.context().close();
    }
  });

  it('follows the window\'s size and a change of pixel ratio', async () => {
    const page = await openReady(browser, server.url);
    await page.setViewportSize({ width: 1111, height: 700 });
    await page.waitForFunction(() => canvas.width === 1111 && canvas.height === 700);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setDeviceMetricsOverride', { width: 1111, height: 700, deviceScaleFactor: 2, mobile: false });
    await page.waitForFunction(() => canvas.width === 2222);
    await click(page, 'Pause');
    await until(page, (now) => !now.playing, { seconds: 10 });
    await page.context().close();
  });

  it('draws next to nothing while nothing changes, and more while it trains', async () => {
    const page = await openReady(browser, server.url);
    await click(page, 'Pause');
    await until(page, (now) => !now.playing, { seconds: 10 });
    await page.mouse.move(5, 5);
    await pause(1500);
    const pictures = () => page.evaluate(() => new Promise((resolve) => {
      const gl = document.getElementById('canvas').getContext('webgl2');
      const fence = gl.fenceSync.bind(gl); // one after each picture
      let count = 0;
      gl.fenceSync = (...all) => { count += 1; return fence(...all); };
      setTimeout(() => { delete gl.fenceSync; resolve(count); }, 2000);
    }));
    const idle = await pictures(); // the status line counts frames, once a second
    assert.ok(idle <= 4, `${idle} pictures in 2 s while nothing changed`);
    await set(page, { playing: true });
    await until(page, ({ step }) => step > 0);
    const training = await pictures();
    assert.ok(training > idle, `${training} pictures in 2 s of training`);
    await page.context().close();
  });
});

describe('keys', { timeout: 60000 }, () => {
  it('leave the browser its own, and Tab leaves the canvas', async () => {
    const page = await openReady(browser, server.url);
    const prevented = await page.evaluate(() => {
      const press = (init) => {
        const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
        canvas.dispatchEvent(event);
        canvas.dispatchEvent(new KeyboardEvent('keyup', init));
        return event.defaultPrevented;
      };
      return {
        reload: press({ key: 'F5', code: 'F5' }), tools: press({ key: 'F12', code: 'F12' }),
        ctrlR: press({ key: 'r', code: 'KeyR', ctrlKey: true }), zoom: press({ key: '+', code: 'Equal', ctrlKey: true }),
        tab: press({ key: 'Tab', code: 'Tab' }), down: press({ key: 'ArrowDown', code: 'ArrowDown' }),
      };
    });
    assert.deepEqual(prevented, { reload: false, tools: false, ctrlR: false, zoom: false, tab: false, down: true });
    assert.equal(await page.evaluate(() => document.activeElement.id), 'canvas');
    assert.equal(await page.evaluate(() => scrollY), 0);
    await page.context().close();
  });

  it('type into a real text field while a drawn one is edited, and paste into it', async () => {
    const page = await openReady(browser, server.url, { permissions: ['clipboard-read', 'clipboard-write'] });
    const focusOn = (id) => page.waitForFunction((wanted) => document.activeElement.id === wanted, id, { timeout: 5000 });
    const write = async (label, enter) => {
      assert.equal((await widget(page, label)).kind, 'input');
      await click(page, label);
      await focusOn('text-agent');
      await page.keyboard.press('Control+a');
      await enter();
      await page.keyboard.press('Enter');
      await focusOn('canvas');
    };
    await write('Seed', async () => {
      assert.equal(await page.evaluate(() => getComputedStyle(document.activeElement).fontSize), '16px');
      await page.keyboard.type('4711');
    });
    await until(page, ({ experiment }) => experiment.seed === 4711, { seconds: 5 });
    await page.evaluate(() => {
      addEventListener('paste', (event) => { globalThis.pasted = [event.isTrusted, event.clipboardData.getData('text/plain')]; }, { capture: true });
      return navigator.clipboard.writeText('0.0123');
    });
    await write('Learning rate', () => page.keyboard.press('Control+v'));
    await until(page, ({ experiment }) => experiment.learningRate === 0.0123, { seconds: 5 });
    assert.deepEqual(await page.evaluate(() => globalThis.pasted), [true, '0.0123']);
    // Escape leaves the field as it was.
    await click(page, 'Seed');
    await focusOn('text-agent');
    await page.keyboard.type('5');
    await page.keyboard.press('Escape');
    await focusOn('canvas');
    assert.equal((await state(page)).experiment.seed, 4711);
    await page.context().close();
  });
});

describe('pictures', { timeout: 240000 }, () => {
  for (const [name, colorScheme, width, height] of [
    ['dark', 'dark', 1440, 900], ['light', 'light', 1440, 900], ['dark-1024x640', 'dark', 1024, 640], ['light-1024x640', 'light', 1024, 640],
    ['dark-1920x1080', 'dark', 1920, 1080], ['light-1920x1080', 'light', 1920, 1080],
  ]) {
    it(`are kept: ${name}`, async () => {
      const page = await openReady(browser, server.url, { colorScheme, viewport: { width, height } });
      await set(page, { limit: 512, validationLimit: 200, batch: 32, epochs: 12 });
      await until(page, (now) => now.epoch >= 3 && now.valLoss !== null && now.experiment.limit === 512);
      await pause(300);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), colorScheme);
      for (const entry of await page.evaluate(() => squash.widgets())) {
        assert.ok(entry.label && entry.width > 0 && entry.height > 0, JSON.stringify(entry));
      }
      await widget(page, 'Start again');
      await page.screenshot({ path: join(screenshots, `${name}.png`) });
      assert.deepEqual(page.problems, []);
      await page.context().close();
    });
  }
});
