// A static server for the page: the headers that let it have threads, right types, no caching.
//     node scripts/serve.mjs FOLDER [--port 8080] [--host 127.0.0.1]
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';

const types = {
    '.css': 'text/css; charset=utf-8',
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.json': 'application/json',
    '.mjs': 'text/javascript; charset=utf-8',
    '.png': 'image/png',
    '.svg': 'image/svg+xml',
    '.wasm': 'application/wasm',
};

function fileOf(folder, address) {
    try { // an address may hold anything: broken escapes, a NUL, a name too long for the disk
        const path = decodeURIComponent(new URL(address, 'http://localhost').pathname);
        const file = resolve(join(folder, path.endsWith('/') ? `${path}index.html` : path));
        return file.startsWith(folder + sep) && statSync(file).isFile() ? file : null;
    } catch {
        return null;
    }
}

function answer(folder, request, response) {
    if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405).end();
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Cache-Control', 'no-store');
    const file = fileOf(folder, request.url);
    if (!file) return response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found\n');
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream');
    response.setHeader('Content-Length', statSync(file).size);
    if (request.method === 'HEAD') return response.end();
    return createReadStream(file).on('error', () => response.destroy()).pipe(response);
}

function readArguments([folder, ...rest]) {
    const options = { folder: resolve(folder ?? '.'), port: 8080, host: '127.0.0.1' };
    for (let i = 0; i < rest.length; i += 2) {
        if (rest[i] === '--port') options.port = Number(rest[i + 1]);
        else if (rest[i] === '--host') options.host = rest[i + 1];
        else stop(`unknown option ${rest[i]}`, 2);
    }
    if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65535) stop('--port: 0 to 65535 expected', 2);
    return options;
}

function stop(message, code) {
    console.error(`squash: ${message}`);
    process.exit(code);
}

const { folder, port, host } = readArguments(process.argv.slice(2));
if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) stop(`serve (${folder}): expected a folder, such as build/site`, 1);
const server = createServer((request, response) => answer(folder, request, response));
server.on('error', (error) => {
    if (error.code === 'EADDRINUSE') stop(`serve (port ${port}): in use by another program: choose one with --port N`, 1);
    stop(`serve (port ${port}): ${error.message}`, 1);
});
server.listen(port, host, () => {
    console.log(`The page is at http://localhost:${server.address().port}/   (Ctrl-C stops it)`);
});
for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
        server.close(() => process.exit(0));
        server.closeAllConnections();
    });
}
