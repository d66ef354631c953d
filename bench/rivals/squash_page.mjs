// Measures Squash's own page in Chromium, from `squash.state()`, and prints one line of JSON:
//   node squash_page.mjs --query 'workers=2' --seconds S --site build/site
// It trains by itself when opened. Steps are counted over wall time within an epoch, so that validation and a change of
// data do not count; the first three seconds, when the browser still compiles, are counted apart.
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../../tests/web/server.mjs';
import { launch } from './browser.mjs';

const EARLY = 3000;
const SMOOTH = 33.4; // ms between two pictures, two of a 60 Hz screen's

const { values: options } = parseArgs({
  options: { query: { type: 'string', default: '' }, seconds: { type: 'string', default: '4' }, site: { type: 'string' } },
});

// Runs in the page: notes each new step's time, and the gaps between pictures.
function watch() {
  globalThis.seen = { steps: [], gaps: [] };
  let last = -1;
  const look = () => {
    let now;
    try { now = squash.state(); } catch { return; }
    if (now.step === last) return;
    last = now.step;
    seen.steps.push({ time: performance.now(), step: now.step, epoch: now.epoch, batch: now.experiment.batch });
  };
  let before = performance.now();
  const picture = (time) => {
    seen.gaps.push(time - before);
    before = time;
    requestAnimationFrame(picture);
  };
  setInterval(look, 20);
  requestAnimationFrame(picture);
}

// Images a second over the stretches without validation and without a new run.
function rate(steps) {
  let images = 0;
  let milliseconds = 0;
  for (let at = 1; at < steps.length; at += 1) {
    const [from, to] = [steps[at - 1], steps[at]];
    const validated = Math.ceil(from.epoch) < to.epoch; // `epoch` is a fraction: validation follows a whole one
    if (validated || to.step < from.step) continue;
    images += (to.step - from.step) * to.batch;
    milliseconds += to.time - from.time;
  }
  return milliseconds > 0 ? 1000 * images / milliseconds : null;
}

async function measure(page) {
  await page.evaluate(() => squash.ready.then(() => true));
  await page.evaluate(watch);
  await page.waitForFunction(() => seen.steps.some(({ step }) => step > 0), null, { timeout: 60000 });
  await sleep(EARLY + 1000 * Number(options.seconds));
  const { steps, gaps } = await page.evaluate(() => seen);
  const end = steps.find(({ step }) => step > 0).time + EARLY;
  const { backend, workers, memoryBytes } = await page.evaluate(() => squash.state());
  const round = (value) => (value === null ? null : Math.round(value * 10) / 10);
  return {
    program: 'Squash', where: 'chromium', query: options.query, backend, threads: backend.startsWith('single') ? 0 : workers,
    train: round(rate(steps.filter(({ time }) => time > end))), predict: null,
    early: round(rate(steps.filter(({ time }) => time <= end))), memoryBytes: memoryBytes ?? null,
    pictures: gaps.length, smooth: gaps.filter((gap) => gap <= SMOOTH).length / gaps.length,
  };
}

const server = await serve(options.site);
const browser = await launch();
try {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(`${server.url}?${options.query}`);
  console.log(JSON.stringify(await measure(page)));
} finally {
  await browser.close();
  await server.close();
}
