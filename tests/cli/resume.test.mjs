// Checkpoints on the command line: a run that was killed and loaded goes on to exactly the same
// curve, and files that are broken are refused.
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertRefused, bytes, json, rowsOf, scratch, small, squash, start, stepsOf } from "./squash.mjs";

const logs = (path, name) => ["--history", path(`${name}.csv`), "--step-log", path(`${name}.jsonl`),
  "--save", path(`${name}.safetensors`)];

const withoutSeconds = (rows) => rows.map((row) => row.slice(0, 5));

async function waitFor(condition) {
  for (const end = Date.now() + 120000; !condition(); await sleep(20))
    assert.ok(Date.now() < end, "waited too long");
}

const rowCount = (file) => (existsSync(file) ? rowsOf(file).length : 0);

test("killed after some epochs, a loaded run equals one trained through", async () => {
  const path = scratch();
  const run = ["train", ...small, "--epochs", "12"];
  json([...run, ...logs(path, "through")]);

  const child = start([...run, ...logs(path, "killed")]);
  const exit = once(child, "exit");
  await waitFor(() => rowCount(path("killed.csv")) > 3 && existsSync(path("killed.safetensors")));
  child.kill("SIGKILL");
  await exit;
  stepsOf(path("killed.jsonl"));  // whole lines only

  const resumed = json(["train", "--load", path("killed.safetensors"), ...logs(path, "killed")]);
  assert.equal(resumed.epochs.length, 12);
  assert.deepEqual(stepsOf(path("killed.jsonl")), stepsOf(path("through.jsonl")));
  assert.deepEqual(withoutSeconds(rowsOf(path("killed.csv"))), withoutSeconds(rowsOf(path("through.csv"))));
  const evaluate = (name) => json(["evaluate", "--load", path(`${name}.safetensors`)]);
  assert.deepEqual(evaluate("killed"), evaluate("through"));
});

test("--epochs is the total, and options beside --load win", () => {
  const path = scratch();
  const saved = path("a.safetensors");
  json(["train", ...small, "--epochs", "1", "--save", saved]);
  const more = json(["train", "--load", saved, "--epochs", "2"]);
  assert.deepEqual(more.epochs.map((epoch) => epoch.loss),
    json(["train", ...small, "--epochs", "2"]).epochs.map((epoch) => epoch.loss));
  const faster = json(["train", "--load", saved, "--epochs", "2", "--learning-rate", "0.01"]);
  assert.equal(faster.epochs[0].loss, more.epochs[0].loss);
  assert.notEqual(faster.epochs[1].loss, more.epochs[1].loss);
  const sgd = json(["train", "--load", saved, "--epochs", "2", "--optimizer", "sgd"]);
  assert.notEqual(sgd.epochs[1].loss, more.epochs[1].loss);
  const done = squash(["train", "--load", saved]);
  assert.equal(done.status, 0);
  assert.match(done.stderr, /nothing is left to train/);
});

test("evaluate gives the numbers of the last epoch's validation", () => {
  const path = scratch();
  const trained = json(["train", ...small, "--epochs", "1", "--save", path("a.safetensors")]);
  const result = json(["evaluate", "--load", path("a.safetensors")]);
  assert.equal(result.images, 64);
  assert.ok(Math.abs(result.loss / trained.epochs[0].val_loss - 1) < 1e-6);
  assert.equal(result.accuracy, trained.epochs[0].val_accuracy);
  assert.equal(result.perClass.length, 10);
});

test("Ctrl-C ends with 130, one line, and a whole checkpoint", async () => {
  const path = scratch();
  const child = start(["train", ...small, "--epochs", "100000", ...logs(path, "a")]);
  let stderr = "";
  child.stderr.on("data", (data) => { stderr += data; });
  await waitFor(() => rowCount(path("a.csv")) > 2);
  child.kill("SIGINT");
  const [code, signal] = await once(child, "close");
  assert.equal(signal, null);
  assert.equal(code, 130);
  assert.match(stderr, /^squash: interrupted \(epoch \d+, step \d+\): .*--load.*\n$/);
  assert.equal(json(["evaluate", "--load", path("a.safetensors")]).images, 64);
  assert.equal(existsSync(path("a.safetensors.part")), false);
});

test("broken checkpoints are refused by every command that loads", () => {
  const path = scratch();
  json(["train", ...small, "--epochs", "1", "--save", path("good")]);
  const good = readFileSync(path("good"));
  const damaged = {
    empty: Buffer.alloc(0),
    short: good.subarray(0, 5),
    header: good.subarray(0, 200),
    half: good.subarray(0, good.length >> 1),
    cut: good.subarray(0, good.length - 1),
    longer: Buffer.concat([good, Buffer.alloc(8)]),
    random: Buffer.from(bytes(5000, 7)),
    lengthy: Buffer.concat([Buffer.alloc(8, 0xff), good.subarray(8)]),
    shape: Buffer.from(good.toString("latin1").replace("[5,5,3,6]", "[5,5,6,3]"), "latin1"),
  };
  for (const [name, content] of Object.entries(damaged)) {
    assert.ok(!content.equals(good), name);
    writeFileSync(path(name), content);
    assertRefused(["evaluate", "--load", path(name), "--data", "shapes"], 1, new RegExp(name));
    assertRefused(["predict", "--load", path(name), "none.png"], 1, new RegExp(name));
    assertRefused(["train", "--load", path(name), "--data", "shapes", "--json"], 1, new RegExp(name));
  }
});
