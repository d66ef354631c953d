// Keys for Dear ImGui. Only what the program uses is taken from the browser: reload, developer tools, zoom,
// tabs and history stay the browser's, and Tab leaves the canvas unless a text field is being edited.
const plainKeys = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown', 'Space', 'Backspace', 'Delete', 'Enter', 'NumpadEnter', 'Escape', 'Slash', 'Quote']);
const editingChords = new Set(['KeyA', 'KeyZ', 'KeyY', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'Backspace', 'Delete']);
const clipboardChords = new Set(['KeyC', 'KeyX', 'KeyV']); // come as copy, cut and paste events

// The key as its label says, where it is a letter or digit (other layouts), else by its place.
export function keyName(event) {
  if (/^[a-z]$/i.test(event.key)) return `Key${event.key.toUpperCase()}`;
  if (/^[0-9]$/.test(event.key) && !event.code.startsWith('Numpad')) return `Digit${event.key}`;
  return event.code;
}

function browserKeeps(event, name, editing) {
  if (name === 'Tab') return !editing;
  if (/^F\d+$/.test(name)) return true;
  if (event.altKey && !event.ctrlKey) return name.startsWith('Arrow');
  if (event.ctrlKey || event.metaKey) return clipboardChords.has(name) || !(editing && editingChords.has(name));
  return false;
}

// In the real text field, characters must reach the browser: they come back as input events.
function mayPrevent(event, name, editing) {
  if (editing && event.key.length === 1 && !event.ctrlKey && !event.metaKey) return false;
  return name === 'Tab' || event.ctrlKey || event.metaKey || plainKeys.has(name);
}

export function listenToKeys(elements, program, loop, agent) {
  function onDown(event) {
    agent.noteControl(event);
    if (event.isComposing || event.keyCode === 229) return;
    const name = keyName(event);
    const editing = agent.editing();
    program.modifiers(event);
    if (browserKeeps(event, name, editing)) return;
    program.key(name, true);
    if (!editing && event.key.length === 1 && !event.ctrlKey && !event.metaKey) program.typeText(event.key);
    if (mayPrevent(event, name, editing)) event.preventDefault();
    loop.act();
  }
  function onUp(event) {
    agent.noteControl(event);
    program.modifiers(event);
    program.key(keyName(event), false);
    loop.wake();
  }
  for (const element of elements) {
    element.addEventListener('keydown', onDown);
    element.addEventListener('keyup', onUp);
    element.addEventListener('focus', () => { program.focus(true); loop.wake(); });
    element.addEventListener('blur', (event) => {
      if (!elements.includes(event.relatedTarget)) { agent.noteControl({ ctrlKey: false }); program.focus(false); loop.wake(); }
    });
  }
}
