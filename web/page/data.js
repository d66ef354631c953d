// The packed subset of CIFAR-10 that some builds of the page carry: its parts are fetched one behind
// another. Training begins with the first, and again when all are there.
const ahead = 3; // parts on their way at once: the first must not share the line with all of them

async function get(address) {
  const response = await fetch(address, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${address}: the server answered ${response.status}`);
  return response;
}

// `manifest`: the folder's manifest.json, relative to the page. Fetching begins at once.
export function fetchPackedData(manifest) {
  const address = new URL(manifest, document.baseURI);
  const packed = { parts: 0, arrived: [], problem: null, changed: () => {} };

  async function fetchAll() {
    const { parts } = await (await get(address)).json();
    if (!(parts?.length > 0)) throw new Error(`${address}: expected a list of parts`);
    packed.parts = parts.length;
    const fetchPart = (index) => get(new URL(parts[index].file, address)).then((response) => response.arrayBuffer());
    const coming = [];
    for (let index = 0; index < parts.length; index += 1) {
      while (coming.length < Math.min(index === 0 ? 1 : index + ahead, parts.length)) {
        const part = fetchPart(coming.length);
        part.catch(() => {}); // reported where it is awaited
        coming.push(part);
      }
      packed.arrived.push(new Uint8Array(await coming[index]));
      packed.changed();
    }
  }

  packed.whole = fetchAll().catch((error) => { packed.problem = error; }).then(() => packed.changed());
  return packed;
}

// Gives the program what has come, now and whenever more comes.
export function feedPackedData(packed, program, loop) {
  let given = 0;
  let good = 0;
  packed.changed = () => {
    while (given < packed.arrived.length) {
      const bytes = packed.arrived[given];
      packed.arrived[given] = null;
      given += 1;
      if (program.addPackedPart(bytes, given, packed.parts)) good += 1;
    }
    if (packed.problem) {
      program.noPackedParts();
      const used = good > 0 ? `${good} of ${packed.parts} parts are` : 'the generated set is';
      program.message(`The images could not all be loaded (${packed.problem.message}): ${used} used. Reload the page to try again`, true);
    }
    const over = packed.problem || (packed.parts > 0 && given === packed.parts);
    program.dataProgress(over ? 2 : given / Math.max(packed.parts, 1));
    loop.wake();
  };
  packed.changed();
}
