// Activations that learn, draw or have pieces, on the command line.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { assertRefused, json, scratch, small, stepsOf } from "./squash.mjs";

const activation = "prelu+swish(beta=learn(1.5))+rrelu+maxout(k=3)";

function tensorNames(file) {
  const bytes = readFileSync(file);
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString());
  return Object.fromEntries(Object.entries(header).map(([name, { shape }]) => [name, shape]));
}

test("what activations learn goes into the checkpoint, and a loaded run goes on exactly", () => {
  const path = scratch(), file = path("learned.safetensors");
  const whole = json(["train", ...small, "--epochs", "2", "--activation", activation]);
  json(["train", ...small, "--epochs", "1", "--activation", activation, "--save", file]);
  const tensors = tensorNames(file);
  assert.deepEqual(tensors["conv2d.activation.alpha"], [6]);
  assert.deepEqual(tensors["conv2d_1.activation.beta"], [1]);
  assert.deepEqual(tensors["dense.kernel"], [7680, 252]);
  const rest = json(["train", "--load", file, "--epochs", "2"]);
  assert.deepEqual(rest.epochs.map((epoch) => epoch.loss), whole.epochs.map((epoch) => epoch.loss));
});

test("the step log has an activation's gradients behind its layer's", () => {
  const path = scratch();
  json(["train", ...small, "--epochs", "1", "--activation", "prelu+relu+swish(beta=learn)+relu", "--step-log", path("s.jsonl")]);
  for (const { gradient_norm } of stepsOf(path("s.jsonl"))) {
    assert.equal(gradient_norm.length, 12);
    assert.ok(gradient_norm.every((norm) => norm > 0), gradient_norm.join());
  }
});

test("a learned start and the number of pieces are checked", () => {
  const train = (text) => ["train", ...small, "--epochs", "1", "--activation", text];
  assertRefused(train("maxout(k=2.5)"), 2, /column 10.*k needs a whole number from 2 to 8, found '2\.5'/);
  assertRefused(train("rrelu(lower=learn)"), 2, /column 13.*lower cannot be learned/);
  assertRefused(train("swish(beta=learn(one))"), 2, /column 18.*beta needs a number, found 'one'/);
});
