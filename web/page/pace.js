// How long a picture takes to draw. Where there is no graphics card the processor draws, on the cores
// that train: then pictures of training come at longer intervals, so that they take a small share of it.
const share = 1 / 8;
const longestMs = 250;
const lookMs = 4;

export function watchDrawing(canvas) {
  let cost = 0; // ms, smoothed
  let fence = null;
  let gl = null;

  function look(since) {
    const lost = gl.isContextLost();
    if (!lost && gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) {
      setTimeout(look, lookMs, since);
      return;
    }
    if (!lost) cost += (performance.now() - since - cost) / 4;
    gl.deleteSync(fence);
    fence = null;
  }

  return {
    // Right after a picture's calls.
    drawn() {
      gl ??= canvas.getContext('webgl2');
      if (fence || !gl || gl.isContextLost()) return;
      fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
      gl.flush();
      if (fence) setTimeout(look, lookMs, performance.now());
    },
    // Milliseconds from one picture to the next that nobody waits for.
    interval: () => Math.min(cost / share, longestMs),
  };
}
