// A race in the window: entrants added by hand, the table, and one of them shown.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playWell, quick, scratchPath, screenshots, setting } from './_window.mjs';

const options = { args: ['--data', 'shapes', '--size', '1440x900', '--pixel-ratio', '1', '--paused'] };
const small = setting({ limit: 256, validationLimit: 100, batch: 64, epochs: 2, pixels: '0..1' });
const valueOf = (widgets, label) => widgets.find((w) => w.label === label)?.value;

describe('a race in the window', () => {
  it('is put together, run, and has a table', async () => {
    const { widgets: [table], states: [before, shown] } = await playWell([
      small, 'click Race', 'click Add an entrant', 'click add sigmoid', 'sleep 0.2', 'click Add an entrant', 'click add tanh', 'sleep 0.2', 'state', 'click Play',
      'wait finished == true 60', 'sleep 0.5', 'widgets', `screenshot ${join(screenshots, 'window-race.png')}`, 'click Show sigmoid', 'sleep 0.5', 'state',
      'click Loss', 'sleep 0.3', `screenshot ${join(screenshots, 'window-race-loss.png')}`,
    ], options);
    assert.deepEqual(before.entrants.map(({ name }) => name), ['relu', 'sigmoid', 'tanh']);
    for (const { name, valAccuracy } of shown.entrants) assert.ok(Number(valueOf(table, `Best accuracy of ${name}`)) >= valAccuracy - 1e-4, name);
    assert.equal(shown.experiment.activation, 'sigmoid');
  });

  it('shows the gradients and every unit of the one that is shown', async () => {
    const { widgets: [flow, units] } = await playWell([
      small, 'click Race', 'click Add an entrant', 'click add sigmoid', 'sleep 0.2', 'click Gradients', 'click Play', 'wait finished == true 60', 'sleep 1',
      'widgets', 'click Units', 'sleep 1', 'widgets', `screenshot ${join(screenshots, 'window-units.png')}`,
    ], options);
    for (const layer of ['Conv2D 1', 'Conv2D 2', 'Conv2D 3', 'Dense 1']) {
      assert.match(String(valueOf(flow, `Gradient of ${layer}`)), /healthy|weak|vanishing|exploding/, layer);
      assert.match(String(valueOf(units, `Units of ${layer}`)), /% dead, .*% flat/, layer);
    }
  });

  it('opens from a file on the command line', async () => {
    const file = scratchPath('race.json');
    writeFileSync(file, JSON.stringify({ version: 1, common: { batch: 32 }, entrants: [{ optimizer: 'sgd' }, { optimizer: 'adam' }] }));
    const { states: [now] } = await playWell(['sleep 0.3', 'state'], { args: [...quick, '--paused', '--experiment', file] });
    assert.deepEqual(now.entrants.map(({ name }) => name), ['sgd', 'adam']);
    assert.match(now.message, /^Opened the race/);
  });
});
