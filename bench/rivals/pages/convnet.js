// ConvNetJS: one image at a time, on one thread. It has no Adam, so that only the gradients of its steps are timed,
// which is to its advantage.
import { imagesPerSecond, noiseBatch } from './common.js';

const IMAGES = 8;

const script = (address) => new Promise((resolve, reject) => {
  const element = Object.assign(document.createElement('script'), { src: address, onload: resolve, onerror: reject });
  document.head.append(element);
});

const conv = (filters) => ({ type: 'conv', sx: 5, filters, stride: 1, pad: 2, activation: 'relu' });
const pool = { type: 'pool', sx: 2, stride: 2 };
const layers = [
  { type: 'input', out_sx: 32, out_sy: 32, out_depth: 3 }, conv(6), pool, conv(16), pool, conv(120),
  { type: 'fc', num_neurons: 84, activation: 'relu' }, { type: 'softmax', num_classes: 10 },
];

export async function measure({ seconds }) {
  await script('/npm/convnetjs/build/convnet-min.js');
  const { convnetjs } = globalThis;
  const net = new convnetjs.Net();
  net.makeLayers(layers);
  const trainer = new convnetjs.Trainer(net, { method: 'adadelta', batch_size: 1e9 });
  const { pixels, classes } = noiseBatch(IMAGES);
  const volumes = classes.map((_, index) => {
    const volume = new convnetjs.Vol(32, 32, 3, 0);
    volume.w = Float64Array.from(pixels.subarray(index * 3072, (index + 1) * 3072));
    return volume;
  });
  let turn = 0;
  const next = () => { turn = (turn + 1) % IMAGES; return turn; };
  const train = await imagesPerSecond(seconds * 0.6, 1, () => { const at = next(); trainer.train(volumes[at], classes[at]); });
  const predict = await imagesPerSecond(seconds * 0.4, 1, () => net.forward(volumes[next()], false));
  return { train, predict };
}
