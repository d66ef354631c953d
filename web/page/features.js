// What the browser can do, and which of the four builds that means. Queries override for tests and for
// people whose browser misbehaves: ?threads=0, ?workers=N, ?simd=base.
import { relaxedSimd } from '../vendor/wasm-feature-detect.js';

const browsers = 'Chrome or Edge 91, Firefox 89, Safari 16.4 or newer have it.';

function webgl2Works() {
  const context = document.createElement('canvas').getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return Boolean(context);
}

// null, or what is missing and what a person can try.
export function findProblem(simdWorks) {
  if (typeof WebAssembly !== 'object') {
    return { what: 'WebAssembly is missing or switched off in this browser.', advice: ['Update the browser.', 'If a security setting (for example lockdown mode) switches WebAssembly off, make an exception for this page.'] };
  }
  if (!simdWorks) {
    return { what: 'This browser lacks WebAssembly SIMD, which the training needs.', advice: [`Update the browser: ${browsers}`] };
  }
  if (!webgl2Works()) {
    return { what: 'WebGL2, which draws the page, is missing or switched off.', advice: ['Switch on hardware acceleration in the browser\'s settings and restart it.', `Update the browser and the graphics driver: ${browsers}`, 'Close other tabs that draw with WebGL, then reload.'] };
  }
  return null;
}

function countWorkers(query) {
  const wanted = Math.floor(Number(query.get('workers')));
  if (wanted >= 1) return Math.min(wanted, 64);
  const cores = navigator.hardwareConcurrency || 2;
  // One core is the page's own, so that frames come in time; of two, half of the training would be a high
  // price for the few milliseconds that a frame takes.
  return Math.min(cores > 2 ? cores - 1 : cores, 16);
}

// {name: "threads+relaxed", file: "squash-threads-relaxed", threads, relaxed, workers}
export async function chooseBuild(query) {
  const threads = globalThis.crossOriginIsolated === true && query.get('threads') !== '0';
  const relaxed = query.get('simd') !== 'base' && await relaxedSimd();
  const kind = threads ? 'threads' : 'single';
  return {
    name: relaxed ? `${kind}+relaxed` : kind,
    file: relaxed ? `squash-${kind}-relaxed` : `squash-${kind}`,
    threads,
    relaxed,
    workers: threads ? countWorkers(query) : 1,
  };
}
