// Puts the page together in build/site, ready for any static host:
//     node site.mjs REPOSITORY SITE [--data CIFAR10_FOLDER]
// Copies the page's own files, packs the images where there are some, writes build.json (a hash of the
// build, the size of each program file for the progress display) and prints the compressed sizes. Fails
// where a program has become too large to download.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [repository, site, option, cifar10] = process.argv.slice(2);
const mostBytes = 1.5e6; // of a program, script and WebAssembly, as gzip sends it: what any static host can
const modules = join(repository, 'web/node_modules');

function copyPage() {
  rmSync(join(site, 'web'), { recursive: true, force: true });
  mkdirSync(join(site, 'web/vendor'), { recursive: true });
  cpSync(join(repository, 'index.html'), join(site, 'index.html'));
  const wanted = (path) => !path.startsWith(modules) && (statSync(path).isDirectory() || /\.(js|css|svg)$/.test(path));
  cpSync(join(repository, 'web'), join(site, 'web'), { recursive: true, filter: wanted });
  cpSync(join(modules, 'wasm-feature-detect/dist/esm/index.js'), join(site, 'web/vendor/wasm-feature-detect.js'));
  cpSync(join(modules, 'coi-serviceworker/coi-serviceworker.js'), join(site, 'coi-serviceworker.js'));
}

// The images in parts; their manifest's name, or null where there are none.
function packImages() {
  rmSync(join(site, 'data'), { recursive: true, force: true });
  const packer = join(repository, 'web/pack-cifar10.mjs');
  if (option !== '--data' || !existsSync(packer)) return null;
  execFileSync(process.execPath, [packer, cifar10, join(site, 'data')], { stdio: 'inherit' });
  return 'data/manifest.json';
}

const programFiles = () => readdirSync(site).filter((name) => /^squash-.*\.(mjs|wasm)$/.test(name)).sort();

function writeBuildInfo(data) {
  const hash = createHash('sha256');
  const files = {};
  for (const name of programFiles()) {
    const bytes = readFileSync(join(site, name));
    hash.update(bytes);
    files[name] = bytes.length;
  }
  const info = { hash: hash.digest('hex').slice(0, 16), files, data };
  writeFileSync(join(site, 'build.json'), `${JSON.stringify(info, null, 1)}\n`);
}

function compressedSizes(name) {
  const bytes = readFileSync(join(site, name));
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli.length };
}

// Prints what each program weighs; returns those that are too large.
function weighPrograms() {
  const tooLarge = [];
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;
  for (const name of programFiles().filter((file) => file.endsWith('.wasm'))) {
    const parts = [name, name.replace('.wasm', '.mjs')].map(compressedSizes);
    const sum = (kind) => parts.reduce((total, part) => total + part[kind], 0);
    console.log(`${name.replace('.wasm', '')}: ${kilobytes(sum('raw'))}, gzip ${kilobytes(sum('gzip'))}, brotli ${kilobytes(sum('brotli'))}`);
    if (sum('gzip') > mostBytes) tooLarge.push(`${name}: ${kilobytes(sum('gzip'))}`);
  }
  return tooLarge;
}

const tooLarge = weighPrograms();
if (tooLarge.length > 0) {
  // Before build.json is written, so that the next build looks again.
  console.error(`cannot put the page together (${tooLarge.join(', ')} with its script, compressed by gzip): expected at most ${mostBytes / 1000} kB`);
  process.exit(1);
}
copyPage();
writeBuildInfo(packImages());
