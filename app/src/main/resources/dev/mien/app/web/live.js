// Camera and films: they play in the video element while their frames go to the server.
import { openCamera } from './camera.js';
import { Capture } from './capture.js';

export class Live {
  constructor(video, stage, stream, say) {
    this.video = video;
    this.stage = stage;
    this.stream = stream;
    this.say = say;
    this.capture = new Capture(video, stream);
    stage.addEventListener('clear', () => this.stop());
  }

  async startCamera() {
    const { video } = this;
    this.stage.clear();
    try {
      video.srcObject = await openCamera(navigator.mediaDevices);
    } catch (refused) {
      this.say(refused.message);
      return;
    }
    video.loop = false;
    video.controls = false;
    await video.play();
    const began = performance.now();
    this.follow('camera', () => (performance.now() - began) / 1000);
  }

  async startFilm(file) {
    const { video } = this;
    this.stage.clear();
    video.srcObject = null;
    video.src = URL.createObjectURL(file);
    video.controls = true;
    video.loop = false;
    try {
      await video.play();
    } catch {
      this.stage.clear();
      this.say(
        `${file.name} is no film that this browser can play; “mien video” reads more kinds.`,
      );
      return;
    }
    this.follow('film', () => video.currentTime);
  }

  follow(source, clock) {
    this.stage.show(source);
    this.stream.open();
    this.capture.start(clock);
  }

  stop() {
    const { video } = this;
    this.capture.stop();
    this.stream.close();
    video.pause();
    video.srcObject?.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    video.removeAttribute('src');
    video.controls = false;
  }
}
