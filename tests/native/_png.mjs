// Reads the screenshots: PNG of 8 bits a channel, RGB or RGBA, as the window writes them.
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

function paeth(left, up, corner) {
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(left + up - corner - value));
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

// What each of PNG's five filters adds to a byte.
const filters = [() => 0, (left) => left, (_, up) => up, (left, up) => (left + up) >> 1, paeth];

function unfiltered(raw, rows, stride, step) {
  const bytes = new Uint8Array(rows * stride);
  for (let row = 0; row < rows; row += 1) {
    const filter = filters[raw[row * (stride + 1)]];
    for (let at = 0; at < stride; at += 1) {
      const here = row * stride + at;
      const left = at >= step ? bytes[here - step] : 0;
      const up = row > 0 ? bytes[here - stride] : 0;
      const corner = row > 0 && at >= step ? bytes[here - stride - step] : 0;
      bytes[here] = raw[row * (stride + 1) + 1 + at] + filter(left, up, corner);
    }
  }
  return bytes;
}

// {width, height, colour(x, y)}: the colour as 0xrrggbb.
export function readPng(path) {
  const file = readFileSync(path);
  if (file.subarray(0, 8).toString('latin1') !== '\x89PNG\r\n\x1a\n') throw new Error(`${path} is no PNG`);
  const parts = [];
  let header;
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const body = file.subarray(at + 8, at + 8 + length);
    const kind = file.toString('latin1', at + 4, at + 8);
    if (kind === 'IHDR') header = body;
    if (kind === 'IDAT') parts.push(body);
    at += length + 12;
  }
  const [width, height, bits, type] = [header.readUInt32BE(0), header.readUInt32BE(4), header[8], header[9]];
  if (bits !== 8 || (type !== 2 && type !== 6)) throw new Error(`${path}: expected 8 bits of RGB or RGBA`);
  const step = type === 2 ? 3 : 4;
  const bytes = unfiltered(inflateSync(Buffer.concat(parts)), height, width * step, step);
  const colour = (x, y) => {
    const at = (y * width + x) * step;
    return (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
  };
  return { width, height, colour };
}

// How much of the picture has its commonest colour, and how many colours there are (of every other pixel).
export function colours({ width, height, colour }) {
  const seen = new Map();
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) seen.set(colour(x, y), (seen.get(colour(x, y)) ?? 0) + 1);
  }
  const [commonest, count] = [...seen].reduce((most, entry) => (entry[1] > most[1] ? entry : most));
  return { commonest, share: count / (Math.ceil(width / 2) * Math.ceil(height / 2)), count: seen.size };
}
