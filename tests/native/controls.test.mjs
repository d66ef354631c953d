// A person's clicks and keys, one control after the other: each changes what it says it changes.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { playWell, quick, setting, small } from './_window.mjs';

const options = { args: [...quick, '--paused'] };

// Runs groups of lines with a state after each group; gives the states.
async function after(groups) {
  const { states } = await playWell([setting(small), ...groups.flatMap((lines) => [...lines, 'state'])], options);
  assert.equal(states.length, groups.length);
  return states;
}
const experiments = async (groups) => (await after(groups)).map(({ experiment }) => experiment);
const chosen = (list, option) => [`click ${list}`, `click ${option}`];
const typed = (field, text) => [`click ${field}`, `type ${text}`, 'key Enter'];

// Two at a time: each waits for a program that has just started.
describe('the controls', { concurrency: 2 }, () => {
  it('the activation: of all layers, of one, and its parameter', async () => {
    const [all, one, back, leaky, slope] = await experiments([
      ['click tanh'], [...chosen('Layers', 'Conv2D 2'), 'click elu'], [...chosen('Layers', 'all layers'), 'click sigmoid'],
      ['click leaky_relu'], typed('negative_slope', '0.3'),
    ]);
    assert.equal(all.activation, 'tanh');
    assert.equal(one.activation, 'tanh+elu+tanh+tanh');
    assert.equal(back.activation, 'sigmoid');
    assert.match(leaky.activation, /^leaky_relu/);
    assert.equal(slope.activation, 'leaky_relu(negative_slope=0.3)');
  });

  it('the optimizer, its rate and momentum; batch, pixels, epochs, seed and images, from their lists and typed', async () => {
    const [sgd, momentum, slid, written, adam, batch, typedBatch, pixels, epochs, seed, images, all] = await experiments([
      chosen('Optimizer', 'SGD'), ['click Momentum'], ['click Learning rate slider'], typed('Learning rate', '0.03'), chosen('Optimizer', 'Adam'),
      chosen('Batch list', '128'), typed('Batch', '96'), chosen('Pixels', '0..1'), chosen('Epochs list', '50'), typed('Seed', '77'),
      chosen('Training images list', '1,000'), chosen('Training images list', 'all 10,000'),
    ]);
    assert.equal(sgd.optimizer, 'sgd');
    assert.equal(sgd.learningRate, 0.01); // the default of the newly chosen one
    assert.match(momentum.optimizer, /^sgd\(momentum=0\.95/);
    assert.ok(slid.learningRate > 0.0005 && slid.learningRate < 0.01, `rate ${slid.learningRate}`);
    assert.equal(written.learningRate, 0.03);
    assert.equal(adam.optimizer, 'adam');
    assert.equal(adam.learningRate, 0.03); // what was typed stays
    assert.equal(batch.batch, 128);
    assert.equal(typedBatch.batch, 96);
    assert.equal(pixels.pixels, '0..1');
    assert.equal(epochs.epochs, 50);
    assert.equal(seed.seed, 77);
    assert.equal(images.limit, 1000);
    assert.equal(all.limit, 0);
  });

  it('a field\'s text is replaced where all of it is marked, as by a person', async () => {
    const [replaced, undone] = await experiments([
      ['click Learning rate', 'key Ctrl+A', 'type 0.02', 'key Enter'], ['key Ctrl+Z'],
    ]);
    assert.equal(replaced.learningRate, 0.02);
    assert.equal(undone.learningRate, 0.001);
  });

  it('a number that makes no sense is refused with the reason, and nothing changes', async () => {
    const states = await after([typed('Batch', '0'), typed('Learning rate', 'fast'), typed('Seed', '-5')]);
    for (const [index, field] of ['Batch', 'Learning rate', 'Seed'].entries()) {
      assert.match(states[index].message, new RegExp(`^${field}.*expected a number from`), field);
      assert.equal(states[index].experiment.batch, small.batch);
      assert.equal(states[index].experiment.learningRate, 0.001);
      assert.equal(states[index].experiment.seed, small.seed);
    }
  });

  it('the keys: Space, S, E, R, T and the list of them', async () => {
    const { states: [stepped, epoch, again, playing, held], widgets: [before, theme, list, closed] } = await playWell([
      setting(small),
      'key S', 'wait step == 1', 'state', 'key E', 'wait valLoss != null', 'wait playing == false', 'state',
      'key R', 'wait step == 0', 'state',
      'key Space', 'wait step > 0', 'state', 'key Space', 'wait playing == false', 'state',
      'widgets', 'key T', 'widgets', 'type ?', 'sleep 1.5', 'widgets', 'click Close', 'widgets',
    ], options);
    assert.deepEqual([stepped.step, epoch.step, again.step], [1, 8, 0]);
    assert.deepEqual([playing.playing, held.playing], [true, false]);
    const has = (widgets, label) => widgets.some((entry) => entry.label === label);
    assert.ok(has(before, 'Light theme') && !has(before, 'Close'));
    assert.ok(has(theme, 'Dark theme'));
    assert.ok(has(list, 'Close'));
    assert.ok(!has(closed, 'Close'));
  });

  it('the charts: another tab, a logarithmic axis, a line hidden, a zoom that is taken back', async () => {
    const { widgets: [plain, log, hidden, accuracy, zoomed, fitted] } = await playWell([
      setting(small), 'click Epoch', 'wait valLoss != null', 'widgets', 'click Log', 'widgets', 'click validation', 'widgets', 'click Accuracy', 'widgets',
      'wheel Accuracy chart 3', 'widgets', 'doubleclick Accuracy chart', 'sleep 0.5', 'widgets',
    ], options);
    const value = (widgets, label) => widgets.find((entry) => entry.label === label)?.value;
    assert.deepEqual([value(plain, 'Log'), value(log, 'Log')], [false, true]);
    assert.deepEqual([value(log, 'validation'), value(hidden, 'validation')], [true, false]);
    assert.ok(value(plain, 'Loss chart') !== undefined);
    assert.ok(value(accuracy, 'Accuracy chart') !== undefined);
    assert.equal(value(accuracy, 'Loss chart'), undefined);
    const labels = (widgets) => widgets.map((entry) => entry.label);
    const fit = labels(zoomed).filter((label) => !labels(accuracy).includes(label) && /fit/i.test(label));
    assert.equal(fit.length, 1, 'a Fit button while zoomed');
    assert.ok(!labels(fitted).includes(fit[0]));
  });
});
