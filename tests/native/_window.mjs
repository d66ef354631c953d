// How the tests here use the window: they start squash-app with a script, and read its JSON lines.
// SQUASH_APP names the program; a display is needed (xvfb-run gives one).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after } from 'node:test';
import { keepDisplay } from './_display.mjs';

const program = process.env.SQUASH_APP;
if (!program || !existsSync(program)) throw new Error('set SQUASH_APP to the built window');

await keepDisplay();

export const screenshots = process.env.SQUASH_SCREENSHOTS ?? fileURLToPath(new URL('../../build/screenshots', import.meta.url));
mkdirSync(screenshots, { recursive: true });

export { slow } from '../lib/slow.mjs';

// A small experiment: 8 steps an epoch, the loss falls within seconds.
export const small = { limit: 512, validationLimit: 200, batch: 64, epochs: 40, seed: 3 };
// The same that does not end while a test looks at it.
export const endless = { ...small, epochs: 100000 };
export const setting = (partial) => `set ${JSON.stringify(partial)}`;

// The wide layout with few pixels: software draws it quickly.
export const quick = ['--data', 'shapes', '--size', '1440x900', '--pixel-ratio', '0.5'];

const scratch = mkdtempSync(join(tmpdir(), 'squash-window-'));
const running = new Set();
after(() => {
  for (const child of running) child.kill('SIGKILL'); // of a test that failed midway
  rmSync(scratch, { recursive: true, force: true });
});
let files = 0;
// A path for a new file or folder of this name.
export function scratchPath(name) {
  const folder = join(scratch, String(files += 1));
  mkdirSync(folder);
  return join(folder, name);
}
export function scratchFile(name, bytes) {
  const path = scratchPath(name);
  writeFileSync(path, bytes);
  return path;
}

// Neither a person's settings nor the machine's own CIFAR-10 may change what a test sees.
function environment(extra) {
  const { CIFAR10_DIR, ...rest } = process.env;
  return { ...rest, XDG_CONFIG_HOME: join(scratch, 'config'), ...extra };
}

// Starts the program; `ended` gives {code, signal, stdout, stderr, seconds}. It is killed after a minute.
export function start(args, env = {}, cwd = undefined) {
  const child = spawn(resolve(program), args, { cwd, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const began = performance.now();
  const seen = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].on('data', (piece) => { seen[name] += piece; });
  const limit = setTimeout(() => child.kill('SIGKILL'), 60000);
  const ended = new Promise((done, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      running.delete(child);
      done({ ...seen, code, signal, seconds: (performance.now() - began) / 1000 });
    });
  });
  return { child, ended, output: () => seen.stdout };
}

// Runs the lines as a script, then quits. Of the answers, one a line: all of them, the states, the lists of
// widgets, and those that say no.
export async function play(lines, { args = quick, env, cwd } = {}) {
  const script = scratchFile('steps.txt', [...lines, 'quit', ''].join('\n'));
  const result = await start([...args, '--script', script], env, cwd).ended;
  const answers = result.stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  return {
    ...result,
    answers,
    states: answers.filter((answer) => 'step' in answer),
    widgets: answers.filter(Array.isArray),
    refusals: answers.filter((answer) => answer.ok === false),
  };
}

// The same, where every line has to succeed.
export async function playWell(lines, options) {
  const run = await play(lines, options);
  assert.deepEqual(run.refusals, []);
  assert.equal(run.code, 0, run.stderr || `ended by ${run.signal}`);
  assert.equal(run.stderr, '');
  assert.equal(run.answers.length, lines.length);
  return run;
}
