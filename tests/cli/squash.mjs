// How the tests here speak with the program: run it, take its answer apart, make files for it.
// SQUASH names the built binary.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

const program = process.env.SQUASH;
if (!program || !existsSync(program)) throw new Error("set SQUASH to the built command line");

// The machine's own CIFAR-10 must not change what a test sees.
function environment(extra) {
  const { CIFAR10_DIR, ...rest } = process.env;
  return { ...rest, ...extra };
}

export function squash(args, env = {}) {
  const result = spawnSync(program, args, { encoding: "utf8", env: environment(env) });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

// `script` sets the stage and then starts the program: exec "$0" "$@".
export function squashThrough(script, args) {
  const result = spawnSync("sh", ["-c", script, program, ...args],
    { encoding: "utf8", env: environment({}) });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

export function start(args) {
  return spawn(program, args, { env: environment({}), stdio: ["ignore", "pipe", "pipe"] });
}

// Succeeds, and stdout is one JSON document and nothing else.
export function json(args, env) {
  const result = squash([...args, "--json"], env);
  assert.equal(result.status, 0, result.stderr);
  return JSON.parse(result.stdout);
}

export function assertRefused(args, status, pattern, env) {
  const result = squash(args, env);
  assert.equal(result.status, status, `${args.join(" ")}: ${result.stderr}`);
  assert.equal(result.stdout, "");
  assert.match(result.stderr, /^squash: [^\n]+ \([^\n]+\): [^\n]+\n$/);
  if (pattern) assert.match(result.stderr, pattern);
}

export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), "squash-test-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => join(folder, name);
}

// A run small enough for every test: 96 generated images, 3 steps an epoch.
export const small = ["--data", "shapes", "--batch", "32", "--limit", "96",
  "--validation-limit", "64"];

export const stepsOf = (path) =>
  readFileSync(path, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));

export const rowsOf = (path) =>
  readFileSync(path, "utf8").trimEnd().split("\n").map((line) => line.split(","));

// Repeatable bytes: xorshift32.
export function bytes(count, seed) {
  let state = seed;
  return Uint8Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  });
}

export const imageBytes = 3072;

// CIFAR-10's six files with few images; returns the validation images as {label, planes}.
export function writeCifar(path, imagesPerFile) {
  const names = [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`).concat("test_batch.bin");
  let validation = [];
  names.forEach((name, file) => {
    validation = Array.from({ length: imagesPerFile }, (_, i) => ({
      label: i % 10,
      planes: bytes(imageBytes, 1 + file * 1000 + i),
    }));
    writeFileSync(path(name), Buffer.concat(
      validation.map(({ label, planes }) => Buffer.concat([Buffer.from([label]), planes]))));
  });
  return validation;
}
