// The C++ program as a JavaScript object: every call into WebAssembly of the page is here, so that
// strings and bytes are copied in one place and a crash shows its screen instead of a dead canvas.
import { crash } from './screen.js';

// Order of the numbers that web_frame returns (struct FrameReport in web/host.hpp).
const report = { cursor: 0, wantText: 1, caretX: 2, caretY: 3, lineHeight: 4, light: 5, secondsToNext: 6, navActive: 7, drawn: 8 };

export class Program {
  constructor(module, choice) {
    this.module = module;
    this.choice = choice;
    this.dead = false;
  }

  // Calls `_web_NAME`; after a crash all calls are empty.
  call(name, ...args) {
    if (this.dead) return 0;
    try {
      return this.module[`_web_${name}`](...args);
    } catch (error) {
      crash(this, error);
      return 0;
    }
  }

  withText(text, use) {
    const pointer = this.module.stringToNewUTF8(text);
    try { return use(pointer); } finally { this.module._free(pointer); }
  }

  withBytes(bytes, use) {
    const pointer = this.module._malloc(Math.max(bytes.byteLength, 1));
    if (!pointer) throw new RangeError('out of memory');
    try {
      new Uint8Array(this.module.wasmMemory.buffer).set(bytes, pointer);
      return use(pointer, bytes.byteLength);
    } finally { this.module._free(pointer); }
  }

  text(pointer) { return pointer ? this.module.UTF8ToString(pointer) : ''; }

  start({ mac, packedData, width, height, ratio }) {
    return this.withText(this.choice.name, (name) => this.call('start', name, Number(this.choice.threads), this.choice.workers, Number(mac), Number(packedData), width, height, ratio));
  }

  frame(width, height, ratio) {
    const pointer = this.call('frame', width, height, ratio);
    if (!pointer) return null;
    const numbers = new Float32Array(this.module.wasmMemory.buffer, pointer, 9);
    return Object.fromEntries(Object.entries(report).map(([name, index]) => [name, numbers[index]]));
  }

  act() { this.call('act'); }
  hasNews() { return this.call('has_news') === 1; }
  pump(budgetMs) { this.call('pump', budgetMs); }
  contextRestored() { this.call('context_restored'); }

  mouseMove(x, y, touch) { this.call('mouse_move', x, y, Number(touch)); }
  mouseLeave() { this.call('mouse_leave'); }
  mouseButton(button, down, touch) { this.call('mouse_button', button, Number(down), Number(touch)); }
  wheel(dx, dy) { this.call('wheel', dx, dy); }
  focus(on) { this.call('focus', Number(on)); }
  modifiers(event) { this.call('modifiers', Number(event.ctrlKey), Number(event.shiftKey), Number(event.altKey), Number(event.metaKey)); }
  key(name, down) { this.withText(name, (text) => this.call('key', text, Number(down))); }
  typeText(text) { this.withText(text, (pointer) => this.call('text', pointer)); }

  takeCopiedText() { return this.text(this.call('take_copied_text')); }
  setPasteText(text) { this.withText(text, (pointer) => this.call('set_paste_text', pointer)); }

  openLink(link) { return this.withText(link, (text) => this.call('open', text)) !== 0; }

  dragOver(on) { this.call('drag_over', Number(on)); }
  beginFile(name, bytes) { return this.withText(name, (text) => this.call('begin_file', text, bytes)) !== 0; }
  pushFile(bytes) { return this.withBytes(bytes, (pointer, size) => this.call('push_file', pointer, size)) !== 0; }
  finishFile(more) { return this.call('finish_file', Number(more)) !== 0; }
  abandonFile(why) { this.withText(why, (text) => this.call('abandon_file', text)); }
  addPackedPart(bytes, part, parts) { return this.withBytes(bytes, (pointer, size) => this.call('packed_part', pointer, size, part, parts)) !== 0; }
  noPackedParts() { this.call('no_packed_parts'); }
  dataProgress(share) { this.call('data_progress', share); }
  message(text, bad) { this.withText(text, (pointer) => this.call('message', pointer, Number(bad))); }

  // What the program says of itself, and the memory that it holds: all of WebAssembly's, which only grows.
  state() { return { ...JSON.parse(this.text(this.call('state_json'))), memoryBytes: this.module.wasmMemory.buffer.byteLength }; }
  widgets() { return JSON.parse(this.text(this.call('widgets_json'))); }
  shaders() { return JSON.parse(this.text(this.call('shaders_json'))); }
  set(partial) { return JSON.parse(this.withText(JSON.stringify(partial), (text) => this.text(this.call('set', text)))); }
}
