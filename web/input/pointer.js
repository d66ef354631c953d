// Mouse, pen, touch and wheel for Dear ImGui. A finger presses when it moves or lifts, so that a long press
// can be the right button; two fingers scroll or pinch; a trackpad's pinch (ctrl+wheel) zooms plots
// while ctrl+wheel with the key really held zooms the page, as everywhere.
const longPressMs = 500;
const slopPx = 8;
const buttons = [0, 2, 1]; // the browser's left, middle, right in Dear ImGui's order; back and forward are the browser's

function mouseHandlers(canvas, program, place) {
  return {
    down(event) {
      program.mouseMove(...place(event), false);
      if (event.button in buttons) program.mouseButton(buttons[event.button], true, false);
    },
    move(event) { program.mouseMove(...place(event), false); },
    up(event) {
      program.mouseMove(...place(event), false);
      if (event.button in buttons) program.mouseButton(buttons[event.button], false, false);
    },
    cancel() { for (const button of buttons) program.mouseButton(button, false, false); },
  };
}

function middle(fingers) {
  const [a, b] = [...fingers.values()];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, spread: Math.hypot(a.x - b.x, a.y - b.y) };
}

function touchHandlers(program, loop, place) {
  const fingers = new Map();
  let state = 'none'; // none, waiting, pressed, held (a long press has happened), two
  let start = null;
  let timer = 0;
  let pair = null;
  const press = (button, down) => program.mouseButton(button, down, true);
  const leaveSoon = () => setTimeout(() => { if (fingers.size === 0) { program.mouseLeave(); loop.wake(); } }, 100);

  function longPress() {
    state = 'held';
    press(1, true);
    press(1, false);
    loop.wake();
  }
  function twoFingers() {
    const now = middle(fingers);
    if (pair) {
      program.mouseMove(now.x, now.y, true);
      const zoom = Math.log2(Math.max(now.spread, 1) / Math.max(pair.spread, 1)) * 4;
      const scroll = (now.y - pair.y) / 40;
      program.wheel((now.x - pair.x) / 40, Math.abs(zoom) > Math.abs(scroll) ? zoom : scroll);
    }
    pair = now;
  }
  return {
    down(event) {
      const [x, y] = place(event);
      fingers.set(event.pointerId, { x, y });
      clearTimeout(timer);
      if (fingers.size === 1) {
        state = 'waiting';
        start = { x, y };
        program.mouseMove(x, y, true);
        timer = setTimeout(longPress, longPressMs);
      } else {
        if (state === 'pressed') press(0, false);
        state = 'two';
        pair = null;
      }
    },
    move(event) {
      if (!fingers.has(event.pointerId)) return;
      const [x, y] = place(event);
      fingers.set(event.pointerId, { x, y });
      if (state === 'waiting' && Math.hypot(x - start.x, y - start.y) > slopPx) {
        clearTimeout(timer);
        state = 'pressed';
        press(0, true);
      }
      if (state === 'pressed') program.mouseMove(x, y, true);
      if (state === 'two' && fingers.size === 2) twoFingers();
    },
    up(event) {
      clearTimeout(timer);
      fingers.delete(event.pointerId);
      if (state === 'waiting') press(0, true);
      if (state === 'waiting' || state === 'pressed') press(0, false);
      if (fingers.size === 0) { state = 'none'; leaveSoon(); }
    },
    cancel(event) {
      clearTimeout(timer);
      fingers.delete(event.pointerId);
      if (state === 'pressed') press(0, false);
      if (fingers.size === 0) { state = 'none'; leaveSoon(); }
    },
  };
}

function wheelNotches(event) {
  const unit = event.deltaMode === 1 ? 3 : event.deltaMode === 2 ? 0.3 : 100;
  return [-event.deltaX / unit, -event.deltaY / unit];
}

export function listenToPointer(canvas, program, loop, agent) {
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const mouse = mouseHandlers(canvas, program, place);
  const touch = touchHandlers(program, loop, place);
  const handle = (name) => (event) => {
    program.modifiers(event);
    (event.pointerType === 'touch' ? touch : mouse)[name](event);
    if (name === 'down' || name === 'up') loop.act(); else loop.wake();
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    agent.keepFocus();
    agent.endComposition(); // the press may move the cursor, or mean another field
    handle('down')(event);
    event.preventDefault();
  });
  canvas.addEventListener('pointermove', handle('move'));
  canvas.addEventListener('pointerup', (event) => { handle('up')(event); if (event.pointerType === 'touch') agent.followGesture(); });
  canvas.addEventListener('pointercancel', handle('cancel'));
  canvas.addEventListener('pointerleave', (event) => { if (event.pointerType !== 'touch') program.mouseLeave(); loop.wake(); });
  canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  canvas.addEventListener('wheel', (event) => {
    if (event.ctrlKey && agent.ctrlHeld()) return; // the browser's own zoom
    event.preventDefault();
    program.mouseMove(...place(event), false);
    const [dx, dy] = wheelNotches(event);
    program.wheel(dx, event.ctrlKey ? dy * 4 : dy);
    loop.wake();
  }, { passive: false });
}
