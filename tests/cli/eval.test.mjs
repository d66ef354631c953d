// `squash eval`: the article's numbers, and derivatives that agree with differences.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertRefused, json, squash } from "./squash.mjs";

const rounded = (values) => values.map(Math.fround);

test("the article's values come out in float32", () => {
  const expected = {
    sigmoid: [0.26894143, 0.5, 0.7310586],
    tanh: [-0.7615942, 0, 0.7615942],
    relu: [0, 0, 1],
  };
  for (const [name, values] of Object.entries(expected)) {
    const { x, f } = json(["eval", "--activation", name, "--x=-1,0,1"]);
    assert.deepEqual(x, [-1, 0, 1]);
    assert.deepEqual(rounded(f), rounded(values), name);
  }
});

test("the derivative is right and described", () => {
  const { df, derivative } = json(["eval", "--activation", "sigmoid", "--x=0,40,-40"]);
  assert.equal(df[0], 0.25);
  assert.ok(df[1] > 4e-18 && df[1] < 5e-18 && df[1] === df[2]);
  assert.match(derivative, /sigmoid/);
});

test("numbers have 17 digits", () => {
  const { stdout } = squash(["eval", "--activation", "linear", "--x=0.1", "--json"]);
  assert.match(stdout, /"f":\[0\.10000000000000001\]/);
});

test("a value may begin with a minus, after a space too", () => {
  assert.deepEqual(json(["eval", "--activation", "linear", "--x", "-1,0"]).f, [-1, 0]);
  const args = ["eval", "--activation", "leaky_relu", "--set", "negative_slope=-0.5", "--x", "-2"];
  assert.deepEqual(json(args).f, [1]);
});

test("what is not finite is null", () => {
  const { f, df } = json(["eval", "--activation", "linear", "--x=inf,nan,1"]);
  assert.deepEqual(f, [null, null, 1]);
  assert.equal(df.length, 3);
});

test("derivatives by parameters agree with differences", () => {
  for (const [name, parameter, at] of [["leaky_relu", "negative_slope", 0.3], ["elu", "alpha", 1.7]]) {
    const evaluate = (value) =>
      json(["eval", "--activation", name, "--set", `${parameter}=${value}`, "--x=-2,-0.5,0.5,3"]);
    const [low, high] = [evaluate(at - 1e-4).f, evaluate(at + 1e-4).f];
    const slopes = evaluate(at).dparameters[parameter];
    assert.equal(slopes.length, 4);
    slopes.forEach((slope, i) => assert.ok(Math.abs(slope - (high[i] - low[i]) / 2e-4) < 1e-8));
    assert.notEqual(slopes[0], 0);
  }
  assert.deepEqual(json(["eval", "--activation", "relu", "--x=1"]).dparameters, {});
});

test("--set wins over the text, and defaults are Keras's", () => {
  const at = (...args) => json(["eval", ...args, "--x=-1"]).f[0];
  assert.equal(at("--activation", "leaky_relu"), -0.2);
  assert.equal(at("--activation", "leaky_relu(negative_slope=0.4)"), -0.4);
  assert.equal(at("--activation", "leaky_relu(negative_slope=0.4)", "--set", "negative_slope=0.5"), -0.5);
});

test("a formula is evaluated with its derivatives, for x and for each parameter", () => {
  const swish = json(["eval", "--formula", "x*sigmoid(b*x)", "--set", "b=1.5", "--x=-1,0,2"]);
  const sigmoid = (v) => 1 / (1 + Math.exp(-v));
  swish.x.forEach((x, i) => {
    const s = sigmoid(1.5 * x);
    assert.ok(Math.abs(swish.f[i] - x * s) < 1e-15);
    assert.ok(Math.abs(swish.df[i] - (s + 1.5 * x * s * (1 - s))) < 1e-15);
    assert.ok(Math.abs(swish.dparameters.b[i] - x * x * s * (1 - s)) < 1e-15);
  });
  // Parameters are 1 where nothing is said; a value may begin with a minus; what is not finite is null.
  assert.deepEqual(json(["eval", "--formula", "a*x + b", "--x=2"]).f, [3]);
  assert.deepEqual(json(["eval", "--formula", "-x^2", "--x", "-3,2"]).f, [-9, -4]);
  assert.deepEqual(json(["eval", "--formula=-x^2", "--x=3"]).df, [-6]);
  assert.deepEqual(json(["eval", "--formula", "log(x)", "--x=-1,0,1"]).f, [null, null, 0]);
  assert.equal(json(["eval", "--formula", "x^3", "--x=0"]).derivative, "3*x^2");
  assert.match(squash(["eval", "--formula", "k*tanh(x)", "--x=0"]).stdout, /df\/dk[^]*f'\(x\) = k\*\(1 - tanh\(x\)\^2\)/);
});

test("a formula with a slip names its place and what was expected", () => {
  const refused = (formula, pattern) => assertRefused(["eval", "--formula", formula, "--x=1"], 2, pattern);
  refused("sigmiod(x)", /--formula, 'sigmiod\(x\)', column 1.*did you mean 'sigmoid'/);
  refused("2*(x", /column 5.*'\)'/);
  refused("", /column 1.*type a formula/);
  refused("(".repeat(2000), /at most/);
  assertRefused(["eval", "--formula", "a*x", "--set", "b=1", "--x=1"], 2, /one of a/);
  assertRefused(["eval", "--formula", "x", "--activation", "relu", "--x=1"], 2, /--formula/);
});

test("what cannot be read is refused", () => {
  const elu = ["eval", "--activation", "elu"];
  assertRefused([...elu, "--x=1,two"], 2, /number 2/);
  assertRefused([...elu, "--x=1,"], 2, /--x/);
  assertRefused([...elu, "--x= 1"], 2, /--x/);
  assertRefused([...elu, "--set", "beta=1", "--x=1"], 2, /alpha/);
  assertRefused([...elu, "--set", "alpha", "--x=1"], 2, /name=value/);
  assertRefused([...elu, "--set", "alpha=inf", "--x=1"], 2, /finite/);
  assertRefused(["eval", "--activation", "relu", "--set", "a=1", "--x=1"], 2, /no parameters/);
  assertRefused(["eval", "--activation", "sigmiod", "--x=1"], 2, /sigmoid/);
  assertRefused(["eval", "--x=1"], 2, /--activation/);
});
