// Measures one rival in Chromium, and prints one line of JSON like the native programs:
//   node chromium.mjs onnx|jax|convnet --threads N --seconds S --npm node_modules --models FOLDER
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from './browser.mjs';

const rivals = {
  onnx: { program: 'onnxruntime-web', package: 'onnxruntime-web' },
  jax: { program: 'jax-js, im2col by hand', package: '@jax-js/jax' },
  convnet: { program: 'ConvNetJS', package: 'convnetjs' },
};
const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

const { values: options, positionals: [name] } = parseArgs({
  allowPositionals: true,
  options: {
    threads: { type: 'string', default: '0' }, seconds: { type: 'string', default: '4' },
    npm: { type: 'string' }, models: { type: 'string', default: '' },
  },
});
const threads = Number(options.threads) || cpus().length;

// The address's first folder says where its files are. Isolated, so that the rivals have threads.
function serve(folders) {
  const server = createServer(async (request, response) => {
    const [, first, ...rest] = new URL(request.url, 'http://x').pathname.split('/');
    const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
    try {
      const file = join(folders[first], ...rest);
      const bytes = await readFile(file);
      response.writeHead(200, { ...headers, 'Content-Type': types[extname(file)] ?? 'application/octet-stream' }).end(bytes);
    } catch { response.writeHead(404, headers).end(); }
  });
  return new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(server)); });
}

const server = await serve({
  pages: fileURLToPath(new URL('pages', import.meta.url)), npm: options.npm, models: options.models,
});
const browser = await launch();
try {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://localhost:${server.address().port}/pages/index.html`);
  // Where a rival takes as many threads as there are cores, this is how it gets fewer.
  await page.evaluate((count) => Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => count }), threads);
  const rates = await page.evaluate(async ([rival, work]) => (await import(`/pages/${rival}.js`)).measure(work), [name, { seconds: Number(options.seconds), threads }]);
  const { program, package: folder } = rivals[name];
  const { version } = JSON.parse(readFileSync(join(options.npm, folder, 'package.json'), 'utf8'));
  const round = (value) => Math.round(value * 10) / 10;
  console.log(JSON.stringify({ program, where: 'chromium', threads, train: round(rates.train), predict: round(rates.predict), version }));
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
