// `squash probe` against a plain calculation in JavaScript from the saved tensors and the images' bytes.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { assertRefused, json, scratch, small, squash } from "./squash.mjs";

const images = 20, pixels = 3072, classes = 10;

// A folder of CIFAR-10's form with images of noise; its validation images are returned.
function noiseFolder(path) {
  mkdirSync(path);
  let state = 12345;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
  let last;
  for (const name of ["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"]) {
    last = Buffer.alloc(images * (pixels + 1));
    for (let i = 0; i < last.length; ++i) last[i] = i % (pixels + 1) === 0 ? random() % classes : random();
    writeFileSync(`${path}/${name}.bin`, last);
  }
  return Array.from({ length: images }, (_, i) => {
    const record = last.subarray(i * (pixels + 1), (i + 1) * (pixels + 1));
    // Keras's order: row, column, channel.
    const x = Array.from({ length: pixels }, (_, k) => record[1 + (k % 3) * 1024 + Math.floor(k / 3)] / 255);
    return { label: record[0], x };
  });
}

function tensors(file) {
  const bytes = readFileSync(file), length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  return Object.fromEntries(Object.entries(header).filter(([, t]) => t.dtype === "F32").map(([name, { data_offsets: [from, to] }]) =>
    [name, Array.from({ length: (to - from) / 4 }, (_, i) => bytes.readFloatLE(8 + length + from + 4 * i))]));
}

const functions = {
  sigmoid: [(z) => 1 / (1 + Math.exp(-z)), (z) => { const s = 1 / (1 + Math.exp(-z)); return s * (1 - s); }],
  relu: [(z) => Math.max(z, 0), (z) => (z > 0 ? 1 : 0)],
};
const rms = (values) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

// Forward and backward of a stack of Dense layers, image by image.
function calculate(weights, set, activations) {
  const names = [...activations.map((_, i) => (i === 0 ? "dense" : `dense_${i}`)), `dense_${activations.length}`];
  const layers = names.map((name) => ({ name, z: [], dz: [], df: [], dW: weights[`${name}.kernel`].map(() => 0) }));
  for (const { x, label } of set) {
    const inputs = [];
    let y = x;
    layers.forEach((layer, k) => {
      inputs.push(y);
      const bias = weights[`${layer.name}.bias`], kernel = weights[`${layer.name}.kernel`];
      const z = bias.map((b, o) => y.reduce((sum, value, i) => sum + value * kernel[i * bias.length + o], b));
      layer.z.push(z);
      const f = functions[activations[k]];
      if (f) layer.df.push(z.map(f[1]));
      y = f ? z.map(f[0]) : z;
    });
    const sum = y.reduce((total, value) => total + Math.exp(value), 0);
    let dz = y.map((value, o) => (Math.exp(value) / sum - (o === label ? 1 : 0)) / set.length);
    for (let k = layers.length - 1; k >= 0; --k) {
      layers[k].dz.push(dz);
      const units = dz.length, kernel = weights[`${layers[k].name}.kernel`];
      inputs[k].forEach((value, i) => dz.forEach((g, o) => { layers[k].dW[i * units + o] += value * g; }));
      if (k > 0) dz = inputs[k].map((_, i) => layers[k - 1].df.at(-1)[i] * dz.reduce((total, g, o) => total + g * kernel[i * units + o], 0));
    }
  }
  return layers;
}

const near = (got, wanted, what) => assert.ok(Math.abs(got - wanted) <= 1e-4 * Math.abs(wanted), `${what}: ${got}, not ${wanted}`);

test("shares, weights and gradients equal a plain calculation", () => {
  const path = scratch(), set = noiseFolder(path("noise")), file = path("stack.safetensors");
  const activations = ["sigmoid", "relu"];
  json(["train", "--data", path("noise"), "--network", "dense(depth=2,width=12)", "--activation", activations.join("+"),
    "--initializer", "random_normal(stddev=0.4)", "--pixels", "0..1", "--epochs", "2", "--batch", "10", "--save", file]);
  const found = json(["probe", "--load", file, "--data", path("noise")]);
  const weights = tensors(file), layers = calculate(weights, set, activations);
  assert.deepEqual(found.layers.map((layer) => [layer.name, layer.activation, layer.units]), [["dense", "sigmoid", 12], ["dense_1", "relu", 12]]);
  const last = rms(layers.at(-1).dz.flat());
  found.layers.forEach((got, k) => {
    const { df, dz, dW, name } = layers[k];
    const flat = df.flat().filter((slope) => Math.abs(slope) < 0.05).length / df.flat().length;
    near(got.saturatedShare, flat, `${name} saturated`);
    const dead = df[0].filter((_, unit) => df.every((row) => row[unit] === 0)).length / df[0].length;
    near(got.deadShare, dead, `${name} dead`);
    near(got.gradientRms, rms(dW), `${name} dL/dW`);
    near(got.weightRms, rms(weights[`${name}.kernel`]), `${name} weights`);
    near(got.preactivationGradientRms, rms(dz.flat()), `${name} dL/dz`);
    near(got.gradientToLast, rms(dz.flat()) / last, `${name} to last`);
  });
  assert.ok(found.layers[0].saturatedShare > 0.1 && found.layers[1].saturatedShare > 0.1, "something to see");
});

test("a convolution's channels are its units; maxout has neither share", () => {
  const file = scratch()("a.safetensors");
  json(["train", ...small, "--epochs", "1", "--activation", "relu+maxout+sigmoid+prelu", "--save", file]);
  const { layers } = json(["probe", "--load", file]);
  assert.deepEqual(layers.map((layer) => [layer.name, layer.units]), [["conv2d", 6], ["conv2d_1", 16], ["conv2d_2", 120], ["dense", 84]]);
  assert.equal(layers[1].deadShare, null);
  assert.equal(layers[1].saturatedShare, null);
  for (const k of [0, 2, 3]) assert.ok(layers[k].saturatedShare >= 0 && layers[k].saturatedShare <= 1);
  const text = squash(["probe", "--load", file]);
  assert.equal(text.status, 0);
  assert.match(text.stdout, /conv2d_1 +maxout +16 +- +-/);
});

test("fewer images are drawn the same way again", () => {
  const file = scratch()("a.safetensors");
  json(["train", ...small, "--epochs", "1", "--save", file]);
  const probe = (count) => json(["probe", "--load", file, "--images", count]);
  assert.equal(probe("20").images, 20);
  assert.deepEqual(probe("20"), probe("20"));
  assert.notDeepEqual(probe("20").layers, probe("40").layers);
  assertRefused(["probe", "--load", file, "--images", "0"], 2, /--images/);
});
