// `squash train`: its records, its independence of threads, and data that is wrong.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { assertRefused, json, rowsOf, scratch, small, squash, squashThrough, stepsOf, writeCifar } from "./squash.mjs";

test("history, step log and JSON tell the same run", () => {
  const path = scratch();
  const result = json(["train", ...small, "--epochs", "2", "--history", path("h.csv"),
    "--step-log", path("s.jsonl")]);
  assert.equal(result.parameters, 697046);
  assert.match(result.data, /generated/);
  assert.ok(result.threads >= 1 && result.imagesPerSecond > 0);

  const [header, ...rows] = rowsOf(path("h.csv"));
  assert.equal(header.join(), "epoch,loss,accuracy,val_loss,val_accuracy,seconds");
  assert.deepEqual(rows.map((row) => Number(row[0])), [1, 2]);
  rows.forEach((row, i) => {
    const { loss, accuracy, val_loss, val_accuracy } = result.epochs[i];
    assert.deepEqual(row.slice(1, 5).map(Number), [loss, accuracy, val_loss, val_accuracy]);
  });

  const steps = stepsOf(path("s.jsonl"));
  assert.deepEqual(steps.map((entry) => entry.step), [1, 2, 3, 4, 5, 6]);
  for (const { gradient_norm } of steps) {
    assert.equal(gradient_norm.length, 10);
    assert.ok(gradient_norm.every((norm) => norm > 0));
  }
  const mean = (field) => (steps[0][field] + steps[1][field] + steps[2][field]) / 3;
  assert.ok(Math.abs(mean("loss") / result.epochs[0].loss - 1) < 1e-5);
  assert.ok(Math.abs(mean("accuracy") - result.epochs[0].accuracy) < 1e-6);
});

test("text output has a line an epoch and no control characters", () => {
  const { status, stdout } = squash(["train", ...small, "--epochs", "2"], { TERM: "xterm" });
  assert.equal(status, 0);
  assert.match(stdout, /^Epoch 2\/2 .*3\/3 .*loss: [\d.]+ - accuracy: .* - val_loss: .* - val_accuracy: /m);
  assert.match(stdout, /generated/);
  assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f]/);
});

test("the number of threads does not change a bit", () => {
  const path = scratch();
  const logs = [1, 2, 3, 8].map((threads) => {
    const file = path(`${threads}.jsonl`);
    json(["train", ...small, "--epochs", "1", "--threads", `${threads}`, "--step-log", file]);
    return readFileSync(file, "utf8");
  });
  assert.equal(new Set(logs).size, 1);
  assert.equal(logs[0].split("\n").length, 4);
});

test("seed, shuffle, activation and pixels change the run, a repetition does not", () => {
  const loss = (...args) => json(["train", ...small, "--epochs", "1", ...args]).epochs[0].loss;
  const first = loss();
  assert.equal(loss(), first);
  for (const args of [["--seed", "2"], ["--no-shuffle"], ["--activation", "tanh"],
    ["--pixels", "0..1"], ["--learning-rate", "0.01"], ["--optimizer", "sgd(momentum=0.9)"]])
    assert.notEqual(loss(...args), first, args.join(" "));
});

test("a learning rate far too high is told once and training goes on", () => {
  const result = squash(["train", ...small, "--epochs", "2", "--optimizer", "sgd",
    "--learning-rate", "1e5", "--json"]);
  assert.equal(result.status, 0);
  assert.equal(result.stderr.match(/not finite/g)?.length, 1);
  assert.equal(JSON.parse(result.stdout).epochs[1].loss, null);
  assert.doesNotMatch(result.stderr, /-nan/);
});

