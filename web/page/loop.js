// When the program draws, and, without threads, when it trains. Frames come as often as the program asks
// for: with the display while something moves, a few a second while nothing changes, none while the tab
// is hidden. Training without threads runs in short slices between frames, in a hidden tab too.
const framesAfterInput = 3; // Dear ImGui needs a few to settle hover and focus
const restMs = 200; // between two frames, news or not, unless the pace is slower
const sliceMs = 12;
const hiddenSliceMs = 50;

function startPump(program) {
  const channel = new MessageChannel(); // timers would be slowed down, in a hidden tab to one a second
  let resting = 0;
  const again = () => { resting = 0; channel.port2.postMessage(0); };
  channel.port1.onmessage = () => {
    if (program.dead) return;
    const start = performance.now();
    program.pump(document.hidden ? hiddenSliceMs : sliceMs);
    const idle = performance.now() - start < 0.5;
    if (idle) resting = setTimeout(again, 50); else again();
  };
  again();
  return () => { if (resting) { clearTimeout(resting); again(); } };
}

export function startLoop(program, view) {
  const listeners = [];
  let animation = 0;
  let timer = 0;
  let lively = framesAfterInput;
  let drawn = false;
  let announceFirst;
  const firstFrame = new Promise((resolve) => { announceFirst = resolve; });
  const wakePump = program.choice.threads ? () => {} : startPump(program);

  function request() {
    clearTimeout(timer);
    timer = 0;
    animation ||= requestAnimationFrame(draw);
  }

  function planNext(seconds) {
    if (lively > 0) lively -= 1;
    if (lively > 0 || seconds < 0.02) return request();
    const pause = Math.max(Math.min(seconds, 1) * 1000, view.pace.interval());
    const latest = performance.now() + Math.max(pause, restMs);
    const look = () => {
      if (program.hasNews() || performance.now() + pause > latest) request();
      else timer = setTimeout(look, pause);
    };
    timer = setTimeout(look, pause);
  }

  function draw() {
    cancelAnimationFrame(animation);
    clearTimeout(timer);
    animation = 0;
    if (program.dead || view.lost) return;
    const { width, height, ratio } = view.apply();
    const report = program.frame(width, height, ratio);
    if (!report) return;
    if (report.drawn) view.pace.drawn();
    for (const listener of listeners) listener(report);
    drawn = true;
    announceFirst();
    planNext(report.secondsToNext);
  }

  const wake = () => { lively = framesAfterInput; wakePump(); request(); };
  // For presses: what they ask for is done at once, the picture follows.
  const act = () => { if (drawn && !view.lost) program.act(); wake(); };
  document.addEventListener('visibilitychange', wake);
  request();
  return { wake, act, drawNow: draw, firstFrame, onFrame: (listener) => listeners.push(listener) };
}
