// Ties the running program to the page: view, loop, input, files, data and automation.
import { startAutomation } from './automation.js';
import { feedPackedData } from './data.js';
import { listenForFiles } from './files.js';
import { connectHost } from './host.js';
import { startLoop } from './loop.js';
import { watchView } from './view.js';
import { listenToKeys } from '../input/keyboard.js';
import { listenToPointer } from '../input/pointer.js';
import { startTextAgent } from '../input/text.js';

// An experiment behind the address's '#': at the start, and when a person pastes another link.
function listenForLinks(program, loop) {
  const open = () => {
    if (!location.hash.startsWith('#e=')) return;
    program.openLink(location.hash);
    loop.wake();
  };
  addEventListener('hashchange', open);
  open();
}

const mac = /Mac|iPhone|iPad/.test(navigator.platform ?? '');

// Resolves when the first frame has been drawn. `packed`: images on their way (data.js), or null.
export async function connect(program, packed) {
  const canvas = document.getElementById('canvas');
  const view = watchView(canvas, program.choice.threads);
  const host = connectHost(program);
  const started = program.start({ mac, packedData: packed !== null, ...view.size() });
  if (!started) throw new Error(program.dead ? 'it stopped while starting' : 'no drawing context');
  const loop = startLoop(program, view);
  view.connect(program, loop);
  const agent = startTextAgent(canvas, program, loop, mac);
  listenToKeys([canvas, agent.input], program, loop, agent);
  listenToPointer(canvas, program, loop, agent);
  loop.onFrame((report) => { host.applyReport(canvas, report); agent.applyReport(report); });
  host.connectFiles(listenForFiles(program, loop));
  listenForLinks(program, loop);
  if (packed) feedPackedData(packed, program, loop);
  await loop.firstFrame;
  startAutomation(program, loop);
  canvas.focus({ preventScroll: true });
}