test("an experiment file is taken, an unknown field only reported", () => {
  const path = scratch();
  writeFileSync(path("e.json"), JSON.stringify({ activation: "tanh", data: "shapes", limit: 64,
    validationLimit: 32, batch: 32, epochs: 1, colour: "red" }));
  const result = squash(["train", "--experiment", path("e.json"), "--json"]);
  assert.equal(result.status, 0, result.stderr);
  assert.match(result.stderr, /colour/);
  const same = json(["train", "--data", "shapes", "--activation", "tanh", "--limit", "64",
    "--validation-limit", "32", "--batch", "32", "--epochs", "1"]);
  assert.equal(JSON.parse(result.stdout).epochs[0].loss, same.epochs[0].loss);
  writeFileSync(path("bad.json"), '{"batch": "many"}');
  assertRefused(["train", "--experiment", path("bad.json")], 1, /batch/);
});

test("CIFAR10_DIR is used when --data is left out, and shapes wins over it", () => {
  const path = scratch();
  writeCifar(path, 4);
  const few = ["train", "--batch", "8", "--epochs", "1"];
  const env = { CIFAR10_DIR: path("") };
  assert.match(json(few, env).data, /CIFAR-10/);
  assert.match(json([...few, "--data", path("")]).data, /CIFAR-10/);
  assert.match(json([...few, ...small.slice(0, 2), "--limit", "8", "--validation-limit", "8"], env).data,
    /generated/);
});

test("a folder with a missing, cut, empty or mislabelled file is refused by name", () => {
  const path = scratch();
  const train = ["train", "--data", path("")];
  const refused = (pattern) => assertRefused(train, 1, pattern);
  writeCifar(path, 2);
  truncateSync(path("data_batch_2.bin"), 3073 + 5);
  refused(/data_batch_2\.bin/);
  writeCifar(path, 2);
  truncateSync(path("test_batch.bin"), 0);
  refused(/test_batch\.bin/);
  const labelled = Buffer.alloc(2 * 3073);
  labelled[3073] = 23;
  writeCifar(path, 2);
  writeFileSync(path("data_batch_5.bin"), labelled);
  refused(/data_batch_5\.bin.*3073.*23/);
  writeCifar(path, 2);
  rmSync(path("data_batch_1.bin"));
  refused(/data_batch_1\.bin/);
});

test("logs and checkpoints that cannot be written are told before training", () => {
  const path = scratch();
  for (const option of ["--save", "--history", "--step-log"]) {
    const { status, stderr } = squash(["train", ...small, option, path("no/such/file"), "--json"]);
    assert.equal(status, 1);
    assert.match(stderr, /^squash: .*no\/such\/file.*$/m);
    assert.doesNotMatch(stderr, /Epoch 1/);
  }
  const { status, stderr } = squash(["train", ...small, "--save", path("."), "--json"]);
  assert.equal(status, 1);
  assert.match(stderr, /this is a folder/);
  assert.doesNotMatch(stderr, /Epoch 1/);
});

test("--save follows a link, and leaves devices and pipes alone", () => {
  const path = scratch();
  symlinkSync(path("real.safetensors"), path("link.safetensors"));
  assert.equal(squash(["train", ...small, "--save", path("link.safetensors")]).status, 0);
  assert.ok(lstatSync(path("link.safetensors")).isSymbolicLink());
  assert.ok(statSync(path("real.safetensors")).size > 1e6);
  execFileSync("mkfifo", [path("pipe")]);
  const { status, stderr } = squash(["train", ...small, "--save", path("pipe")]);
  assert.equal(status, 1);
  assert.match(stderr, /pipe\): a regular file/);
});

test("--history and --step-log follow links, to new files and to old ones", () => {
  const path = scratch();
  symlinkSync(path("real.csv"), path("link.csv"));
  symlinkSync(path("real.jsonl"), path("link.jsonl"));
  writeFileSync(path("real.jsonl"), "of an earlier run\n");
  json(["train", ...small, "--epochs", "1", "--history", path("link.csv"),
    "--step-log", path("link.jsonl")]);
  for (const name of ["link.csv", "link.jsonl"])
    assert.ok(lstatSync(path(name)).isSymbolicLink(), name);
  assert.equal(rowsOf(path("real.csv")).length, 2);
  assert.deepEqual(stepsOf(path("real.jsonl")).map((entry) => entry.step), [1, 2, 3]);
});

