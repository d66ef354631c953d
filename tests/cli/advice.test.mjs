// Every rule of advice is called for by its preset and not by the other one, on the generated images.
import assert from "node:assert/strict";
import { test } from "node:test";
import { json, squash } from "./squash.mjs";

// The presets' own settings where they are the point, else few images and epochs.
const shorter = {
  overflow: ["--limit", "1000", "--epochs", "2"],
  "rate-too-high": ["--limit", "2000", "--epochs", "4"],
  "rate-right": ["--limit", "5000", "--epochs", "3"],
  "rate-too-low": ["--limit", "1000", "--batch", "32", "--epochs", "7"],
  exploding: ["--limit", "1000", "--epochs", "1"],
  level: ["--limit", "2000", "--epochs", "1"],
  vanishing: ["--limit", "2000", "--epochs", "1"],
  "dead-relu": [],
  "leaky-revives": [],
  saturation: ["--limit", "2000", "--epochs", "1"],
  "small-pixels": ["--limit", "2000", "--epochs", "1"],
  overfitting: ["--epochs", "40"],
  "more-images": ["--limit", "2000", "--epochs", "6"],
};
const played = new Map();

function findingsOf(preset) {
  assert.ok(preset in shorter, preset);
  if (!played.has(preset))
    played.set(preset, json(["train", "--experiment", preset, "--data", "shapes", "--validation-limit", "500", ...shorter[preset]]).findings);
  return played.get(preset);
}
const rulesOf = (preset) => findingsOf(preset).map(({ rule }) => rule);

for (const { name, title, preset, without } of json(["list", "rules"])) {
  test(`${name}: ${title}`, () => {
    assert.ok(rulesOf(preset).includes(name), `${preset}: ${JSON.stringify(findingsOf(preset))}`);
    assert.ok(!rulesOf(without).includes(name), `${without}: ${JSON.stringify(findingsOf(without))}`);
  });
}

test("a run that is told to be fine has learnt something", () => {
  assert.equal(findingsOf("rate-right")[0].severity, "good");
});

test("dead units are a note where the network learns all the same", () => {
  assert.equal(findingsOf("overfitting")[0].rule, "overfitting");
  const { findings } = json(["train", "--experiment", "level", "--data", "shapes", "--validation-limit", "500"]);
  assert.equal(findings[0].severity, "good", JSON.stringify(findings));
  assert.match(findings[0].why, /^\d+ % of Dense 1's units are dead; the others are enough to learn with\.$/);
});

test("a rule says in words what is the matter and why, also on a terminal", () => {
  const { what, why, severity } = findingsOf("dead-relu").find(({ rule }) => rule === "dying");
  assert.match(what, /^Dead units: \d+ % of \w+ \d are dead\.$/);
  assert.match(why, /they learn only if layers before them change|no layer before them changes/);
  assert.equal(severity, "bad");
  const { stdout } = squash(["train", "--experiment", "dead-relu", "--data", "shapes", "--validation-limit", "500"]);
  assert.ok(stdout.includes(`${what} ${why}\n`), stdout);
});
