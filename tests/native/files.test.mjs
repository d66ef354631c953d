// Files on the window: a good one is used, a broken one is refused with the reason and changes nothing. And the
// folder that the program starts on.
import { it } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { archive, batchNames, brokenFiles, noiseImages } from '../lib/cifar10-files.mjs';
import { playWell, quick, scratchFile, scratchPath, setting, start } from './_window.mjs';

const withoutData = quick.slice(2);

it('a .bin file and the archive are used, and training goes on with them', async () => {
  const bin = scratchFile('data_batch_1.bin', noiseImages(200));
  const whole = scratchFile('cifar-10-binary.tar.gz', archive());
  const { states: [before, one, trained, all] } = await playWell([
    setting({ batch: 32 }), 'wait step > 0', 'state', `drop ${bin}`, 'wait data.train == 180', 'state', 'wait step > 2', 'state',
    `drop ${whole}`, 'wait data.train == 100', 'state',
  ]);
  assert.equal(before.data.generated, true);
  assert.equal(one.data.validation, 20);
  assert.equal(one.data.generated, false);
  assert.match(one.message, /data_batch_1\.bin/);
  assert.ok(one.generation > before.generation);
  assert.equal(trained.playing, true);
  assert.equal(all.data.validation, 20);
  assert.match(all.message, /cifar-10-binary\.tar\.gz/);
});

it('a broken one is refused with the reason, and the data and the run stay', async () => {
  const broken = brokenFiles();
  const missing = scratchPath('missing.bin');
  const folder = scratchPath('folder.bin');
  mkdirSync(folder);
  const paths = [...broken.map(({ name, bytes }) => scratchFile(name, bytes)), missing, folder];
  const { states: [before, ...states] } = await playWell([
    setting({ batch: 32, limit: 320, epochs: 100000 }), 'wait step > 0', 'state', ...paths.flatMap((path) => [`drop ${path}`, 'state']),
    `drop ${scratchFile('good.bin', noiseImages(50))}`, 'wait data.generated == false', 'state',
  ]);
  const expected = [...broken, { name: 'missing.bin', says: /exists/ }, { name: 'folder.bin', says: /folder\.bin/ }];
  for (const [index, { name, says }] of expected.entries()) {
    const now = states[index];
    assert.ok(now.message.includes(name), `${name}: ${now.message}`);
    assert.match(now.message, says);
    assert.match(now.message, /^[^\n]+ \([^\n]+\): [^\n]+$/);
    assert.deepEqual(now.data, before.data);
    assert.equal(now.generation, before.generation);
    assert.equal(now.playing, true);
  }
  // A good one is used after them.
  const { data, message } = states.at(-1);
  assert.equal(data.train + data.validation, 50);
  assert.match(message, /good\.bin/);
});

it('CIFAR-10\'s .bin files dropped together become one set', async () => {
  const parts = batchNames.slice(0, 2).map((name, index) => scratchFile(`${name}.bin`, noiseImages(50, index + 1)));
  const { states: [now] } = await playWell([`drop ${parts.join('|')}`, 'wait data.name == CIFAR-10, 2 of its files (last tenth validates)', 'state'], { args: [...quick, '--paused'] });
  assert.equal(now.data.train + now.data.validation, 100);
});

it('one that cannot be read costs those dropped with it, and the next good one is used', async () => {
  const first = scratchFile('data_batch_1.bin', noiseImages(50));
  const missing = scratchPath('data_batch_2.bin');
  const broken = scratchPath('data_batch_2.bin');
  symlinkSync('/proc/self/mem', broken); // opens, and has no first byte
  const { states: [before, gone, whole, unread, good], widgets } = await playWell([
    'state', `drop ${first}|${missing}`, 'state', 'sleep 0.2', 'widgets',
    `drop ${scratchFile('cifar-10-binary.tar.gz', archive())}`, 'wait data.train == 100 10', 'state',
    `drop ${first}|${broken}`, 'state', 'sleep 0.2', 'widgets', `drop ${scratchFile('good.bin', noiseImages(50))}`, 'wait data.train == 50 10', 'state',
  ], { args: [...quick, '--paused'] });
  for (const [now, data] of [[gone, before.data], [unread, whole.data]]) {
    assert.match(now.message, /^cannot read the file \(data_batch_2\.bin\): expected [^\n]+$/);
    assert.deepEqual(now.data, data);
  }
  for (const list of widgets) assert.ok(!list.some(({ label }) => label === 'Loading progress'), 'nothing is being loaded');
  assert.match(whole.message, /cifar-10-binary\.tar\.gz/);
  assert.match(good.message, /good\.bin/);
});

// Six small files in CIFAR-10's own format.
function folder(images) {
  const first = scratchPath(`${batchNames[0]}.bin`);
  for (const [index, name] of batchNames.entries()) writeFileSync(join(dirname(first), `${name}.bin`), noiseImages(images, index + 1));
  return dirname(first);
}

it('the images are --data\'s, else CIFAR10_DIR\'s', async () => {
  const ten = folder(10);
  const twelve = folder(12);
  const seen = [];
  for (const args of [['--data', ten, ...withoutData], withoutData, quick]) {
    const { states } = await playWell(['state'], { args: [...args, '--paused'], env: { CIFAR10_DIR: twelve } });
    seen.push([states[0].data.train, states[0].data.validation, states[0].data.generated]);
  }
  assert.deepEqual(seen, [[50, 10, false], [60, 12, false], [10000, 2000, true]]);
});

it('a folder that is missing or broken is one message on the command line', async () => {
  const missing = scratchPath('nowhere');
  const broken = folder(5);
  writeFileSync(join(broken, 'data_batch_3.bin'), new Uint8Array(100));
  for (const [path, says] of [[missing, /nowhere/], [broken, /data_batch_3\.bin/]]) {
    const { code, stdout, stderr } = await start(['--data', path]).ended;
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /^squash: [^\n]+ \([^\n]+\): [^\n]+\n$/);
    assert.match(stderr, says);
  }
});

it('the real images train', { skip: process.env.CIFAR10_DIR ? false : 'CIFAR10_DIR is not set' }, async () => {
  const { states: [now] } = await playWell(
    [setting({ limit: 512, validationLimit: 200, batch: 64 }), 'wait valLoss != null', 'state'],
    { args: withoutData, env: { CIFAR10_DIR: process.env.CIFAR10_DIR } });
  assert.equal(now.data.generated, false);
  assert.ok(now.data.train > 0 && now.loss > 0);
});
