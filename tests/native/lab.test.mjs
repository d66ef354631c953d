// The Lab in the window: comparing, a layer's values, facts, and files in the working folder.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { endless, playWell, quick, scratchPath, screenshots, setting } from './_window.mjs';

const chosen = (list, option) => [`click ${list}`, `click ${option}`];
const valueOf = (widgets, label) => widgets.find((w) => w.label === label)?.value;

describe('the Lab', () => {
  it('compares functions over the values of a layer, with what can be said of them', async () => {
    const { widgets: lists } = await playWell([
      setting({ ...endless, pixels: '0..1' }), 'wait step >= 3', 'click sigmoid', ...chosen('Compare', 'add silu'), 'key Escape', 'wait step >= 3', 'sleep 0.5', 'widgets',
      `screenshot ${join(screenshots, 'window-lab.png')}`, 'click Facts', 'sleep 0.3', 'widgets', `screenshot ${join(screenshots, 'window-lab-facts.png')}`,
      'click Numbers', 'sleep 0.3', 'widgets', `screenshot ${join(screenshots, 'window-lab-numbers.png')}`,
    ], { args: ['--data', 'shapes', '--size', '1440x900', '--pixel-ratio', '1'] });
    assert.match(valueOf(lists[0], 'Values note'), /% saturated/);
    assert.equal(valueOf(lists[0], 'silu f(x)'), true);
    assert.equal(valueOf(lists[1], 'largest gradient of sigmoid'), '0.25 at 0');
    assert.equal(valueOf(lists[2], 'tanh(1)'), '0.7615942');
  });

  it('writes the numbers and the picture beside what is there', async () => {
    const first = scratchPath('activation.csv');
    const cwd = dirname(first);
    writeFileSync(first, 'mine');
    const { states } = await playWell([
      ...chosen('Take along', 'save CSV'), 'sleep 0.2', 'state', ...chosen('Take along', 'save PNG'), 'sleep 0.5', 'state',
    ], { args: [...quick, '--paused'], cwd });
    assert.match(states[0].message, /^Saved .*activation-2\.csv\.$/);
    assert.match(states[1].message, /^Saved .*activation\.png\.$/);
    assert.equal(readFileSync(first).toString(), 'mine');
    assert.equal(readFileSync(join(cwd, 'activation-2.csv')).toString().split('\n').length, 403);
    assert.equal(readFileSync(join(cwd, 'activation.png')).subarray(1, 4).toString(), 'PNG');
  });
});
