// The window and the desktop: it closes at once while it trains, keeps its size and theme for the next time, and
// takes a person's mouse, but not while a script has it.
import { it } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { windowOf } from './_display.mjs';
import { quick, scratchFile, scratchPath, slow, start } from './_window.mjs';

const soon = 1 * slow; // seconds

async function until(good, what) {
  for (const end = Date.now() + 20000; Date.now() < end; await sleep(20)) {
    if (good()) return;
  }
  throw new Error(`not within 20 s: ${what}`);
}

// Starts one that trains, ends it with `end(app, window)`, and tells how long that took.
async function ended(end, lines = []) {
  const script = scratchFile('steps.txt', ['wait step > 2', 'state', ...lines, 'sleep 50', ''].join('\n'));
  const app = start([...quick, '--script', script]);
  const window = await windowOf(app.child);
  await until(() => app.output().includes('"step"'), 'training');
  const began = performance.now();
  end(app.child, window);
  const result = await app.ended;
  window.done();
  return { ...result, took: (performance.now() - began) / 1000 };
}

it('closes at once while it trains: the window, the signal, the script', async (t) => {
  const closed = await ended((_, window) => window.close());
  assert.equal(closed.code, 0, closed.stderr);
  const stopped = await ended((child) => child.kill('SIGTERM'));
  assert.ok(stopped.signal === 'SIGTERM' || stopped.code === 0, `code ${stopped.code}`);
  // From the answer before `quit` to the end of the process.
  const quit = await ended(() => {}, ['quit']);
  assert.equal(quit.code, 0, quit.stderr);
  for (const [name, { took }] of Object.entries({ closed, stopped, quit })) {
    t.diagnostic(`${name} after ${took.toFixed(2)} s`);
    assert.ok(took < soon, `${name} after ${took} s`);
  }
});

it('keeps its size', async () => {
  const env = { XDG_CONFIG_HOME: scratchPath('config') };
  const args = ['--data', 'shapes', '--pixel-ratio', '1'];
  const first = start(args, env);
  const window = await windowOf(first.child);
  assert.deepEqual(await window.size(), [1440, 900]);
  window.resize(1010, 707);
  await sleep(500);
  window.close();
  const { code, stdout, stderr } = await first.ended;
  window.done();
  assert.equal(code, 0, stderr);
  assert.equal(stdout + stderr, '');
  const again = start(args, env);
  const next = await windowOf(again.child);
  assert.deepEqual(await next.size(), [1010, 707]);
  next.close();
  assert.equal((await again.ended).code, 0);
  next.done();
});

it('takes a real mouse\'s click, and keeps the theme', async () => {
  const env = { XDG_CONFIG_HOME: scratchPath('config') };
  const args = ['--data', 'shapes', '--pixel-ratio', '1', '--size', '1200x700'];
  const app = start(args, env);
  const window = await windowOf(app.child);
  window.raise();
  const file = join(env.XDG_CONFIG_HOME, 'squash/window');
  const light = () => existsSync(file) && readFileSync(file, 'utf8').includes('theme=light');
  // A click before the first frame is drawn meets nothing, so there may have to be another.
  for (let tries = 0; tries < 10 && !light(); tries += 1) {
    // The theme's button is the last of the header: 16 from the right, 32 wide.
    for (const step of [['mousemove', '1168', '26'], ['mousedown', '1'], ['mouseup', '1']]) {
      execFileSync('xdotool', step);
      await sleep(250);
    }
    await sleep(750);
  }
  assert.ok(light(), 'theme=light in the settings');
  window.close();
  assert.equal((await app.ended).code, 0);
  window.done();
  assert.match(readFileSync(file, 'utf8'), /theme=light[^]*width=1200/);
});

it('a script neither reads nor writes a person\'s settings', async () => {
  const config = scratchPath('config');
  const script = scratchFile('steps.txt', 'click Light theme\nquit\n');
  const { code } = await start([...quick, '--paused', '--script', script], { XDG_CONFIG_HOME: config }).ended;
  assert.equal(code, 0);
  assert.equal(existsSync(join(config, 'squash')), false);
});

it('a script goes on where the window loses the keyboard', async () => {
  const lines = ['128', '64', '256', '32'].flatMap((batch) => ['click Batch list', `click ${batch}`, `wait experiment.batch == ${batch} 2`]);
  const script = scratchFile('steps.txt', [...lines, ...lines, ''].join('\n'));
  const app = start([...quick, '--paused', '--script', script]);
  const window = await windowOf(app.child);
  let on = false;
  const restless = setInterval(() => window.focus(on = !on), 20);
  const { code, stdout } = await app.ended;
  clearInterval(restless);
  window.done();
  assert.equal(code, 0, stdout.split('\n').filter((line) => line.includes('"ok":false')).join('\n'));
  assert.equal(stdout.trimEnd().split('\n').length, 2 * lines.length);
});
