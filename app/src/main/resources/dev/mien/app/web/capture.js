// Takes frames from the video element as fast as the stream answers them.
import { within } from './geometry.js';

const LONGEST_SIDE = 640;
const QUALITY = 0.85;

export class Capture {
  constructor(video, stream) {
    this.video = video;
    this.stream = stream;
    this.canvas = document.createElement('canvas');
    this.context = this.canvas.getContext('2d', { alpha: false });
    this.running = false;
    this.round = 0; // A stopped round must not go on beside the next one.
    this.busy = false;
    this.last = -1;
  }

  start(clock) {
    this.clock = clock;
    this.last = -1;
    this.running = true;
    this.round += 1;
    this.next(this.round);
  }

  stop() {
    this.running = false;
  }

  next(round) {
    if (!this.running || round !== this.round) {
      return;
    }
    if ('requestVideoFrameCallback' in this.video) {
      this.video.requestVideoFrameCallback(() => this.take(round));
    } else {
      requestAnimationFrame(() => this.take(round));
    }
  }

  take(round) {
    if (round !== this.round) {
      return;
    }
    const time = this.clock();
    const { videoWidth, videoHeight } = this.video;
    if (time < this.last) {
      this.last = -1; // A film that was wound back.
      this.stream.restart();
    }
    if (this.running && videoWidth && this.stream.ready && !this.busy && time > this.last) {
      this.last = time;
      const { width, height } = within(LONGEST_SIDE, videoWidth, videoHeight);
      if (this.canvas.width !== width || this.canvas.height !== height) {
        this.canvas.width = width;
        this.canvas.height = height;
      }
      const captured = performance.now();
      this.context.drawImage(this.video, 0, 0, width, height);
      this.busy = true;
      this.canvas.toBlob(
        async (blob) => {
          this.busy = false;
          if (blob && this.running) {
            this.stream.send(await blob.arrayBuffer(), time, captured);
          }
        },
        'image/jpeg',
        QUALITY,
      );
    }
    this.next(round);
  }
}
