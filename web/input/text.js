// Text for Dear ImGui: while a drawn text field is edited, a real HTML input sits invisibly at its caret and has
// the focus, so that input methods, phone keyboards, dictation and the browser's own clipboard events
// work. What arrives there goes to the program; the input itself keeps two selected blanks, so
// that a deletion on a phone has something to delete.
const filler = '  ';

function reset(input) {
  input.value = filler;
  input.select();
}

function tap(program, name) {
  program.key(name, true);
  program.key(name, false);
}

// What an input method or a phone's keyboard composes stands in the program's text as it changes: of what stood there
// before, the letters behind the first other one are taken back. That holds as long as the program's cursor stays behind
// them: whoever may move it ends the composition first.
function startComposer(program, loop) {
  let shown = null; // the letters that stand there; null: nothing is being composed
  const show = (text) => {
    if (shown === null) return; // of a composition that was ended
    const letters = [...text];
    let same = 0;
    while (same < shown.length && shown[same] === letters[same]) same += 1;
    for (let i = same; i < shown.length; i += 1) {
      program.key('Backspace', true);
      loop.drawNow(); // each in a frame of its own
      program.key('Backspace', false);
    }
    if (same < letters.length) program.typeText(letters.slice(same).join(''));
    shown = letters;
    loop.wake();
  };
  return { begin: () => { shown = []; }, show, busy: () => shown !== null, done: () => { shown = null; } };
}

function onInput(input, program, event) {
  // Composed text comes by the composition's own events; some browsers repeat it here when that is over.
  if (event.isComposing || /Composition/.test(event.inputType)) return;
  if (event.inputType === 'deleteContentBackward') tap(program, 'Backspace');
  else if (event.inputType === 'deleteContentForward') tap(program, 'Delete');
  else if (event.inputType === 'insertLineBreak') tap(program, 'Enter');
  else program.typeText(event.data ?? input.value.trim());
  reset(input);
}

// Presses a chord as the keyboard would, and lets the program see it in a frame of its own.
function chord(program, loop, letter, mac) {
  const on = { ctrlKey: !mac, metaKey: mac, shiftKey: false, altKey: false };
  program.modifiers(on);
  program.key(`Key${letter}`, true);
  loop.drawNow();
  program.key(`Key${letter}`, false);
  program.modifiers({ ...on, ctrlKey: false, metaKey: false });
  loop.wake();
}

function listenToClipboard(program, loop, mac, ours) {
  const take = (letter) => (event) => {
    if (!ours()) return;
    const { host } = program.module;
    host.copying = true;
    program.takeCopiedText();
    chord(program, loop, letter, mac);
    host.copying = false;
    const text = program.takeCopiedText();
    if (text) { event.clipboardData.setData('text/plain', text); event.preventDefault(); }
  };
  document.addEventListener('copy', take('C'));
  document.addEventListener('cut', take('X'));
  document.addEventListener('paste', (event) => {
    if (!ours()) return;
    event.preventDefault();
    program.setPasteText(event.clipboardData.getData('text/plain'));
    chord(program, loop, 'V', mac);
  });
}

export function startTextAgent(canvas, program, loop, mac) {
  const input = document.getElementById('text-agent');
  let wanted = false;
  let control = false;
  const focus = (element) => element.focus({ preventScroll: true });
  const ours = () => document.activeElement === input || document.activeElement === canvas;
  reset(input);
  input.addEventListener('input', (event) => { onInput(input, program, event); loop.wake(); });
  const composer = startComposer(program, loop);
  input.addEventListener('compositionstart', composer.begin);
  input.addEventListener('compositionupdate', (event) => composer.show(event.data));
  input.addEventListener('compositionend', (event) => { composer.show(event.data); composer.done(); reset(input); });
  listenToClipboard(program, loop, mac, ours);

  function place(report) {
    input.style.transform = `translate(${Math.round(report.caretX)}px, ${Math.round(report.caretY)}px)`;
    input.style.height = `${Math.max(Math.round(report.lineHeight), 16)}px`;
  }
  return {
    input,
    editing: () => wanted && document.activeElement === input,
    ctrlHeld: () => control,
    noteControl: (event) => { control = event.ctrlKey === true; },
    keepFocus: () => { if (!ours()) focus(canvas); },
    // What is composed stays as it is; the input method begins anew where the text goes on. It hears of it by the
    // focus alone, which a press on the canvas leaves where it is.
    endComposition() {
      if (!composer.busy()) return;
      composer.done();
      focus(canvas);
      focus(input);
      reset(input);
    },
    // Phones open their keyboard only inside a gesture: draw now what a tap takes (place, press, release),
    // then applyReport knows whether text is wanted.
    followGesture: () => { for (let frame = 0; frame < 3; frame += 1) loop.drawNow(); },
    applyReport(report) {
      const wants = report.wantText > 0;
      if (wants) place(report);
      if (wants && !wanted) { reset(input); focus(input); }
      if (!wants && wanted && document.activeElement === input) focus(canvas);
      wanted = wants;
    },
  };
}
