// The Speed tab in the window: opened by a click, measured by its button, kept as pictures.
import { it } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readPng } from './_png.mjs';
import { endless, playWell, screenshots, setting } from './_window.mjs';

const labels = (widgets) => widgets.map(({ label }) => label);
const valueOf = (widgets, name) => widgets.find(({ label }) => label === name)?.value;

for (const [width, height, name] of [[1024, 640, '-1024x640'], [1440, 900, ''], [1920, 1080, '-1920x1080'], [1200, 700, '-1200x700'], [480, 800, '-480x800']]) {
  it(`layers, activations and progress at ${width} x ${height}`, async () => {
    const paths = ['dark', 'light'].map((theme) => join(screenshots, `window-speed-${theme}${name}.png`));
    // In the column the button is below the edge.
    const measured = width > 700
      ? ['click Measure activations', 'wait measuring >= 0', 'wait measuring == null'] : [];
    const { widgets: [timed, shown], states: [before, after] } = await playWell([
      setting({ ...endless, playing: true }), 'click Speed', 'wait peakGflops > 0', 'wait step > 2', 'sleep 0.3', 'state', 'widgets', ...measured, 'hover State', 'sleep 1',
      `screenshot ${paths[0]}`, 'key T', `screenshot ${paths[1]}`, 'widgets', 'state',
    ], { args: ['--data', 'shapes', '--theme', 'dark', '--size', `${width}x${height}`, '--pixel-ratio', '1'] });
    for (const path of paths) assert.deepEqual([readPng(path).width, readPng(path).height], [width, height]);
    assert.match(valueOf(timed, 'Time of conv2d'), /^forward [\d.]+, backward [\d.]+ µs an image, [\d.]+ GFLOP\/s$/);
    assert.equal(valueOf(shown, 'Workers'), String(after.workers));
    assert.equal(valueOf(shown, 'Kernel set'), after.kernels);
    assert.ok(after.frameMs > 0);
    assert.equal(after.playing, true);
    assert.ok(after.step > before.step);
    // Where the tables stand one over the other, what was asked for has come into view.
    if (width > 1100) for (const activation of ['relu', 'linear']) assert.ok(labels(shown).includes(`Cost of ${activation}`), activation);
  });
}

it('the layers are timed while the tab is open, and the charts come back', async () => {
  const { widgets: [speed, loss] } = await playWell([
    setting(endless), 'click Speed', 'wait peakGflops > 0', 'wait step > 2', 'sleep 0.5', 'widgets', 'click Loss', 'widgets',
  ], { args: ['--data', 'shapes', '--size', '1440x900', '--pixel-ratio', '0.5'] });
  assert.ok(labels(speed).includes('Time of dense_1') && !labels(speed).includes('Loss chart'));
  assert.ok(labels(loss).includes('Loss chart') && !labels(loss).includes('Time of dense_1'));
});
