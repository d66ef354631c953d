// Files in CIFAR-10's own formats, made of noise, for the tests of the page and of the window.
import { gzipSync } from 'node:zlib';

export const recordBytes = 3073; // a label, then 3 planes of 32 x 32
export const batchNames = ['data_batch_1', 'data_batch_2', 'data_batch_3', 'data_batch_4', 'data_batch_5', 'test_batch'];

// Noise with labels 0-9 in turn, from a small generator so that every run is the same.
export function noiseImages(count, seed = 1) {
  let value = seed;
  const bytes = new Uint8Array(count * recordBytes);
  for (let at = 0; at < bytes.length; at += 1) {
    value = (Math.imul(value, 1664525) + 1013904223) >>> 0;
    bytes[at] = at % recordBytes === 0 ? (at / recordBytes) % 10 : value >>> 24;
  }
  return bytes;
}

function tarEntry(name, bytes) {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

// Like the official archive, with 20 images in each file: 100 to train on, 20 to validate.
export function archive() {
  const entries = batchNames.map((name, index) => tarEntry(`cifar-10-batches-bin/${name}.bin`, noiseImages(20, index + 1)));
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]));
}

// Files that must be refused, each with what its message has to speak of.
export function brokenFiles() {
  const wrongLabel = noiseImages(4);
  wrongLabel[recordBytes] = 77;
  return [
    { name: 'short.bin', bytes: noiseImages(3).subarray(0, 7000), says: /3,?073/ },
    { name: 'labels.bin', bytes: wrongLabel, says: /77|label/ },
    { name: 'nothing.bin', bytes: new Uint8Array(0), says: /nothing\.bin/ },
    { name: 'cut.tar.gz', bytes: archive().subarray(0, 5000), says: /cut\.tar\.gz/ },
  ];
}
