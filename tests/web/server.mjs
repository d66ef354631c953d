// A small static server for the page's tests: with the headers that isolate a page, or like a plain static
// host without them (`isolated: false`). Reports what was asked for and not there.
import { createServer } from 'node:http';
import { createReadStream, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css',
  '.json': 'application/json', '.wasm': 'application/wasm', '.svg': 'image/svg+xml',
};

function fileOf(folder, address) {
  const path = normalize(decodeURIComponent(new URL(address, 'http://x').pathname));
  const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
  try { return file.startsWith(folder) && statSync(file).isFile() ? file : null; } catch { return null; }
}

// {url, close()}
export function serve(folder, { isolated = true } = {}) {
  const server = createServer((request, response) => {
    const file = fileOf(folder, request.url);
    if (isolated) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    if (!file) { response.writeHead(404).end(); return; }
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
    response.setHeader('Content-Length', statSync(file).size);
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({
      url: `http://localhost:${server.address().port}/`,
      close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }),
    }));
  });
}
