// Measures Squash's own page in Chromium, from `squash.state()`, and prints one line of JSON:
//   node squash_page.mjs --query 'workers=2' --seconds S --site build/site
// It trains by itself when opened. Steps are counted over wall time within an epoch, so that validation and a change of
// data do not count; the first three seconds, when the browser still compiles, are counted apart. Pictures are counted
// afterwards: who asks for every frame makes the browser compose them, and that takes from the cores that train.
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '../../tests/web/server.mjs';
import { launch } from './browser.mjs';

const EARLY = 3000;
const LOOK = 100; // ms between two looks: without threads each takes from training
const FRAMES = 5000; // ms in which the page's own work is watched
const PICTURES = 3000;
const SMOOTH = 33.4; // ms between two pictures, two of a 60 Hz screen's

const { values: options } = parseArgs({
  options: { query: { type: 'string', default: '' }, seconds: { type: 'string', default: '4' }, site: { type: 'string' } },
});

// Runs in the page: notes when a new step is seen.
function watchSteps(every) {
  globalThis.seenSteps = [];
  let last = -1;
  setInterval(() => {
    let now;
    try { now = squash.state(); } catch { return; }
    if (now.step === last) return;
    last = now.step;
    seenSteps.push({ time: performance.now(), step: now.step, epoch: now.epoch, batch: now.experiment.batch });
  }, every);
}

// The main thread's processor time in each animation frame of so many milliseconds, in ms: what the page itself
// does there. Time on the clock would count, too, how long it waits for a core while the others train and draw.
async function frameWork(browser, duration) {
  const session = await browser.newBrowserCDPSession();
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  const traceConfig = { includedCategories: ['devtools.timeline'], excludedCategories: ['*'] };
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
  await sleep(duration);
  const complete = new Promise((resolve) => { session.once('Tracing.tracingComplete', resolve); });
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  return events.filter(({ name, tdur }) => name === 'FireAnimationFrame' && tdur !== undefined).map(({ tdur }) => tdur / 1000);
}

// Runs in the page: the gaps between pictures for so many milliseconds.
function pictureGaps(duration) {
  return new Promise((resolve) => {
    const gaps = [];
    let start;
    let before;
    const picture = (time) => {
      start ??= time;
      if (before !== undefined) gaps.push(time - before);
      before = time;
      if (time - start < duration) requestAnimationFrame(picture); else resolve(gaps);
    };
    requestAnimationFrame(picture);
  });
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

// What 95 of 100 values do not exceed.
function most(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(Math.ceil(0.95 * sorted.length) - 1, 0)] ?? null;
}

async function measure(browser, page) {
  await page.evaluate(() => squash.ready.then(() => true));
  await page.evaluate(watchSteps, LOOK);
  await page.waitForFunction(() => seenSteps.some(({ step }) => step > 0), null, { polling: LOOK, timeout: 60000 });
  await sleep(EARLY + 1000 * Number(options.seconds));
  const steps = await page.evaluate(() => seenSteps);
  const work = await frameWork(browser, FRAMES);
  const gaps = await page.evaluate(pictureGaps, PICTURES);
  const end = steps.find(({ step }) => step > 0).time + EARLY;
  const { backend, workers, memoryBytes } = await page.evaluate(() => squash.state());
  const round = (value) => (value === null ? null : Math.round(value * 10) / 10);
  return {
    program: 'Squash', where: 'chromium', query: options.query, backend, threads: backend.startsWith('single') ? 0 : workers,
    train: round(rate(steps.filter(({ time }) => time > end))), predict: null,
    early: round(rate(steps.filter(({ time }) => time <= end))), memoryBytes: memoryBytes ?? null,
    frames: work.length, frameMs: most(work), pictures: gaps.length, smooth: gaps.filter((gap) => gap <= SMOOTH).length / gaps.length,
  };
}

const server = await serve(options.site);
const browser = await launch();
try {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(`${server.url}?${options.query}`);
  console.log(JSON.stringify(await measure(browser, page)));
} finally {
  await browser.close();
  await server.close();
}
