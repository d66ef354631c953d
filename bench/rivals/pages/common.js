// What the rivals in the browser share: noise images (what they show does not change the time), and how time is taken.
export const BATCH = 256;
export const CLASSES = 10;

// Pixels from 0 to 255 in any layout, and classes.
export function noiseBatch(images = BATCH) {
  const pixels = new Float32Array(images * 3 * 32 * 32).map(() => Math.floor(Math.random() * 256));
  const classes = Array.from({ length: images }, () => Math.floor(Math.random() * CLASSES));
  return { pixels, classes };
}

export const glorot = (size, fanIn, fanOut) => {
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  return new Float32Array(size).map(() => (2 * Math.random() - 1) * limit);
};

// The median over calls after one call to warm up, as `squash bench` takes it.
export async function imagesPerSecond(seconds, images, work) {
  await work();
  const times = [];
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end || times.length < 3) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return 1000 * images / times[Math.floor(times.length / 2)];
}
