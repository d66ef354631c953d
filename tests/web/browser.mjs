// What the page's tests share: the built site, one Chromium, and a page that collects its console errors.
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from './server.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const site = process.env.SQUASH_SITE ?? join(root, 'build/site');
export const screenshots = join(root, 'build/screenshots');
const chromiumPath = '/usr/bin/chromium';
const plainArguments = [
  '--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-default-apps', '--disable-dev-shm-usage',
];

export { slow } from '../lib/slow.mjs';

function need(path, what) {
  if (!existsSync(path)) throw new Error(`${path} is missing: ${what}`);
}

export async function openBrowser(extra = []) {
  need(chromiumPath, 'the page is tested in real Chromium: scripts/setup.sh installs it');
  need(join(site, 'build.json'), 'build the page first: cmake --preset web && cmake --build --preset web');
  mkdirSync(screenshots, { recursive: true });
  const { chromium } = createRequire(join(root, 'web/package.json'))('playwright-core');
  return chromium.launch({ executablePath: chromiumPath, headless: true, args: [...plainArguments, ...extra] });
}

// What a test file uses after it has called openSite(): one browser and one server for all its tests.
export let browser;
export let server;

export function openSite() {
  before(async () => {
    browser = await openBrowser();
    server = await serve(site);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
}

// Opens the page and waits for its first frame. Errors gather in page.problems.
export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark', ...options });
  const page = await context.newPage();
  page.problems = [];
  page.on('console', (message) => { if (message.type() === 'error') page.problems.push(message.text()); });
  page.on('pageerror', (error) => page.problems.push(String(error.stack ?? error)));
  await page.goto(url);
  return page;
}

export async function openReady(browser, url, options) {
  const page = await openPage(browser, url, options);
  await page.evaluate(() => squash.ready.then(() => true));
  return page;
}

export const state = (page) => page.evaluate(() => squash.state());
export const set = (page, partial) => page.evaluate((value) => squash.set(value), partial);

// Asks until `good` says yes of the state; fails with the last state.
export async function until(page, good, { seconds = 60, what = String(good) } = {}) {
  const end = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < end) {
    last = await state(page);
    if (good(last)) return last;
    await sleep(50);
  }
  throw new Error(`not within ${seconds} s: ${what}; state ${JSON.stringify(last)}`);
}

export async function widget(page, label) {
  const end = Date.now() + 5000;
  for (;;) {
    const all = await page.evaluate(() => squash.widgets());
    const found = all.find((entry) => entry.label === label);
    if (found) return found;
    if (Date.now() > end) throw new Error(`no widget '${label}' among ${all.map((entry) => entry.label).join(', ')}`);
    await sleep(50);
  }
}

// Clicks where a person would.
export async function click(page, label) {
  const { x, y, width, height } = await widget(page, label);
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await sleep(60);
  await page.mouse.up();
}

// Clicks on Pause; gives the state in which the page hears the click, ahead of the page's own listener.
export async function clickPause(page) {
  await page.evaluate(() => addEventListener('pointerup', () => { globalThis.heard = squash.state(); }, { once: true, capture: true }));
  await click(page, 'Pause');
  return page.evaluate(() => globalThis.heard);
}

// Drops one file on the page as a person would.
export async function drop(page, name, bytes) {
  await page.evaluate(([fileName, base64]) => {
    const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([data], fileName));
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.getElementById('canvas').dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
  }, [name, Buffer.from(bytes).toString('base64')]);
}

export const pause = (milliseconds) => sleep(milliseconds);
