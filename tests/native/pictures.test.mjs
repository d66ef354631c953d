// What the window shows: screenshots in both themes and several sizes, kept for people to look at; the widgets a
// script sees in them; and the shaders.
import { it } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { colours, readPng } from './_png.mjs';
import { playWell, screenshots, setting } from './_window.mjs';

const kinds = ['button', 'slider', 'combo', 'checkbox', 'input', 'plot', 'tab', 'text'];
const panel = { dark: 0x151a21, light: 0xffffff }; // the tokens of the look

// Three epochs of learning, held, so that every part of the screen has something to show.
const trained = [setting({ limit: 1024, validationLimit: 256, batch: 64, epochs: 8 }), 'wait epoch >= 3', 'wait valLoss != null'];

function assertWidgets(widgets, width, height) {
  assert.ok(widgets.length > 40, `${widgets.length} widgets`);
  for (const entry of widgets) {
    const told = JSON.stringify(entry);
    assert.ok(typeof entry.label === 'string' && entry.label.trim().length > 0, told);
    assert.ok(kinds.includes(entry.kind), told);
    assert.ok(entry.width > 0 && entry.height > 0, told);
    assert.ok(entry.x >= 0 && entry.y >= 0 && entry.x + entry.width <= width + 0.01 && entry.y + entry.height <= height + 0.01, told);
    if (['slider', 'combo', 'checkbox', 'input', 'tab'].includes(entry.kind)) assert.notEqual(entry.value, null, told);
  }
  const labels = widgets.filter(({ kind }) => kind !== 'text').map(({ label }) => label);
  assert.deepEqual(labels.filter((label, index) => labels.indexOf(label) !== index), [], 'controls of the same name');
  for (const label of ['Start again', 'Step', 'Epoch', 'New seed', 'Shortcuts', 'Curve', 'Loss', 'Optimizer', 'relu', 'sigmoid']) {
    assert.ok(labels.includes(label), label);
  }
  assert.ok(labels.includes('Play') || labels.includes('Pause'));
}

function assertPicture(path, size, theme, answer) {
  const picture = readPng(path);
  assert.deepEqual([picture.width, picture.height], size);
  assert.deepEqual([answer.width, answer.height], size);
  const { commonest, share, count } = colours(picture);
  assert.equal(commonest.toString(16), panel[theme].toString(16));
  assert.ok(share < 0.9, `${Math.round(share * 100)} % of one colour`);
  assert.ok(count > 200, `${count} colours`);
}

for (const [width, height, ratio, name] of [[1440, 900, 1, ''], [1024, 640, 1, '-1024x640'], [1920, 1080, 1, '-1920x1080'],
  [1200, 700, 2, '-1200x700-2x'], [480, 800, 1, '-480x800']]) {
  it(`at ${width} x ${height}, ${ratio} pixels a point`, async () => {
    const paths = ['dark', 'light'].map((theme) => join(screenshots, `window-${theme}${name}.png`));
    const { answers, widgets } = await playWell(
      [...trained, 'widgets', `screenshot ${paths[0]}`, 'key T', `screenshot ${paths[1]}`, 'widgets'],
      { args: ['--data', 'shapes', '--theme', 'dark', '--size', `${width}x${height}`, '--pixel-ratio', String(ratio)] });
    // In the narrow column a part of the controls is below the edge.
    if (width > 700) for (const list of widgets) assertWidgets(list, width, height);
    const taken = answers.filter(({ command }) => command?.startsWith('screenshot'));
    assertPicture(paths[0], [width * ratio, height * ratio], 'dark', taken[0]);
    assertPicture(paths[1], [width * ratio, height * ratio], 'light', taken[1]);
  });
}

it('a click in the tabs of the smaller layout shows what was in the right column', async () => {
  const { widgets: [curve, network, images] } = await playWell(
    ['widgets', 'click Network', 'widgets', 'click Images', 'sleep 0.2', 'widgets'],
    { args: ['--data', 'shapes', '--paused', '--size', '1024x640', '--pixel-ratio', '0.5'] });
  const has = (widgets, pattern) => widgets.some(({ label }) => pattern.test(label));
  assert.ok(has(curve, /^Activation curve$/) && !has(curve, /^Layer conv2d$/));
  assert.ok(has(network, /^Layer conv2d$/) && !has(network, /^Activation curve$/));
  assert.ok(has(images, /^Validation image 1$/) && !has(images, /^Layer conv2d$/));
});

it('the shaders compile', async () => {
  const { answers: [shaders] } = await playWell(['shaders'], { args: ['--data', 'shapes', '--paused', '--size', '400x400'] });
  assert.ok(Object.keys(shaders).length >= 2);
  for (const [name, said] of Object.entries(shaders)) assert.equal(said, 'ok', name);
});
