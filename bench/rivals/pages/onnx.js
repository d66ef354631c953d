// onnxruntime-web's training build. The models are made beforehand by onnx_artifacts.py.
import * as ort from '/npm/onnxruntime-web/dist/ort.training.wasm.min.mjs';
import { BATCH, imagesPerSecond, noiseBatch } from './common.js';

const models = '/models/';

export async function measure({ seconds, threads }) {
  ort.env.wasm.wasmPaths = '/npm/onnxruntime-web/dist/';
  ort.env.wasm.numThreads = threads;
  const { pixels, classes } = noiseBatch();
  const images = new ort.Tensor('float32', pixels, [BATCH, 3, 32, 32]);
  const labels = new ort.Tensor('int64', BigInt64Array.from(classes, BigInt), [BATCH]);
  const training = await ort.TrainingSession.create({
    checkpointState: `${models}checkpoint`, trainModel: `${models}training_model.onnx`,
    optimizerModel: `${models}optimizer_model.onnx`, evalModel: `${models}eval_model.onnx`,
  });
  const feeds = Object.fromEntries(training.trainingInputNames.map((name) => [name, name === 'images' ? images : labels]));
  const train = await imagesPerSecond(seconds * 0.6, BATCH, async () => {
    await training.runTrainStep(feeds);
    await training.runOptimizerStep();
    await training.lazyResetGrad();
  });
  await training.release();
  const session = await ort.InferenceSession.create(`${models}predict.onnx`);
  const predict = await imagesPerSecond(seconds * 0.4, BATCH, () => session.run({ images }));
  return { train, predict };
}
