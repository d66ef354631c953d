// The canvas: its size in CSS pixels and in the screen's own pixels at every device pixel ratio from 1 to
// 3, followed through resizing, zooming and moving to another screen; and its drawing context, which the
// browser may take away and give back at any time.
import { watchDrawing } from './pace.js';
import { showGraphicsLost } from './screen.js';

const patienceMs = 4000; // for a lost context to come back before a message covers the page

function measure(canvas) {
  const box = canvas.getBoundingClientRect();
  return { width: Math.max(Math.round(box.width), 1), height: Math.max(Math.round(box.height), 1) };
}

function currentRatio() {
  return Math.min(Math.max(globalThis.devicePixelRatio || 1, 1), 3);
}

function onRatioChange(listener) {
  const media = matchMedia(`(resolution: ${globalThis.devicePixelRatio}dppx)`);
  media.addEventListener('change', () => { listener(); onRatioChange(listener); }, { once: true });
}

function followContext(canvas, view, program, loop) {
  let patience = 0;
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault(); // otherwise it would never come back
    view.lost = true;
    patience = setTimeout(showGraphicsLost, patienceMs, true);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    clearTimeout(patience);
    showGraphicsLost(false);
    view.lost = false;
    view.pace.forget();
    program.contextRestored();
    loop.wake();
  });
}

export function watchView(canvas, threads) {
  const view = {
    lost: false,
    pace: watchDrawing(canvas, threads),
    size: () => ({ ...measure(canvas), ratio: currentRatio() }),
    // Resizing empties the canvas, so it happens right before a frame is drawn.
    apply() {
      const size = view.size();
      const width = Math.round(size.width * size.ratio);
      const height = Math.round(size.height * size.ratio);
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      return size;
    },
    connect(program, loop) {
      new ResizeObserver(() => loop.drawNow()).observe(canvas);
      onRatioChange(() => loop.drawNow());
      followContext(canvas, view, program, loop);
    },
  };
  view.apply();
  return view;
}
