// Every preset keeps its claim on the generated images, and the opposite one does not show it.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { json, scratch } from "./squash.mjs";

const shapes = ["--data", "shapes", "--validation-limit", "500"];
const few = ["--limit", "2000"];
const path = scratch();

// Trains a preset on generated images; its epochs and what a probe finds.
function play(preset, ...options) {
  const file = path(`${preset}.safetensors`);
  const { epochs } = json(["train", "--experiment", preset, ...shapes, ...options, "--save", file, "--force"]);
  return { epochs, layers: json(["probe", "--load", file]).layers };
}

const largest = (layers, share) => Math.max(...layers.map((layer) => layer[share] ?? 0));

// A race preset with the same few images.
function race(preset, epochs, limit = 2000) {
  const { experiment } = json(["list", "presets"]).find((entry) => entry.name === preset);
  const file = path(`${preset}.json`);
  writeFileSync(file, JSON.stringify({ ...experiment, common: { ...experiment.common, data: "shapes", limit, validationLimit: 500, epochs } }));
  const { entrants } = json(["race", file]);
  return Object.fromEntries(entrants.map((entrant) => [entrant.name, entrant]));
}
const best = (entrant) => Math.max(...entrant.epochs.map((epoch) => epoch.val_accuracy));

test("every preset has a title and can be read", () => {
  const presets = json(["list", "presets"]);
  assert.ok(presets.length >= 10);
  for (const { name, title, experiment } of presets) {
    assert.ok(title.length > 10, name);
    assert.equal(experiment.version, 1, name);
  }
});

test("saturation: sigmoids of raw pixels sit where they are flat, of pixels 0..1 they do not", () => {
  const raw = play("saturation", ...few, "--epochs", "1"), unit = play("saturation", ...few, "--epochs", "1", "--pixels", "0..1");
  assert.ok(raw.layers[0].saturatedShare > 0.6, `${raw.layers[0].saturatedShare}`);
  assert.ok(unit.layers[0].saturatedShare < 0.3, `${unit.layers[0].saturatedShare}`);
});

test("vanishing: ten sigmoid layers pass hardly anything back, tanh lasts longer, relu with He's start is level", () => {
  const sigmoid = play("vanishing", ...few, "--epochs", "1").layers[0].gradientToLast;
  const tanh = play("vanishing", ...few, "--epochs", "1", "--activation", "tanh").layers[0].gradientToLast;
  const level = play("level", ...few, "--epochs", "1").layers[0].gradientToLast;
  assert.ok(sigmoid < 1e-4, `sigmoid ${sigmoid}`);
  assert.ok(tanh > 100 * sigmoid, `tanh ${tanh}`);
  assert.ok(level > 0.02 && level < 30, `relu ${level}`);
});

test("vanishing grows with depth", () => {
  const shares = [2, 5, 10].map((depth) => play("vanishing", ...few, "--epochs", "1", "--network", `dense(depth=${depth},width=64)`).layers[0].gradientToLast);
  assert.ok(shares[0] > 10 * shares[1] && shares[1] > 10 * shares[2], `${shares}`);
});

test("dead relu: too high a rate kills over 30 % of a layer's units, leaky relu learns at the same", () => {
  const best = ({ epochs }) => Math.max(...epochs.map((epoch) => epoch.val_accuracy));
  const relu = play("dead-relu"), leaky = play("leaky-revives"), slower = play("dead-relu", "--learning-rate", "0.0001", "--epochs", "1");
  assert.ok(largest(relu.layers, "deadShare") > 0.3);
  assert.ok(largest(slower.layers, "deadShare") < 0.3);
  assert.ok(best(leaky) > best(relu) + 0.3, `${best(leaky)} ${best(relu)}`);
  assert.ok(largest(leaky.layers, "deadShare") < 0.01, "every unit of leaky_relu lives");
});

test("overfitting: the validation loss turns up while the training loss falls; with many images it does not", () => {
  const run = (...options) => json(["train", "--experiment", "overfitting", "--data", "shapes", "--validation-limit", "500", ...options]).epochs;
  const few = run(), losses = few.map((epoch) => epoch.val_loss), least = Math.min(...losses);
  assert.ok(losses.at(-1) > 1.3 * least, `${losses}`);
  assert.ok(few.at(-1).loss < few[losses.indexOf(least)].loss);
  const many = run("--limit", "2000", "--epochs", "10").map((epoch) => epoch.val_loss);
  assert.ok(many.at(-1) < 1.1 * Math.min(...many), `${many}`);
});

