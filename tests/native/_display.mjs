// The little of the X protocol that a test needs to be the desktop around the window: find it, ask its size, change
// it, ask it to close as the title bar's cross would. (xdotool of Debian 12 cannot do the last.) Nothing here keeps
// a test alive.
import { createConnection } from 'node:net';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const padded = (length) => (length + 3) & ~3;

// The secret that xvfb-run gave this display, from its authority file: family, then address, display, name and
// data, each after its length.
function cookie(display) {
  const bytes = process.env.XAUTHORITY ? readFileSync(process.env.XAUTHORITY) : Buffer.alloc(0);
  for (let at = 0; at < bytes.length;) {
    at += 2;
    const [, number, name, data] = [0, 1, 2, 3].map(() => {
      const length = bytes.readUInt16BE(at);
      at += 2 + length;
      return bytes.subarray(at - length, at);
    });
    if (['', display].includes(String(number))) return { name, data };
  }
  return { name: Buffer.alloc(0), data: Buffer.alloc(0) };
}

class Connection {
  constructor(socket) {
    this.socket = socket.unref();
    this.chunks = Buffer.alloc(0);
    socket.on('data', (piece) => { this.chunks = Buffer.concat([this.chunks, piece]); });
  }

  async read(length) {
    const end = Date.now() + 5000;
    while (this.chunks.length < length) {
      if (Date.now() > end) throw new Error('the X server does not answer');
      await sleep(2);
    }
    const result = this.chunks.subarray(0, length);
    this.chunks = this.chunks.subarray(length);
    return result;
  }

  async reply() {
    for (;;) {
      const head = await this.read(32);
      if (head[0] === 0) throw new Error(`X error ${head[1]}`);
      if (head[0] === 1) return Buffer.concat([head, await this.read(head.readUInt32LE(4) * 4)]);
    }
  }

  // values: 32-bit words after the head; bytes are their raw form.
  send(code, detail, values) {
    const body = Buffer.isBuffer(values) ? values : Buffer.concat(values.map((value) => {
      const word = Buffer.alloc(4);
      word.writeUInt32LE(value >>> 0);
      return word;
    }));
    const head = Buffer.from([code, detail, 0, 0]);
    head.writeUInt16LE(1 + padded(body.length) / 4, 2);
    this.socket.write(Buffer.concat([head, body, Buffer.alloc(padded(body.length) - body.length)]));
  }

  ask(code, detail, values) {
    this.send(code, detail, values);
    return this.reply();
  }

  async atom(name) {
    const length = Buffer.alloc(4);
    length.writeUInt16LE(name.length);
    return (await this.ask(16, 0, Buffer.concat([length, Buffer.from(name)]))).readUInt32LE(8);
  }
}

async function connect() {
  const display = process.env.DISPLAY.replace(/^.*:/, '').replace(/\..*$/, '');
  const socket = createConnection(`/tmp/.X11-unix/X${display}`);
  const connection = new Connection(socket);
  const { name, data } = cookie(display);
  const head = Buffer.alloc(12);
  head.write('l');
  for (const [at, value] of [[2, 11], [6, name.length], [8, data.length]]) head.writeUInt16LE(value, at);
  const fill = (bytes) => Buffer.concat([bytes, Buffer.alloc(padded(bytes.length) - bytes.length)]);
  socket.write(Buffer.concat([head, fill(name), fill(data)]));
  const first = await connection.read(8);
  const rest = await connection.read(first.readUInt16LE(6) * 4);
  if (first[0] !== 1) throw new Error('the X server refuses');
  connection.root = rest.readUInt32LE(32 + padded(rest.readUInt16LE(16)) + rest[21] * 8);
  return connection;
}

// Xvfb starts afresh when its last client leaves, and refuses who comes meanwhile: a test that starts one program
// after the other stays connected.
export async function keepDisplay() {
  if (/^:\d/.test(process.env.DISPLAY ?? '')) await connect();
}

// The window of this process; waits until it is there.
export async function windowOf(process_) {
  const x = await connect();
  const [pid, protocols, close] = [await x.atom('_NET_WM_PID'), await x.atom('WM_PROTOCOLS'), await x.atom('WM_DELETE_WINDOW')];
  const sizeOf = async (id) => {
    const geometry = await x.ask(14, 0, [id]);
    return [geometry.readUInt16LE(16), geometry.readUInt16LE(18)];
  };
  const find = async () => {
    const tree = await x.ask(15, 0, [x.root]);
    for (let at = 32; at < 32 + 4 * tree.readUInt16LE(16); at += 4) {
      const id = tree.readUInt32LE(at);
      const owner = await x.ask(20, 0, [id, pid, 0, 0, 1]).catch(() => null);
      if (owner?.readUInt32LE(16) === 1 && owner.readUInt32LE(32) === process_.pid && (await sizeOf(id))[0] > 100) return id;
    }
    return 0;
  };
  let id = 0;
  for (const end = Date.now() + 20000; !id && Date.now() < end; await sleep(50)) id = await find();
  if (!id) throw new Error('the window did not open');
  return {
    size: () => sizeOf(id),
    resize: (width, height) => x.send(12, 0, [id, 4 | 8, width, height]),
    // Gives the keyboard to the window, or to nobody.
    focus: (on) => x.send(42, 0, [on ? id : 0, 0]),
    raise: () => x.send(12, 0, [id, 64, 0]),
    // A client message: its code and format in the first word.
    close: () => x.send(25, 0, [id, 0, 33 | (32 << 8), id, protocols, close, 0, 0, 0, 0]),
    done: () => x.socket.destroy(),
  };
}
