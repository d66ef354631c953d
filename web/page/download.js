// Downloads the chosen build: the script and the WebAssembly side by side, compiled while it arrives,
// with a share of the bytes whose number the build wrote down (build.json). Both are revalidated with
// the server, so that a new program never meets an old one from the cache.

function counted(response, onBytes) {
  if (!response.body) return response.arrayBuffer().then((bytes) => { onBytes(bytes.byteLength); return new Response(bytes); });
  const count = new TransformStream({
    transform(chunk, controller) {
      onBytes(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(count), { headers: { 'Content-Type': response.headers.get('Content-Type') ?? '' } });
}

async function get(name, onBytes) {
  const response = await fetch(new URL(name, document.baseURI), { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${name}: the server answered ${response.status}`);
  return counted(response, onBytes);
}

async function compile(name, onBytes) {
  const response = await get(name, onBytes);
  if (response.headers.get('Content-Type')?.startsWith('application/wasm')) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

// The script is fetched first for its bytes and freshness; the import then finds it in the cache.
async function importScript(name, onBytes) {
  await (await get(name, onBytes)).arrayBuffer();
  return (await import(new URL(name, document.baseURI).href)).default;
}

// Returns the running module of Emscripten; its page-side functions are still to be connected. Calls
// onDownloaded when the line is free for other things.
export async function loadProgram(choice, info, onProgress, onDownloaded) {
  const script = `${choice.file}.mjs`;
  const wasm = `${choice.file}.wasm`;
  const total = info.files[script] + info.files[wasm];
  let loaded = 0;
  const onBytes = (bytes) => { loaded += bytes; onProgress(Math.min(loaded / total, 1)); };
  const [compiled, factory] = await Promise.all([compile(wasm, onBytes), importScript(script, onBytes)]);
  onDownloaded();
  return new Promise((resolve, reject) => {
    factory({
      poolSize: choice.threads ? choice.workers + 2 : 0,
      instantiateWasm(imports, receive) {
        WebAssembly.instantiate(compiled, imports).then((instance) => receive(instance, compiled), reject);
        return {};
      },
      onAbort(reason) { reject(new Error(String(reason))); },
    }).then(resolve, reject);
  });
}
