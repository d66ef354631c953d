// Threads need a page that is "cross-origin isolated", which takes two response headers. On hosts that
// do not send them, coi-serviceworker adds them: registered here, under an address that carries the
// build's hash, and followed by one reload. It caches nothing. Where that fails (private windows,
// no service workers) the page goes on with one thread, and never reloads twice for it.
const marker = 'squash.isolating';

function workerAddress(hash) {
  return new URL(`coi-serviceworker.js?v=${hash}`, document.baseURI).href;
}

function readMarker() {
  try { return sessionStorage.getItem(marker); } catch { return 'no storage'; }
}

function writeMarker(value) {
  try {
    if (value === null) sessionStorage.removeItem(marker); else sessionStorage.setItem(marker, value);
    return true;
  } catch { return false; }
}

function register(hash) {
  return navigator.serviceWorker.register(workerAddress(hash), { scope: './', updateViaCache: 'none' });
}

// A page that is isolated by an older build's worker gets this build's for the next visit.
function refreshWorker(hash) {
  const controller = navigator.serviceWorker?.controller;
  if (controller?.scriptURL.includes('coi-serviceworker') && controller.scriptURL !== workerAddress(hash)) {
    register(hash).catch(() => {});
  }
}

function within(promise, milliseconds) {
  return Promise.race([promise, new Promise((resolve) => { setTimeout(resolve, milliseconds, null); })]);
}

// True: the page is being reloaded, stop here.
export async function isolate(hash, query) {
  if (globalThis.crossOriginIsolated) {
    writeMarker(null);
    refreshWorker(hash);
    return false;
  }
  if (query.get('threads') === '0' || !isSecureContext || !navigator.serviceWorker) return false;
  if (readMarker() !== null) return false;
  try {
    await register(hash);
    if (!await within(navigator.serviceWorker.ready, 3000)) return false;
  } catch { return false; }
  if (!writeMarker(hash)) return false;
  location.reload();
  return true;
}
