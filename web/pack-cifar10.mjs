#!/usr/bin/env node
// Packs a class-balanced subset of CIFAR-10 for the page, lossless, in parts that load one after
// another. Its reader is engine/src/data/packed.cpp.
//
// A part is
//     8 bytes   "SQUASHP1"
//     4 bytes   number of training images, little-endian
//     4 bytes   number of validation images, little-endian
//     n bytes   labels 0..9: the training images', then the validation images'
//     the rest  a zlib stream (RFC 1950) of 3 * n filtered planes of 32 x 32 bytes:
//               all images' first planes, then all second ones, then all third ones.
// The planes of an image are green, red - green + 128 and blue - green + 128 (mod 256), because red
// and blue follow green closely. Each byte of a plane is stored as its difference (mod 256) from what
// its neighbours predict: the median of left, above and left + above - corner (LOCO-I); in the first
// row the left one, in the first column the one above, and 128 for the first byte.
// manifest.json names the parts in order: {"parts":[{"file","bytes"}],"train","validation"}.
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { deflateSync } from "node:zlib";

const SIDE = 32, PLANE = SIDE * SIDE, RECORD = 1 + 3 * PLANE, CLASSES = 10, MAX_PART = 2_000_000;
const TRAIN_FILES = [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`);
const USAGE = `usage: node pack-cifar10.mjs CIFAR10_DIR OUT_DIR [--train 5000 --validation 1000 --parts 12]
Packs the first images of each class of CIFAR-10's binary version for the page.`;

class InputError extends Error {}

function readRecords(folder, file) {
  let bytes;
  try {
    bytes = readFileSync(join(folder, file));
  } catch (error) {
    throw new InputError(`cannot read the images (${join(folder, file)}): a readable file, ${error.code}`);
  }
  if (bytes.length === 0 || bytes.length % RECORD !== 0)
    throw new InputError(`cannot read the images (${file}, byte ${bytes.length}): a size that is a multiple of ${RECORD}`);
  return Array.from({ length: bytes.length / RECORD }, (_, i) => {
    const record = bytes.subarray(i * RECORD, (i + 1) * RECORD);
    if (record[0] >= CLASSES)
      throw new InputError(`cannot read the images (${file}, byte ${i * RECORD}): a label from 0 to 9, found ${record[0]}`);
    return { label: record[0], pixels: record.subarray(1) };
  });
}

// The first `perClass` images of each class, as ten lists.
function balanced(records, perClass, what) {
  const classes = Array.from({ length: CLASSES }, () => []);
  for (const record of records)
    if (classes[record.label].length < perClass) classes[record.label].push(record);
  const short = classes.findIndex((list) => list.length < perClass);
  if (short >= 0)
    throw new InputError(`cannot pack (${what}, class ${short}): ${perClass} images, there are ${classes[short].length}`);
  return classes;
}

// Part `index` of `parts`: a run of each class's list, the classes taking turns.
function partOf(classes, index, parts) {
  const perClass = classes[0].length;
  const begin = Math.floor((index * perClass) / parts), end = Math.floor(((index + 1) * perClass) / parts);
  const images = [];
  for (let i = begin; i < end; ++i) for (const list of classes) images.push(list[i]);
  return images;
}

function colourPlane(pixels, plane) {
  const green = pixels.subarray(PLANE, 2 * PLANE);
  if (plane === 0) return green;
  const other = pixels.subarray(plane === 1 ? 0 : 2 * PLANE);
  return green.map((value, i) => other[i] - value + 128);
}

function predicted(plane, row, column) {
  const at = row * SIDE + column;
  if (row === 0) return column === 0 ? 128 : plane[at - 1];
  const above = plane[at - SIDE];
  if (column === 0) return above;
  const left = plane[at - 1], corner = plane[at - SIDE - 1];
  const low = Math.min(left, above), high = Math.max(left, above);
  return corner >= high ? low : corner <= low ? high : left + above - corner;
}

function filtered(plane, out) {
  for (let row = 0; row < SIDE; ++row)
    for (let column = 0; column < SIDE; ++column)
      out[row * SIDE + column] = plane[row * SIDE + column] - predicted(plane, row, column);
}

// Images are {label, pixels: Uint8Array of 3072 bytes, red, green and blue plane}.
export function packPart(train, validation) {
  const images = [...train, ...validation];
  const header = Buffer.alloc(16 + images.length);
  header.write("SQUASHP1", "latin1");
  header.writeUInt32LE(train.length, 8);
  header.writeUInt32LE(validation.length, 12);
  images.forEach((image, i) => (header[16 + i] = image.label));
  const planes = new Uint8Array(3 * images.length * PLANE);
  for (let plane = 0; plane < 3; ++plane)
    images.forEach((image, i) =>
      filtered(colourPlane(image.pixels, plane), planes.subarray((plane * images.length + i) * PLANE)));
  return Buffer.concat([header, deflateSync(planes, { level: 9, memLevel: 9 })]);
}

function countOption(values, name, multiple) {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < multiple || value % multiple !== 0)
    throw new InputError(`cannot pack (--${name} ${values[name]}): a number above 0${multiple > 1 ? ", a multiple of 10" : ""}`);
  return value;
}

function pack(folder, out, values) {
  const train = countOption(values, "train", CLASSES), validation = countOption(values, "validation", CLASSES);
  const parts = countOption(values, "parts", 1);
  if (parts * CLASSES > Math.min(train, validation))
    throw new InputError(`cannot pack (--parts ${parts}): at most ${Math.min(train, validation) / CLASSES}, so that each part has every class`);
  const trainClasses = balanced(TRAIN_FILES.flatMap((file) => readRecords(folder, file)), train / CLASSES, "training files");
  const testClasses = balanced(readRecords(folder, "test_batch.bin"), validation / CLASSES, "test_batch.bin");
  mkdirSync(out, { recursive: true });
  const manifest = { parts: [], train, validation };
  for (let index = 0; index < parts; ++index) {
    const bytes = packPart(partOf(trainClasses, index, parts), partOf(testClasses, index, parts));
    if (bytes.length >= MAX_PART)
      throw new InputError(`cannot pack (--parts ${parts}): more parts, part ${index + 1} has ${bytes.length} bytes`);
    const file = `cifar10-${String(index + 1).padStart(2, "0")}.bin`;
    writeFileSync(join(out, file), bytes);
    manifest.parts.push({ file, bytes: bytes.length });
  }
  writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");
  return manifest;
}

function main() {
  const option = (normal) => ({ type: "string", default: normal });
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { train: option("5000"), validation: option("1000"), parts: option("12"), help: { type: "boolean", short: "h" } },
  });
  if (values.help) return console.log(USAGE);
  if (positionals.length !== 2) throw new TypeError(`a folder to read and one to write`);
  const { parts } = pack(positionals[0], positionals[1], values);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  console.log(`packed ${values.train} + ${values.validation} images in ${parts.length} parts, ${(bytes / 1e6).toFixed(1)} MB`);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    main();
  } catch (error) {
    const usage = error instanceof TypeError;
    console.error(`pack-cifar10: ${error.message}${usage ? `\n${USAGE}` : ""}`);
    process.exitCode = usage ? 2 : 1;
  }
}
