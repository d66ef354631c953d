// Scripts and the command line: what is wrong is told, with the exit code that goes with it.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { play, playWell, quick, scratchFile, scratchPath, start } from './_window.mjs';

const paused = { args: [...quick, '--paused'] };
const oneLine = /^squash: [^\n]+ \([^\n]+\): [^\n]+\n$/;

// Two at a time: each waits for a program that has just started.
describe('scripts and the command line', { concurrency: 2 }, () => {
  it('what a script cannot do is answered, the rest goes on, and the exit code is 1', async () => {
    const wrong = {
      'dance': /click/,
      'click Nowhere': /label/,
      'key Nokey': /Space/,
      'wait step': /FIELD OP VALUE/,
      'wait step > 1000000 0.1': /in time/,
      'wait data.name == two words 0.1': /in time/,
      'wait step > ten': /number after >/,
      'sleep soon': /number of seconds/,
      'wait step ~ 3': /contains, </,
      'wait speed > 3': /no field 'speed'/,
      'set {"data":"/nowhere"}': /data.*shapes/,
      'set {"batch":-1}': /batch/,
      'set {"activation":"nonsense"}': /nonsense/,
      'set {not json': /JSON/,
      'set 5': /object/,
      [`screenshot ${scratchPath('nowhere')}/x.png`]: /written/,
    };
    const { answers, code } = await play([...Object.keys(wrong), 'state'], paused);
    assert.equal(answers.length, Object.keys(wrong).length + 1);
    for (const [index, [line, says]] of Object.entries(wrong).entries()) {
      assert.equal(answers[index].ok, false, line);
      assert.match(answers[index].error, says, line);
    }
    assert.equal(answers.at(-1).experiment.batch, 256);
    assert.equal(code, 1);
  });

  it('a refused change alone fails the script', async () => {
    const { code } = await play(['set {"batch":-1}'], paused);
    assert.equal(code, 1);
  });

  it('an unknown field is reported, the others are used', async () => {
    const { answers: [said, now] } = await playWell(['set {"colour":1,"batch":48}', 'state'], paused);
    assert.equal(said.notices.length, 1);
    assert.match(said.notices[0], /colour/);
    assert.equal(now.experiment.batch, 48);
  });

  it('comments and empty lines are no commands, and a script without quit ends', async () => {
    const script = scratchFile('steps.txt', '# a comment\n\n   \n  state\n');
    const { code, stdout } = await start([...quick, '--script', script]).ended;
    assert.equal(code, 0);
    assert.equal(stdout.trimEnd().split('\n').length, 1);
  });

  it('a bad option is one line and exit code 2', async () => {
    for (const args of [['--nonsense'], ['--size', 'big'], ['--size', '10x10'], ['--theme', 'pink'], ['--pixel-ratio', '9'],
      ['--threads', 'many'], ['--script', scratchPath('missing')], ['surplus']]) {
      const { code, stdout, stderr } = await start(args).ended;
      assert.equal(code, 2, `${args.join(' ')}: ${stderr}`);
      assert.equal(stdout, '');
      assert.match(stderr, oneLine);
    }
  });

  it('kernels that do not exist are refused', async () => {
    const { code, stderr } = await start([...quick, '--isa', 'nonsense']).ended;
    assert.equal(code, 2);
    assert.match(stderr, oneLine);
    assert.match(stderr, /nonsense/);
  });

  it('--help has examples', async () => {
    const { code, stdout, stderr } = await start(['--help']).ended;
    assert.equal(code, 0);
    assert.equal(stderr, '');
    assert.match(stdout, /Examples:[^]*squash-app --script/);
  });

  it('without a display it says so', async () => {
    for (const display of ['', ':4321']) {
      const { code, stdout, stderr } = await start(['--data', 'shapes'], { DISPLAY: display, WAYLAND_DISPLAY: '' }).ended;
      assert.equal(code, 1, stderr);
      assert.equal(stdout, '');
      assert.match(stderr, oneLine);
      assert.match(stderr, /window|display/);
    }
  });
});
