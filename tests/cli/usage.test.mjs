// Help, exit codes and error lines: what scripts rely on.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { assertRefused, json, scratch, squash } from "./squash.mjs";

const commands = ["summary", "train", "evaluate", "predict", "eval", "list", "bench", "probe", "race"];

test("every command has a help with examples", () => {
  for (const command of commands) {
    const { status, stdout, stderr } = squash([command, "--help"]);
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`Examples:\\n *squash ${command}`));
    assert.equal(stderr, "");
  }
});

test("the program's help names every command", () => {
  const { status, stdout } = squash(["--help"]);
  assert.equal(status, 0);
  for (const command of commands) assert.match(stdout, new RegExp(`^ +${command} `, "m"));
});

test("bad usage is one line and exit code 2", () => {
  assertRefused([], 2, /no command/);
  assertRefused(["trian"], 2, /unknown command trian .*summary, train/);
  assertRefused(["train", "--epoch", "3"], 2, /--epoch/);
  assertRefused(["train", "--epochs", "many"], 2, /many.*--epochs/);
  assertRefused(["train", "--epochs", "-3"], 2, /epochs/);
  assertRefused(["train", "--epochs", "0"], 2, /epochs/);
  for (const option of ["--limit", "--validation-limit", "--batch", "--seed", "--threads"])
    for (const number of ["-1", "1.5", "1e3", "999999999999999999999"])
      assertRefused(["train", `${option}=${number}`], 2, new RegExp(`${option}\\): a whole number`));
  assertRefused(["evaluate", "--load", "x", "--validation-limit=-1"], 2, /--validation-limit/);
  assertRefused(["train", "--epochs", "1", "--epochs", "2"], 2, /--epochs is given more than once/);
  assertRefused(["train", "--epochs"], 2, /--epochs/);
  assertRefused(["eval", "--activation", "relu", "--x", "1", "2", "3"], 2, /unknown argument '2'/);
  assertRefused(["list"], 2, /missing 'what'/);
  assertRefused(["train", "--batch", "0"], 2, /--batch.*1 or more/);
  assertRefused(["train", "--learning-rate", "nan"], 2, /learning/i);
  assertRefused(["train", "--learning-rate", "abc"], 2, /--learning-rate = abc as a number/);
  assertRefused(["train", "--pixels", "0..2"], 2, /0\.\.255 or 0\.\.1/);
  assertRefused(["train", "--optimizer", "adamm"], 2, /adam/);
  assertRefused(["train", "--network", "vgg"], 2, /lenet5/);
  assertRefused(["train", "--initializer", "zeroes"], 2, /did you mean 'zeros'/);
  assertRefused(["train", "--threads", "100000"], 2, /--threads/);
  assertRefused(["summary", "--activation", "relu+tanh"], 2, /--activation/);
  assertRefused(["summary", "--activation", "rleu"], 2, /relu/);
  assertRefused(["evaluate"], 2, /--load/);
  assertRefused(["predict", "--load", "a.safetensors"], 2, /images/);
  assertRefused(["list", "fruits"], 2, /activations/);
  for (const seconds of ["-1", "0", "abc", "3601"])
    assertRefused(["bench", "--seconds", seconds], 2, /--seconds.*more than 0 and at most 3600/);
});

test("an error stays one line whatever the argument holds", () => {
  assertRefused(["list", "a\nb\u001b[31m"], 2);
  assertRefused(["evaluate", "--load", "no\nfile"], 1);
});

test("files that are not there are exit code 1 and named", () => {
  const path = scratch();
  assertRefused(["evaluate", "--load", path("none.safetensors")], 1, /none\.safetensors/);
  assertRefused(["train", "--data", path("none")], 1, /none/);
  assertRefused(["train", "--experiment", path("none.json")], 1, /none\.json/);
  assertRefused(["train", "--data", "shapes", "--load", path("none")], 1, /none/);
});

test("--isa refuses what is unknown or what this processor lacks", () => {
  assertRefused(["train", "--data", "shapes", "--isa", "mmx"], 2, /--isa/);
  for (const { name, available } of json(["list", "kernels"]))
    if (!available) assertRefused(["train", "--data", "shapes", "--isa", name], 2, /--isa/);
});

test("threads that the system refuses are one message", () => {
  // Their stacks do not fit into so little address space.
  const line = 'ulimit -v 3000000; exec "$0" "$@"';
  const result = spawnSync("bash", ["-c", line, process.env.SQUASH, "train", "--data", "shapes", "--threads", "1024"], { encoding: "utf8" });
  assert.equal(result.status, 1, result.stderr);
  assert.match(result.stderr, /^squash: cannot start 1024 threads \(this machine\): at most \d+ at present\n$/);
});