const notes = (stderr) => stderr.match(/^squash: note: .*$/mg) ?? [];

test("a log that takes nothing is told once and left, the run is trained and saved", () => {
  const path = scratch();
  const { status, stdout, stderr } = squash(["train", ...small, "--epochs", "2", "--json",
    "--step-log", "/dev/full", "--history", path("h.csv"), "--save", path("a")]);
  assert.equal(status, 1);
  assert.equal(JSON.parse(stdout).epochs.length, 2);
  assert.equal(rowsOf(path("h.csv")).length, 3);
  assert.equal(notes(stderr).length, 1);
  assert.match(notes(stderr)[0], /\/dev\/full.*training goes on/);
  assert.match(stderr, /^squash: not all [^\n]+ \(--step-log \/dev\/full ends before step 1\): .+$/m);
  assert.equal(json(["evaluate", "--load", path("a")]).images, 64);
});

test("a full disk ends the records, not the training", () => {
  const path = scratch();
  // No file may grow beyond 1 kB.
  const { status, stdout, stderr } = squashThrough('trap "" XFSZ; ulimit -f 1; exec "$0" "$@"',
    ["train", ...small, "--epochs", "30", "--json", "--history", path("h.csv"), "--save", path("a")]);
  assert.equal(status, 1);
  assert.equal(JSON.parse(stdout).epochs.length, 30);
  assert.equal(notes(stderr).length, 2, stderr);
  assert.match(stderr, /^squash: not all .*--history \S+ ends before epoch \d+, --save \S+ ends before epoch 1\): /m);
  assert.equal(existsSync(path("a")), false);
});

test("progress that nobody can take does not end the training", () => {
  const { status, stdout } = squashThrough('exec "$0" "$@" 2>/dev/full',
    ["train", ...small, "--epochs", "2", "--json"]);
  assert.equal(status, 0);
  assert.equal(JSON.parse(stdout).epochs.length, 2);
});

test("a save that fails is made up for at the next epoch's end, or missed at the end", () => {
  const path = scratch();
  const train = (name) => squash(["train", ...small, "--epochs", "2", "--json", "--save", path(name)]);
  mkdirSync(path("a.partial"));  // in the way of the first save, which removes it
  const late = train("a");
  assert.equal(late.status, 0, late.stderr);
  assert.equal(notes(late.stderr).length, 1);
  assert.match(notes(late.stderr)[0], /cannot save/);
  assert.equal(json(["evaluate", "--load", path("a")]).images, 64);

  mkdirSync(path("b.partial/full"), { recursive: true });  // stays in the way
  const never = train("b");
  assert.equal(never.status, 1);
  assert.equal(JSON.parse(never.stdout).epochs.length, 2);
  assert.equal(notes(never.stderr).length, 1);
  assert.match(never.stderr, /^squash: not all .*--save \S+ ends before epoch 1\): /m);
});

test("with nothing left to train the checkpoint asked for is written", () => {
  const path = scratch();
  const train = (...rest) => squash(["train", ...small, "--epochs", "1", "--json", ...rest]);
  assert.equal(train("--save", path("a")).status, 0);
  const { status, stderr } = train("--load", path("a"), "--save", path("b"));
  assert.equal(status, 0);
  assert.match(stderr, /nothing is left to train/);
  assert.deepEqual(readFileSync(path("a")), readFileSync(path("b")));
});

test("a preset of our own is read without a word", () => {
  const { status, stderr } = squash(["train", ...small, "--experiment", "article", "--epochs", "1"]);
  assert.equal(status, 0, stderr);
  assert.doesNotMatch(stderr, /note|unknown/);
});
