// jax-js on its wasm backend, the whole step under jit. Its own convolution is far slower than the matrix product of
// patches laid out by hand (im2col), so that is what is timed. jax-js takes as many threads as there are cores.
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '/npm/@jax-js/jax/dist/index.js';
import { BATCH, CLASSES, glorot, imagesPerSecond, noiseBatch } from './common.js';

// A convolution as a matrix: [25 * inputs][outputs].
const shapes = [[75, 6], [150, 16], [400, 120], [7680, 84], [84, 10]];

const zeros = () => shapes.flatMap(([inputs, outputs]) => [np.zeros([inputs, outputs]), np.zeros([outputs])]);
const weights = () => shapes.flatMap(([inputs, outputs], layer) => [
  np.array(glorot(inputs * outputs, inputs, layer < 3 ? 25 * outputs : outputs)).reshape([inputs, outputs]), np.zeros([outputs]),
]);

// [B][H][W][C] -> [B * H * W][25 * C]: each position's 5x5 surroundings.
function patches(x, size, channels) {
  const padded = np.pad(x, [[0, 0], [2, 2], [2, 2], [0, 0]]);
  const taps = [];
  for (let row = 0; row < 5; row += 1) {
    for (let column = 0; column < 5; column += 1) {
      taps.push(padded.ref.slice([], [row, row + size], [column, column + size], []));
    }
  }
  padded.dispose();
  return np.concatenate(taps, 3).reshape([BATCH * size * size, 25 * channels]);
}

const dense = (x, kernel, bias) => np.matmul(x, kernel).add(bias);

function conv(x, size, channels, kernel, bias, outputs) {
  return nn.relu(dense(patches(x, size, channels), kernel, bias)).reshape([BATCH, size, size, outputs]);
}

const pool = (x, size, channels) => np.max(x.reshape([BATCH, size / 2, 2, size / 2, 2, channels]), [2, 4]);

function logits(p, images) {
  const first = pool(conv(images, 32, 3, p[0], p[1], 6), 32, 6);
  const second = pool(conv(first, 16, 6, p[2], p[3], 16), 16, 16);
  const third = conv(second, 8, 16, p[4], p[5], 120).reshape([BATCH, 7680]);
  return dense(nn.relu(dense(third, p[6], p[7])), p[8], p[9]);
}

const loss = (p, images, target) => nn.logSoftmax(logits(p, images)).mul(target).sum().mul(-1 / BATCH);

// Adam without its correction of the first steps' bias, which costs nothing.
function adam(p, gradient, m, v) {
  const first = m.mul(0.9).add(gradient.ref.mul(0.1));
  const second = v.mul(0.999).add(gradient.ref.mul(gradient).mul(0.001));
  const next = p.sub(first.ref.mul(0.001).div(np.sqrt(second.ref).add(1e-7)));
  return [next, first, second];
}

const step = jit((p, m, v, images, target) => {
  const [value, gradients] = valueAndGrad(loss)(p.map((one) => one.ref), images, target);
  const updated = p.map((one, index) => adam(one, gradients[index], m[index], v[index]));
  return [value, ...[0, 1, 2].map((part) => updated.map((one) => one[part]))];
});

const probabilities = jit((p, images) => nn.softmax(logits(p, images)));

export async function measure({ seconds }) {
  await init('wasm');
  defaultDevice('wasm');
  const { pixels, classes } = noiseBatch();
  const images = np.array(pixels).reshape([BATCH, 32, 32, 3]);
  const target = np.array(Float32Array.from({ length: BATCH * CLASSES }, (_, at) => Number(classes[Math.floor(at / CLASSES)] === at % CLASSES))).reshape([BATCH, CLASSES]);
  let state = [weights(), zeros(), zeros()];
  const train = await imagesPerSecond(seconds * 0.6, BATCH, async () => {
    const [value, ...next] = step(...state, images.ref, target.ref);
    state = next;
    await blockUntilReady(state);
    await value.data();
  });
  const predict = await imagesPerSecond(seconds * 0.4, BATCH, () => probabilities(tree.ref(state[0]), images.ref).data());
  return { train, predict };
}