test("tanh learns where sigmoid stands still, and relu as well", () => {
  const pair = race("tanh-against-sigmoid", 5), all = race("relu-wins", 5);
  assert.ok(best(pair.tanh) > best(pair.sigmoid) + 0.3, `${best(pair.tanh)} ${best(pair.sigmoid)}`);
  assert.ok(best(all.relu) > best(all.sigmoid) + 0.3, `${best(all.relu)} ${best(all.sigmoid)}`);
});

test("the article's own run: raw pixels make the first loss large, and it learns all the same", () => {
  const few = ["--limit", "5000"];
  const { epochs } = play("article", ...few), unit = play("article", ...few, "--epochs", "1", "--pixels", "0..1").epochs;
  assert.equal(epochs.length, 10);
  assert.ok(epochs[0].loss > 4 && unit[0].loss < 2.4, `${epochs[0].loss} ${unit[0].loss}`);
  assert.ok(epochs[9].val_accuracy > 0.6, `${epochs[9].val_accuracy}`);
});

test("on CIFAR-10 ReLU ends above tanh, and the article's run overfits", { skip: process.env.CIFAR10_DIR ? false : "needs CIFAR10_DIR" }, () => {
  const { entrants } = json(["race", "relu-wins", "--data", process.env.CIFAR10_DIR]), { sigmoid, tanh, relu } = Object.fromEntries(entrants.map((entrant) => [entrant.name, entrant]));
  assert.ok(best(relu) > best(tanh) + 0.01, `relu ${best(relu)}, tanh ${best(tanh)}`);
  assert.ok(best(tanh) > best(sigmoid) + 0.3, `tanh ${best(tanh)}, sigmoid ${best(sigmoid)}`);
  const { epochs } = json(["train", "--experiment", "article", "--data", process.env.CIFAR10_DIR, "--limit", "10000", "--validation-limit", "2000", "--epochs", "14"]);
  const losses = epochs.map((epoch) => epoch.val_loss), least = losses.indexOf(Math.min(...losses));
  assert.ok(losses.at(-1) > 1.1 * losses[least], `${losses}`);
  assert.ok(epochs.at(-1).loss < 0.8 * epochs[least].loss, `${epochs.map((epoch) => epoch.loss)}`);
});

test("the article in one race: sigmoid's first layer is flat and gets no gradient, the others learn, one's own function too", () => {
  const { sigmoid, tanh, relu, ...others } = race("one-race", 3, 5000);
  const [typed] = Object.values(others), [first] = sigmoid.probe.layers;
  for (const [name, entrant] of Object.entries({ tanh, relu, typed }))
    assert.ok(best(entrant) > best(sigmoid) + 0.2, `${name} ${best(entrant)}, sigmoid ${best(sigmoid)}`);
  assert.ok(first.saturatedShare > 0.6, `${first.saturatedShare}`);
  assert.ok(first.gradientToLast < 1e-4, `${first.gradientToLast}`);
  assert.ok(relu.probe.layers[0].gradientToLast > 1e-3, `${relu.probe.layers[0].gradientToLast}`);
});

test("a stack of linear layers learns no more than one linear layer; with relu it does", () => {
  const { "one linear layer": one, "a stack of linear layers": stack, "the same with relu": relu } = race("linear-stack", 8, 5000);
  assert.ok(best(stack) < best(one) + 0.1, `${best(stack)} ${best(one)}`);
  assert.ok(best(relu) > best(stack) + 0.1, `${best(relu)} ${best(stack)}`);
});

test("where relu's units die its relatives learn: leaky_relu, prelu and maxout", () => {
  const { relu, ...others } = race("relatives", 4, 3000);
  assert.deepEqual(Object.keys(others), ["leaky_relu", "prelu", "maxout"]);
  for (const [name, entrant] of Object.entries(others)) assert.ok(best(entrant) > best(relu) + 0.1, `${name} ${best(entrant)}, relu ${best(relu)}`);
  assert.ok(largest(relu.probe.layers, "deadShare") > 0.9);
});
