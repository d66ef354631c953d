// The packed subset of CIFAR-10 that some builds of the page carry: its parts are loaded one after
// another, and training can begin with the first.
async function fetchPart(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

// `manifest`: the folder's manifest.json, relative to the page.
export async function loadPackedData(program, loop, manifest) {
  const address = new URL(manifest, document.baseURI);
  try {
    const response = await fetch(address, { cache: 'no-cache' });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const { parts } = await response.json();
    for (const [index, part] of parts.entries()) {
      program.dataProgress(index / parts.length);
      loop.wake();
      program.addPackedPart(await fetchPart(new URL(part.file ?? part.name ?? part, address)), index + 1, parts.length);
    }
  } catch (error) {
    program.message(`The images could not be loaded (${error.message}): the generated set is used`, true);
  }
  program.dataProgress(2);
  loop.wake();
}
