// One WebSocket to /v1/stream: JPEG frames with their time in, answers out.
import { FramesInFlight, frameMessage } from './frames.js';

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;

export class Stream extends EventTarget {
  // login: asks the server whether it knows us, and the user for the token if it does not.
  constructor(login) {
    super();
    this.login = login;
    this.inFlight = new FramesInFlight();
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
    this.inFlight.clear();
    socket.onmessage = (message) => this.receive(JSON.parse(message.data));
    socket.onclose = (close) => this.lost(socket, close);
  }

  close() {
    this.wanted = false;
    this.socket?.close();
    this.inFlight.clear();
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
    return this.socket?.readyState === WebSocket.OPEN && !this.inFlight.full;
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
    this.inFlight.add(captured);
    this.socket.send(frameMessage(jpeg, time));
  }

  receive(message) {
    if (message.type === 'hello') {
      this.wait = FIRST_WAIT;
    }
    if (message.frame) {
      message.captured = this.inFlight.answered(message.frame);
    }
    this.dispatchEvent(new CustomEvent(message.type, { detail: message }));
  }

  lost(socket, close) {
    if (socket !== this.socket) {
      return;
    }
    this.inFlight.clear();
    this.dispatchEvent(new CustomEvent('lost', { detail: close }));
    if (this.wanted) {
      setTimeout(() => this.reopen(), this.wait);
      this.wait = Math.min(LONGEST_WAIT, 2 * this.wait);
    }
  }

  // A server that began anew has forgotten who logged in; that a WebSocket is refused for it does not
  // say so.
  async reopen() {
    try {
      await this.login();
    } catch {
      // It cannot be reached, as opening will tell.
    }
    if (this.wanted) {
      this.open();
    }
  }
}
