// Optimizers, networks and initial weights on the command line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertRefused, json, scratch, small, squash } from "./squash.mjs";

const losses = (result) => result.epochs.map((epoch) => epoch.loss);
const train = (...options) => json(["train", ...small, "--epochs", "2", "--pixels", "0..1", ...options]);

test("every listed optimizer trains, and a loaded run goes on exactly with any number of moments", () => {
  const path = scratch(), seen = new Set();
  const texts = json(["list", "optimizers"]).map((entry) => entry.name);
  assert.equal(texts.length, 8);
  // Moments of every kind: the engine's tests take up all of them.
  const resumed = new Set(["rmsprop(momentum=0.5,centered=true)", "adam(amsgrad=true)", "lion"]);
  for (const text of [...texts, "sgd(momentum=0.9,nesterov=true)", "rmsprop(momentum=0.5,centered=true)", "adam(amsgrad=true)"]) {
    const whole = train("--optimizer", text), file = path("saved.safetensors");
    assert.ok(losses(whole)[1] < losses(whole)[0], `${text}: ${losses(whole)}`);
    seen.add(losses(whole)[1]);
    if (!resumed.has(text)) continue;
    json(["train", ...small, "--epochs", "1", "--pixels", "0..1", "--optimizer", text, "--save", file]);
    assert.deepEqual(losses(json(["train", "--load", file, "--epochs", "2"])), losses(whole), text);
  }
  assert.equal(seen.size, texts.length + 3, "each goes a way of its own");
});

test("an optimizer's list names its parameters with Keras's defaults", () => {
  const adamw = json(["list", "optimizers"]).find((entry) => entry.name === "adamw");
  const defaults = Object.fromEntries(adamw.parameters.map((p) => [p.name, p.default]));
  assert.deepEqual(defaults, { learning_rate: 0.001, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, amsgrad: false, weight_decay: 0.004 });
});

test("a stack of Dense layers is summed up, trained, saved and evaluated", () => {
  const network = "dense(depth=4,width=24)", file = scratch()("stack.safetensors");
  const summary = json(["summary", "--network", network]);
  assert.deepEqual(summary.layers.map((layer) => layer.type), ["Flatten", "Dense", "Dense", "Dense", "Dense", "Dense"]);
  assert.equal(summary.parameters, 3072 * 24 + 24 + 3 * (24 * 24 + 24) + 24 * 10 + 10);
  const run = ["--network", network, "--activation", "tanh+tanh+relu+elu", "--initializer", "he_normal"];
  const result = train(...run, "--save", file);
  assert.equal(result.parameters, summary.parameters);
  assert.ok(losses(result)[1] < losses(result)[0]);
  const last = result.epochs.at(-1), evaluated = json(["evaluate", "--load", file, "--data", "shapes"]);
  assert.ok(Math.abs(evaluated.loss - last.val_loss) < 1, `${evaluated.loss} ${last.val_loss}`);
  assert.match(squash(["summary", "--network", network]).stdout, /Model: "dense\(depth=4,width=24\)"/);
});

test("every listed initializer begins somewhere else; zeros learns only the classes' shares", () => {
  const first = new Set();
  for (const { name } of json(["list", "initializers"])) first.add(losses(train("--initializer", name))[0]);
  assert.equal(first.size, json(["list", "initializers"]).length);
  assert.ok(Math.abs(losses(train("--initializer", "zeros"))[0] - Math.log(10)) < 0.05);
});

test("wrong networks, initializers and optimizers are refused with a suggestion", () => {
  assertRefused(["summary", "--network", "dense(depth=99)"], 2, /1 to 30/);
  assertRefused(["train", "--network", "lenet"], 2, /did you mean 'lenet5'/);
  assertRefused(["train", "--initializer", "he_norml"], 2, /did you mean 'he_normal'/);
  assertRefused(["train", "--optimizer", "rmsprop(rho=1)"], 2, /below 1/);
  assertRefused(["train", "--network", "dense(depth=2)", "--activation", "relu+relu+relu"], 2, /2 joined/);
});
