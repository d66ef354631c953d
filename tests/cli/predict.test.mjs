// `squash predict`: pictures in PNG and JPEG, any size, and the same numbers as evaluate.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { before, test } from "node:test";
import { deflateSync } from "node:zlib";
import { assertRefused, imageBytes, json, scratch, small, squash, writeCifar } from "./squash.mjs";

// Node 18 has none in zlib.
function crc32(data) {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const head = Buffer.alloc(4), tail = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}

// colour(x, y) gives [red, green, blue].
function png(width, height, colour) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: height }, (_, y) =>
    [0, ...Array.from({ length: width }, (_, x) => colour(x, y)).flat()]);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from(rows.flat()))), chunk("IEND", Buffer.alloc(0))]);
}

// The shortest JPEG: 8x8, one component, nothing but a DC of 0, so that every decoder gives 128.
function greyJpeg() {
  const segment = (marker, ...data) => [0xff, marker, 0, data.length + 2, ...data];
  const oneCode = (tableClass) => segment(0xc4, tableClass, 1, ...Array(15).fill(0), 0);
  return Buffer.from([0xff, 0xd8, ...segment(0xdb, 0, ...Array(64).fill(1)),
    ...segment(0xc0, 8, 0, 8, 0, 8, 1, 1, 0x11, 0), ...oneCode(0x00), ...oneCode(0x10),
    ...segment(0xda, 1, 1, 0, 0, 63, 0), 0b00111111, 0xff, 0xd9]);
}

const pixelOf = (planes) => (x, y) => [0, 1, 2].map((c) => planes[c * 1024 + y * 32 + x]);

const path = scratch();
const model = path("model.safetensors");
let images;
before(() => {
  images = writeCifar(path, 10);
  json(["train", "--data", path(""), "--epochs", "2", "--batch", "10", "--pixels", "0..1", "--save", model]);
});

test("predictions of the validation images give evaluate's loss and accuracy", () => {
  const files = images.map(({ planes }, i) => {
    writeFileSync(path(`${i}.png`), png(32, 32, pixelOf(planes)));
    return path(`${i}.png`);
  });
  const seen = json(["predict", "--load", model, ...files]);
  assert.deepEqual(seen.map((entry) => entry.file), files);
  seen.forEach((entry) => {
    assert.equal(entry.probabilities.length, 10);
    assert.ok(Math.abs(entry.probabilities.reduce((a, b) => a + b) - 1) < 1e-5);
    assert.equal(entry.class, entry.probabilities.indexOf(Math.max(...entry.probabilities)));
  });
  const { loss, accuracy } = json(["evaluate", "--load", model]);
  const losses = seen.map((entry, i) => -Math.log(entry.probabilities[images[i].label]));
  assert.ok(Math.abs(losses.reduce((a, b) => a + b) / 10 - loss) < 1e-4 * Math.max(1, loss));
  const right = seen.filter((entry, i) => entry.class === images[i].label).length;
  assert.equal(right / 10, accuracy);
});

test("a picture three times as large is the same image", () => {
  const colour = pixelOf(images[0].planes);
  writeFileSync(path("small.png"), png(32, 32, colour));
  writeFileSync(path("large.png"), png(96, 96, (x, y) => colour(Math.floor(x / 3), Math.floor(y / 3))));
  const [one, three] = json(["predict", "--load", model, path("small.png"), path("large.png")]);
  assert.deepEqual(one.probabilities, three.probabilities);
});

test("any shape of one colour is that colour, up and down", () => {
  const sizes = [[1, 1], [7, 50], [200, 33], [31, 31]];
  const files = sizes.map(([width, height]) => {
    const file = path(`${width}x${height}.png`);
    writeFileSync(file, png(width, height, () => [200, 30, 90]));
    return file;
  });
  const seen = json(["predict", "--load", model, ...files]);
  for (const { probabilities } of seen) assert.deepEqual(probabilities, seen[0].probabilities);
});

test("a JPEG is read, and class names are CIFAR-10's", () => {
  writeFileSync(path("grey.jpg"), greyJpeg());
  writeFileSync(path("grey.png"), png(8, 8, () => [128, 128, 128]));
  const [jpeg, same] = json(["predict", "--load", model, path("grey.jpg"), path("grey.png")]);
  assert.deepEqual(jpeg.probabilities, same.probabilities);
  const names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
  assert.equal(jpeg.name, names[jpeg.class]);
  const text = squash(["predict", "--load", model, path("grey.jpg")]);
  assert.match(text.stdout, new RegExp(`grey\\.jpg: ${jpeg.name} \\(`));
});

test("a model of the generated set names its classes", () => {
  json(["train", ...small, "--epochs", "1", "--save", path("shapes")]);
  writeFileSync(path("grey.png"), png(8, 8, () => [128, 128, 128]));
  const [seen] = json(["predict", "--load", path("shapes"), path("grey.png")]);
  assert.ok(seen.name.length > 0 && seen.name !== "airplane");
});

test("a model keeps its classes' names and says when it meets other images", () => {
  const model = path("named.safetensors");
  const env = { CIFAR10_DIR: path("") };
  json(["train", "--epochs", "1", "--batch", "10", "--save", model], env);
  writeFileSync(path("grey.png"), png(8, 8, () => [128, 128, 128]));
  const [there] = json(["predict", "--load", model, path("grey.png")], env);
  const [elsewhere] = json(["predict", "--load", model, path("grey.png")]);
  assert.equal(elsewhere.name, there.name);
  const note = /squash: note: trained on CIFAR-10, now generated shapes/;
  assert.match(squash(["evaluate", "--load", model, "--validation-limit", "10"]).stderr, note);
  assert.doesNotMatch(squash(["evaluate", "--load", model], env).stderr, note);
  const goOn = ["train", "--load", model, "--epochs", "2", "--limit", "32", "--validation-limit", "10"];
  assert.match(squash(goOn).stderr, note);
  assert.doesNotMatch(squash([...goOn, "--data", "shapes"]).stderr, note);
});

test("broken pictures are refused by name", () => {
  const whole = png(32, 32, pixelOf(images[0].planes));
  const broken = { "empty.png": Buffer.alloc(0), "text.png": Buffer.from("hello"),
    "cut.png": whole.subarray(0, 60), "raw.bin": Buffer.alloc(imageBytes) };
  for (const [name, content] of Object.entries(broken)) {
    writeFileSync(path(name), content);
    assertRefused(["predict", "--load", model, path(name)], 1, new RegExp(name));
  }
  assertRefused(["predict", "--load", model, path("none.png")], 1, /none\.png/);
});
