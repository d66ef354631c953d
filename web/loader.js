// Brings the program onto the page: checks what the browser can do, chooses one of the four builds,
// downloads it with a true percentage, starts it, and connects it to the page. Everything that can be
// missing ends in a message in words, which is also what `squash.ready` rejects with.
import { chooseBuild, findProblem } from './page/features.js';
import { isolate } from './page/isolate.js';
import { fetchPackedData } from './page/data.js';
import { loadProgram } from './page/download.js';
import { fail, finishLoading, showProgress, watchForCrashes } from './page/screen.js';
import { Program } from './page/program.js';
import { connect } from './page/connect.js';

const patienceMs = 300;
const query = new URLSearchParams(location.search);

async function readBuildInfo() {
  const response = await fetch(new URL('build.json', document.baseURI), { cache: 'no-cache' });
  if (!response.ok) throw new Error(`build.json: the server answered ${response.status}`);
  return response.json();
}

async function start() {
  const asked = readBuildInfo(); // on its way while WebGL2 is tried, which takes a while
  asked.catch(() => {});
  const problem = findProblem(await import('./vendor/wasm-feature-detect.js').then((m) => m.simd()));
  if (problem) return fail(problem);
  const info = await asked;
  if (await isolate(info.hash, query)) return undefined; // the page is about to reload
  const choice = await chooseBuild(query);
  let packed = null;
  const fetchImages = () => { packed = info.data ? fetchPackedData(info.data) : null; };
  const module = await loadProgram(choice, info, showProgress, fetchImages);
  const program = new Program(module, choice);
  watchForCrashes(program);
  // On a fast line the images are here a moment later, and the first step already trains on all of them.
  if (packed) await Promise.race([packed.whole, new Promise((resolve) => { setTimeout(resolve, patienceMs); })]);
  await connect(program, packed);
  finishLoading();
  return undefined;
}

start().catch((error) => fail(describe(error)));

function describe(error) {
  const text = String(error?.message ?? error);
  if (error instanceof RangeError || /memory/i.test(text)) {
    return {
      what: 'There is not enough memory for the program.',
      advice: ['Close other tabs or programs, then reload the page.', 'Use a 64-bit browser.'],
      error,
    };
  }
  return {
    what: `The program could not be started: ${text}`,
    advice: ['Reload the page.', 'Check the network connection.', 'Try it without threads: add ?threads=0 to the address.'],
    error,
  };
}
