// How long a picture takes to draw. Where there is no graphics card the processor draws, on the cores
// that train: then pictures of training come at longer intervals, so that they take a small share of it.
const share = 1 / 8;
const longestMs = 250;
const lookMs = 4;
// What is shorter may be our own looking late, more so where training runs between two looks.
const sureMs = { threads: 10, single: 36 };

export function watchDrawing(canvas, threads) {
  const sure = threads ? sureMs.threads : sureMs.single;
  let cost = 0; // ms, smoothed
  let fence = null;
  let gl = null;

  function look(watched, since) {
    if (fence !== watched) return;
    const took = performance.now() - since;
    const done = gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.SIGNALED;
    if (!done && took < longestMs) {
      setTimeout(look, lookMs, watched, since);
      return;
    }
    gl.deleteSync(fence);
    fence = null;
    if (document.hidden) return; // its timers are slow
    cost += ((took < sure ? 0 : Math.min(took, longestMs)) - cost) / 4;
  }

  return {
    // Right after a picture's calls.
    drawn() {
      gl ??= canvas.getContext('webgl2');
      if (fence || !gl || gl.isContextLost()) return;
      fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
      gl.flush();
      if (fence) setTimeout(look, lookMs, fence, performance.now());
    },
    // The drawing context is a new one.
    forget() { fence = null; },
    // Milliseconds from one picture to the next that nobody waits for.
    interval: () => Math.min(cost / share, longestMs),
  };
}
