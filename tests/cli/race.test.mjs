// Races on the command line: fair, and each entrant as if it were alone.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { assertRefused, json, scratch, small, squash } from "./squash.mjs";

const common = { data: "shapes", batch: 32, limit: 96, validationLimit: 64, epochs: 2 };
const entrants = [{ activation: "sigmoid" }, { activation: "tanh" }, { name: "mine, typed", activation: "formula(x*sigmoid(b*x); b=1.5)" },
  { name: "stack", network: "dense(depth=2,width=8)", optimizer: "rmsprop" }];

function raceFile(path, race) {
  writeFileSync(path, JSON.stringify({ version: 1, ...race }));
  return path;
}

test("each entrant's curve equals the same experiment run alone", () => {
  const path = scratch(), history = path("race.csv");
  const result = json(["race", raceFile(path("race.json"), { common, entrants }), "--history", history]);
  assert.deepEqual(result.entrants.map((entrant) => entrant.name), ["sigmoid", "tanh", "mine, typed", "stack"]);
  const bare = (epochs) => epochs.map(({ seconds, ...rest }) => rest);
  result.entrants.forEach((entrant, i) => {
    const { name, ...own } = entrants[i];
    const options = Object.entries(own).flatMap(([key, value]) => [`--${key}`, value]);
    const alone = json(["train", ...small, "--epochs", "2", ...options]);
    assert.deepEqual(bare(entrant.epochs), bare(alone.epochs), entrant.name);
    assert.ok(entrant.seconds > 0);
    assert.ok(entrant.probe.layers.length >= 2);
    assert.equal(entrant.experiment.epochs, 2);
  });
  const rows = readFileSync(history, "utf8").trim().split("\n");
  assert.equal(rows[0], "entrant,epoch,loss,accuracy,val_loss,val_accuracy,seconds");
  assert.equal(rows.length, 1 + 4 * 2);
  assert.ok(rows.some((row) => row.startsWith("\"mine, typed\",1,")));
});

test("an entrant's probe equals that of its checkpoint", () => {
  const path = scratch(), file = path("tanh.safetensors");
  const result = json(["race", raceFile(path("race.json"), { common, entrants: entrants.slice(0, 2) })]);
  json(["train", ...small, "--epochs", "2", "--activation", "tanh", "--save", file]);
  assert.deepEqual(result.entrants[1].probe, json(["probe", "--load", file]));
});

test("without --json a table closes the race; an entrant that diverges is out and the others go on", () => {
  const path = scratch();
  const race = raceFile(path("race.json"), { common, entrants: [{ activation: "relu" }, { name: "wild", optimizer: "sgd", learningRate: 1e6 }] });
  const { status, stdout, stderr } = squash(["race", race, "--epochs", "1"]);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /entrant +best val acc/);
  assert.match(stdout, /adam +0\.\d{4} +1/);
  assert.match(stderr, /wild: the loss is no longer a number after step \d/);
});

test("long names leave the table's columns below their heads", () => {
  const path = scratch();
  const name = "größer als das Übliche, und länger";
  const race = raceFile(path("race.json"), { common, entrants: [{ activation: "relu" }, { name, activation: "tanh" }] });
  const { stdout } = squash(["race", race, "--epochs", "1"]);
  const table = stdout.split("\n\n")[1].trimEnd().split("\n");
  assert.ok(table[2].startsWith(name));
  assert.deepEqual(table.map((line) => line.length), Array(3).fill(table[0].length), stdout);
});

test("letters that take two columns count as two", () => {
  const path = scratch();
  const name = "活性化関数の比較と双曲線正接🙂";
  const race = raceFile(path("race.json"), { common, entrants: [{ activation: "relu" }, { name, activation: "tanh" }] });
  const { stdout } = squash(["race", race, "--epochs", "1"]);
  const columns = (line) => [...line].reduce((sum, letter) => sum + (letter.codePointAt(0) >= 0x1100 ? 2 : 1), 0);
  const table = stdout.split("\n\n")[1].trimEnd().split("\n");
  assert.ok(table[2].startsWith(`${name} `));
  assert.equal(columns(name), 30);
  assert.deepEqual(table.map(columns), Array(3).fill(columns(table[0])), stdout);
});

test("what is no race is refused with its place", () => {
  const path = scratch();
  assertRefused(["race", path("none.json")], 1, /a JSON file, a link with #e=, or one of squash list presets/);
  assertRefused(["race", raceFile(path("one.json"), { common, entrants: [{}] })], 1, /entrants\): 2 to 6/);
  assertRefused(["race", "https://example.org/#e=AAAA"], 1, /the link/);
  assertRefused(["train", "--experiment", raceFile(path("race.json"), { common, entrants })], 1, /squash race runs several/);
});
