// Training with a formula that a person typed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertRefused, json, scratch, small, squash, stepsOf } from "./squash.mjs";

const silu = "formula(x*sigmoid(b*x))";

function lossesWith(activation, name) {
  const path = scratch();
  json(["train", ...small, "--epochs", "4", "--activation", activation, "--step-log", path(name)]);
  return stepsOf(path(name)).map((step) => step.loss);
}

test("a typed formula trains as the entry of the catalogue that it equals", () => {
  const typed = lossesWith(silu, "typed.jsonl"), known = lossesWith("silu", "silu.jsonl");
  assert.equal(typed.length, 12);
  typed.forEach((loss, i) => assert.ok(Math.abs(loss / known[i] - 1) < 1e-3, `step ${i + 1}: ${loss}, ${known[i]}`));
  const other = lossesWith("formula(x*sigmoid(b*x); b=3)", "other.jsonl");
  assert.ok(Math.abs(other[5] / known[5] - 1) > 1e-3);
});

test("a checkpoint keeps the formula and its parameters", () => {
  const path = scratch(), file = path("formula.safetensors");
  const formula = "formula(lo + (hi - lo)*(tanh(x) + 1)/2; lo=-1)";
  const whole = json(["train", ...small, "--epochs", "2", "--activation", formula]);
  json(["train", ...small, "--epochs", "1", "--activation", formula, "--save", file]);
  const rest = json(["train", "--load", file, "--epochs", "2"]);
  assert.deepEqual(rest.epochs.map((epoch) => epoch.loss), whole.epochs.map((epoch) => epoch.loss));
});

test("formulas and entries of the catalogue mix, a layer each", () => {
  const mixed = json(["train", ...small, "--epochs", "1", "--activation",
    "relu+formula(x + sin(x)^2)+swish(beta=1.5)+hard_tanh"]);
  assert.ok(Number.isFinite(mixed.epochs[0].loss));
});

test("what no network learns with is refused, unless it is forced", () => {
  const train = (formula, ...more) => ["train", ...small, "--epochs", "1", "--activation", formula, ...more];
  assertRefused(train("formula(sqrt(x))"), 1, /--activation.*not finite from x = -20 to -0\.01.*--force/);
  assertRefused(train("relu+formula(sign(x))+relu+relu"), 1, /gradient is 0 almost everywhere/);
  assertRefused(train("formula(x*sigmiod(x))"), 2, /column 11.*did you mean 'sigmoid'/);
  assert.equal(squash(train("formula(sign(x))", "--force")).status, 0);
});
