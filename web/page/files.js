// Files that a person drops on the page or chooses: read in pieces, with a breath between them so that
// the page stays alive, and handed to the program, which refuses what is broken with the reason.
const pieceBytes = 1 << 20;
const workMs = 8;

const breath = () => new Promise((resolve) => { setTimeout(resolve, 0); });

async function pushPieces(program, loop, file) {
  const reader = file.stream().getReader();
  let since = performance.now();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return true;
    for (let at = 0; at < value.byteLength; at += pieceBytes) {
      if (!program.pushFile(value.subarray(at, at + pieceBytes))) {
        await reader.cancel().catch(() => {});
        return false;
      }
      if (performance.now() - since > workMs) {
        loop.wake();
        await breath();
        since = performance.now();
      }
    }
  }
}

// True when the file was good. `more`: the next one belongs to it.
async function readFile(program, loop, file, more) {
  let good = false;
  try {
    good = program.beginFile(file.name, file.size) && await pushPieces(program, loop, file) && program.finishFile(more);
  } catch (error) {
    program.abandonFile(`cannot read the file (${file.name}): expected one that the browser can read to its end; ${error.message}`);
  }
  loop.wake();
  return good;
}

const part = /^(data_batch_[1-5]|test_batch)\.bin$/; // as isCifar10File in the engine

// CIFAR-10's own .bin files among them become one set; a broken one costs all of these. Others come one by one.
async function readAll(program, loop, files) {
  const parts = files.filter(({ name }) => part.test(name));
  for (const [index, file] of parts.entries()) {
    if (!await readFile(program, loop, file, index + 1 < parts.length)) break;
  }
  for (const file of files) if (!part.test(file.name)) await readFile(program, loop, file, false);
}

function followDrags(program, loop, take) {
  let depth = 0; // dragenter and dragleave come for every element
  const show = (on) => { program.dragOver(on); loop.wake(); };
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
  addEventListener('dragenter', (event) => { if (hasFiles(event)) { event.preventDefault(); depth += 1; if (depth === 1) show(true); } });
  addEventListener('dragover', (event) => { if (hasFiles(event)) { event.preventDefault(); event.dataTransfer.dropEffect = 'copy'; } });
  addEventListener('dragleave', (event) => { if (hasFiles(event)) { depth = Math.max(depth - 1, 0); if (depth === 0) show(false); } });
  addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    show(false);
    take([...event.dataTransfer.files]);
  });
}

export function listenForFiles(program, loop) {
  let queue = Promise.resolve();
  const take = (files) => { queue = queue.then(() => readAll(program, loop, files)); };
  const input = Object.assign(document.createElement('input'), { type: 'file', multiple: true, hidden: true, id: 'file-chooser' });
  document.body.append(input);
  input.addEventListener('change', () => { take([...input.files]); input.value = ''; });
  followDrags(program, loop, take);
  return { choose: () => input.click() };
}
