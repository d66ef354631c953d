// The window trains: by itself from the first sight, held by Pause, moved by Step and Epoch, repeated by
// Start again, and what may change without a new start.
import { it } from 'node:test';
import assert from 'node:assert/strict';
import { endless, playWell, quick, setting, slow, small } from './_window.mjs';

const paused = [...quick, '--paused'];

// `count` single steps from the start, a state after each.
function steps(count) {
  const lines = [];
  for (let step = 1; step <= count; step += 1) {
    lines.push('click Step', `wait step == ${step}`, 'wait loss != null', 'wait playing == false', 'state');
  }
  return lines;
}
const losses = (states) => states.map(({ loss }) => loss);

it('starts with a network that is already learning, and its loss falls', async () => {
  const { states: [first, begun, late] } = await playWell([
    'wait step > 0', 'state', setting(small), 'wait loss != null', 'state', 'wait epoch >= 6', 'wait valLoss != null', 'state',
  ]);
  assert.equal(first.playing, true);
  assert.equal(first.backend, 'native');
  assert.ok(first.workers >= 1);
  assert.equal(first.data.generated, true);
  assert.equal(first.experiment.activation, 'relu');
  for (const [field, value] of Object.entries(small)) assert.equal(begun.experiment[field], value, field);
  assert.ok(begun.generation > first.generation);
  assert.ok(late.step >= 48);
  assert.ok(late.loss < 2.2, `loss ${begun.loss} -> ${late.loss}`);
  assert.ok(late.imagesPerSecond > 0 && late.accuracy > 0.1 && late.valAccuracy > 0);
});

it('holds on Pause and goes on with Play', async () => {
  const { states: [before, at, held, on] } = await playWell([
    setting(endless), 'wait step >= 10', 'state', 'click Pause', `sleep ${0.1 * slow}`, 'state', 'sleep 0.5', 'state',
    'click Play', 'sleep 0.3', 'state',
  ]);
  assert.equal(before.playing, true);
  assert.equal(at.playing, false);
  assert.ok(at.step >= before.step);
  assert.equal(held.step, at.step);
  assert.equal(held.loss, at.loss);
  assert.equal(on.playing, true);
  assert.ok(on.step > held.step);
  assert.equal(on.generation, before.generation);
});

it('moves by one step, and to the end of the epoch', async () => {
  const { states: [three, epoch, next] } = await playWell([
    setting(small), ...steps(2).filter((line) => line !== 'state'), 'click Step', 'wait step == 3', 'sleep 0.3', 'state',
    'click Epoch', 'wait valLoss != null', 'wait playing == false', 'sleep 0.2', 'state',
    'click Epoch', 'wait epoch == 2', 'wait playing == false', 'sleep 0.2', 'state',
  ], { args: paused });
  assert.equal(three.step, 3);
  assert.equal(three.playing, false);
  assert.equal(three.valLoss, null);
  assert.equal(epoch.step, 8);
  assert.equal(epoch.epoch, 1);
  assert.ok(epoch.valLoss > 0);
  assert.equal(next.step, 16);
  assert.notEqual(next.valLoss, epoch.valLoss);
});

it('repeats the very same losses from the same weights, with any number of workers, and others from a new seed', async () => {
  const { states } = await playWell([
    setting(small), ...steps(4), 'click Start again', 'wait step == 0', ...steps(4), 'click New seed', 'wait step == 0', ...steps(4),
  ], { args: [...paused, '--threads', '1'] });
  const first = losses(states.slice(0, 4));
  assert.equal(new Set(first).size, 4);
  assert.deepEqual(losses(states.slice(4, 8)), first);
  assert.notEqual(states[8].experiment.seed, small.seed);
  assert.equal(new Set([...first, ...losses(states.slice(8))]).size, 8);
  const other = await playWell([setting(small), ...steps(4)], { args: [...paused, '--threads', '2'] });
  assert.deepEqual(losses(other.states), first);
});

it('changes the optimizer while it trains, the activation only with a new start', async () => {
  const { states: [before, rate, optimizer, last, activation] } = await playWell([
    setting(endless), 'wait step >= 20', 'state',
    setting({ learningRate: 0.0005 }), 'state',
    setting({ optimizer: 'sgd(momentum=0.9)', learningRate: 0.01 }), 'state', 'sleep 0.3', 'state',
    setting({ activation: 'tanh' }), 'state',
  ]);
  assert.equal(rate.experiment.learningRate, 0.0005);
  assert.match(optimizer.experiment.optimizer, /^sgd/);
  for (const seen of [rate, optimizer, last]) {
    assert.equal(seen.generation, before.generation);
    assert.ok(seen.step >= before.step, `step ${before.step} -> ${seen.step}`);
    assert.equal(seen.playing, true);
  }
  assert.ok(last.step > optimizer.step);
  assert.equal(activation.experiment.activation, 'tanh');
  assert.ok(activation.generation > before.generation);
  assert.ok(activation.step < 20, `step ${activation.step}`);
  assert.equal(activation.playing, true);
});

it('ends after its epochs, and Play adds more', async () => {
  const { states: [ended, more] } = await playWell([
    setting({ ...small, epochs: 2 }), 'wait finished == true', 'wait playing == false', 'state', 'click Play', 'wait epoch >= 3', 'state',
  ]);
  assert.equal(ended.step, 16);
  assert.equal(ended.epoch, 2);
  assert.equal(more.experiment.epochs, 12);
  assert.equal(more.generation, ended.generation);
});
