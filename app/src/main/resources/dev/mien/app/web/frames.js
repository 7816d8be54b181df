// Frames on their way: what is sent, and when the frames without an answer were captured.

const IN_FLIGHT = 2;

// A frame as the server takes it: its time in seconds, eight bytes with the highest first, and the JPEG.
export function frameMessage(jpeg, time) {
  const message = new Uint8Array(8 + jpeg.byteLength);
  new DataView(message.buffer).setFloat64(0, time);
  message.set(new Uint8Array(jpeg), 8);
  return message;
}

export class FramesInFlight {
  constructor() {
    this.clear();
  }

  // A new connection counts from one again.
  clear() {
    this.captured = new Map(); // frame number -> when it was captured
    this.count = 0;
  }

  get full() {
    return this.captured.size >= IN_FLIGHT;
  }

  add(captured) {
    this.count += 1;
    this.captured.set(this.count, captured);
  }

  // When the frame was captured; earlier ones were overtaken, and no answer to them will come.
  answered(frame) {
    const captured = this.captured.get(frame);
    for (const number of this.captured.keys()) {
      if (number <= frame) {
        this.captured.delete(number);
      }
    }
    return captured;
  }
}
