// One WebSocket to /v1/stream: JPEG frames with their time in, answers out.

const IN_FLIGHT = 2;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;

export class Stream extends EventTarget {
  constructor() {
    super();
    this.sent = new Map(); // frame number -> when it was captured
    this.count = 0;
    this.wait = FIRST_WAIT;
    this.wanted = false;
  }

  open() {
    this.wanted = true;
    if (this.socket && this.socket.readyState <= WebSocket.OPEN) {
      return;
    }
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/v1/stream?clock=client`);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    this.sent.clear();
    this.count = 0;
    socket.onmessage = (message) => this.receive(JSON.parse(message.data));
    socket.onclose = (close) => this.lost(socket, close);
  }

  close() {
    this.wanted = false;
    this.socket?.close();
    this.sent.clear();
  }

  // Begins anew, with time going back to zero.
  restart() {
    const old = this.socket;
    this.socket = undefined;
    old?.close();
    if (this.wanted) {
      this.open();
    }
  }

  get ready() {
    return this.socket?.readyState === WebSocket.OPEN && this.sent.size < IN_FLIGHT;
  }

  tell(message) {
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(message));
    }
  }

  // Sends a frame; time in seconds must grow from frame to frame.
  send(jpeg, time, captured) {
    if (this.socket?.readyState !== WebSocket.OPEN) {
      return;
    }
    const message = new Uint8Array(8 + jpeg.byteLength);
    new DataView(message.buffer).setFloat64(0, time);
    message.set(new Uint8Array(jpeg), 8);
    this.count += 1;
    this.sent.set(this.count, captured);
    this.socket.send(message);
  }

  receive(message) {
    if (message.type === 'hello') {
      this.wait = FIRST_WAIT;
    }
    if (message.frame) {
      message.captured = this.sent.get(message.frame);
      for (const number of this.sent.keys()) {
        if (number <= message.frame) {
          this.sent.delete(number); // Earlier ones were overtaken.
        }
      }
    }
    this.dispatchEvent(new CustomEvent(message.type, { detail: message }));
  }

  lost(socket, close) {
    if (socket !== this.socket) {
      return;
    }
    this.sent.clear();
    this.dispatchEvent(new CustomEvent('lost', { detail: close }));
    if (this.wanted) {
      setTimeout(() => this.wanted && this.open(), this.wait);
      this.wait = Math.min(LONGEST_WAIT, 2 * this.wait);
    }
  }
}
