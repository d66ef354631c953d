// Races six networks on the page for some minutes and prints what it takes of memory, one line of JSON a minute:
//   node bench/race_memory.mjs --minutes 10 [--query threads=0]
// The program's memory (WebAssembly) only grows, so that it is level once all has been seen; the browser's own heap is
// collected before it is read. A curve of some thousand steps stays small beside both. Fails where either is more than
// a twentieth above what it was after two minutes.
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBrowser, openReady, site } from '../tests/web/browser.mjs';
import { serve } from '../tests/web/server.mjs';

const { values: options } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, query: { type: 'string', default: '' } } });
const activations = ['sigmoid', 'tanh', 'relu', 'leaky_relu', 'silu', 'formula(x*sigmoid(b*x); b=1.5)'];
const race = { version: 1, common: { epochs: 100000, limit: 2000, batch: 64, pixels: '0..1' }, entrants: activations.map((activation) => ({ activation })) };

const browser = await openBrowser(['--js-flags=--expose-gc']);
const server = await serve(site);
const page = await openReady(browser, server.url + (options.query ? `?${options.query}` : ''));
await page.evaluate((value) => squash.set({ ...value, playing: true }), race);
const seen = [];
for (let minute = 0; minute <= Number(options.minutes); minute += 1) {
  if (minute > 0) await sleep(60000);
  const found = await page.evaluate(() => {
    globalThis.gc?.();
    const { memoryBytes, entrants, playing } = squash.state();
    return { programMiB: memoryBytes / 2 ** 20, heapMiB: performance.memory.usedJSHeapSize / 2 ** 20, steps: entrants.map(({ step }) => step), playing };
  });
  seen.push(found);
  console.log(JSON.stringify({ minute, ...found }));
}
const level = seen[Math.min(2, seen.length - 1)], last = seen.at(-1);
for (const kind of ['programMiB', 'heapMiB']) {
  if (last[kind] <= 1.05 * level[kind]) continue;
  console.error(`${kind} grew from ${level[kind].toFixed(1)} to ${last[kind].toFixed(1)}`);
  process.exitCode = 1;
}
for (const problem of page.problems) console.error(problem);
await browser.close();
await server.close();
