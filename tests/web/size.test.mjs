// What a person downloads: the program stays small, and a build whose program does not fails.
import { it } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root, site } from './browser.mjs';

const most = 1.5e6;
const collect = join(root, 'cmake/site.mjs');

it('each program is below 1.5 MB compressed', (t) => {
  const programs = readdirSync(site).filter((name) => name.endsWith('.wasm'));
  assert.equal(programs.length, 4);
  for (const name of programs) {
    const parts = [name, name.replace('.wasm', '.mjs')].map((file) => gzipSync(readFileSync(join(site, file)), { level: 9 }).length);
    t.diagnostic(`${name}: ${parts[0] + parts[1]} bytes`);
    assert.ok(parts[0] + parts[1] < most, name);
  }
});

it('a program above it fails the build, which names it and is not taken for done', () => {
  const folder = mkdtempSync(join(tmpdir(), 'squash-site-'));
  try {
    writeFileSync(join(folder, 'squash-small.mjs'), '');
    writeFileSync(join(folder, 'squash-small.wasm'), randomBytes(1000));
    execFileSync(process.execPath, [collect, root, folder], { stdio: 'pipe' });
    const written = readFileSync(join(folder, 'build.json'), 'utf8');
    assert.ok(existsSync(join(folder, 'index.html')));
    writeFileSync(join(folder, 'squash-large.mjs'), '');
    writeFileSync(join(folder, 'squash-large.wasm'), randomBytes(most + 1000)); // nothing to compress
    const { status, stderr } = spawnSync(process.execPath, [collect, root, folder], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /\(squash-large\.wasm: 150\d kB[^\n]*\): expected at most 1500 kB/);
    assert.equal(readFileSync(join(folder, 'build.json'), 'utf8'), written);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
