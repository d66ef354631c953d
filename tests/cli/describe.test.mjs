// summary, list and bench: what the program says about itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { json, squash } from "./squash.mjs";

test("summary is the article's table", () => {
  const { layers, parameters } = json(["summary"]);
  assert.equal(parameters, 697046);
  assert.deepEqual(layers.map((layer) => layer.parameters),
    [456, 0, 2416, 0, 48120, 0, 645204, 850]);
  assert.deepEqual(layers.map((layer) => layer.output), [[32, 32, 6], [16, 16, 6], [16, 16, 16],
    [8, 8, 16], [8, 8, 120], [7680], [84], [10]]);
  assert.deepEqual(layers.map((layer) => layer.type), ["Conv2D", "MaxPooling2D", "Conv2D",
    "MaxPooling2D", "Conv2D", "Flatten", "Dense", "Dense"]);
  assert.equal(new Set(layers.map((layer) => layer.name)).size, layers.length);
});

test("summary as text shows the total and takes four activations", () => {
  const { status, stdout } = squash(["summary", "--activation", "relu+tanh+elu+silu"]);
  assert.equal(status, 0);
  assert.match(stdout, /697,046/);
  assert.match(stdout, /645,204/);
});

test("lists are arrays of objects with unique names", () => {
  const expected = { activations: "leaky_relu", optimizers: "adam", initializers: "glorot_uniform",
    presets: "article" };
  for (const [what, name] of Object.entries(expected)) {
    const names = json(["list", what]).map((entry) => entry.name);
    assert.ok(names.includes(name), `${what}: ${names}`);
    assert.equal(new Set(names).size, names.length);
    const text = squash(["list", what]);
    assert.equal(text.status, 0);
    assert.match(text.stdout, new RegExp(`^${name} `, "m"));
  }
  const activations = json(["list", "activations"]).map((entry) => entry.name);
  for (const name of ["linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "softplus",
    "softsign", "silu", "gelu", "gelu_tanh", "mish", "hard_sigmoid", "relu6"])
    assert.ok(activations.includes(name), name);
});

test("every listed activation makes a network and can be evaluated", () => {
  // prelu learns a slope for each of 6 + 16 + 120 filters and 84 units, maxout has twice as many of both.
  const more = { prelu: 697046 + 226, maxout: 1393242 };
  for (const { name } of json(["list", "activations"])) {
    assert.equal(json(["summary", "--activation", name]).parameters, more[name] ?? 697046);
    assert.ok(json(["eval", "--activation", name, "--x=0.5"]).f[0] !== null, name);
  }
});

test("at least one kernel set is available, and says so as a boolean", () => {
  const kernels = json(["list", "kernels"]);
  for (const { available } of kernels) assert.equal(typeof available, "boolean");
  assert.ok(kernels.some((kernel) => kernel.available));
});

test("bench measures rates, the peak and every layer", () => {
  const result = json(["bench", "--seconds", "0.2", "--threads", "1"]);
  assert.equal(result.threads, 1);
  assert.equal(result.batch, 256);
  assert.equal(result.activation, "relu");
  for (const rate of [result.train, result.predict]) {
    assert.ok(rate.imagesPerSecond > 1 && rate.gflops > 0);
  }
  // A training step is defined as 27.9 MFLOP an image.
  assert.ok(Math.abs(result.train.gflops * 1e9 / result.train.imagesPerSecond / 27.9e6 - 1) < 0.01);
  assert.ok(result.fmaPeakGflops > 0);
  const names = result.layers.map((layer) => layer.name);
  assert.ok(names.includes("conv2d_1") && names.includes("dense"), `${names}`);
  const kernels = json(["list", "kernels"]).map((kernel) => kernel.name);
  assert.ok(kernels.includes(result.isa));
});
