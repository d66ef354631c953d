// Makes packed-sample.bin beside it: a packed part of five made-up images (no image of CIFAR-10), which
// tests/engine/data/packed_test.cpp makes again from the same arithmetic.
import { writeFileSync } from "node:fs";
import { packPart } from "../../web/pack-cifar10.mjs";

let state = 1;
const nextByte = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;

// Image i is a slope with noise of i + 1 bits; the last is all noise.
function image(i) {
  const bits = i === 4 ? 8 : i + 1;
  const pixels = new Uint8Array(3072);
  for (let at = 0; at < 3072; ++at) {
    const channel = at >> 10, row = (at >> 5) & 31, column = at & 31;
    pixels[at] = (row * i + column * 3 + channel * 40 + (nextByte() >> (8 - bits))) & 255;
  }
  return { label: (3 * i) % 10, pixels };
}

const images = [0, 1, 2, 3, 4].map(image);
writeFileSync(new URL("packed-sample.bin", import.meta.url), packPart(images.slice(0, 3), images.slice(3)));
