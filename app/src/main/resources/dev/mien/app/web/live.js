// Camera and films: they play in the video element while their frames go to the server.
import { openCamera } from './camera.js';
import { Capture } from './capture.js';

function turnOff(camera) {
  camera?.getTracks().forEach((track) => track.stop());
}

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
    const { video, stage } = this;
    stage.clear();
    const turn = stage.turn;
    let camera;
    try {
      camera = await openCamera(navigator.mediaDevices);
    } catch (refused) {
      if (turn === stage.turn) {
        this.say(refused.message);
      }
      return;
    }
    if (turn !== stage.turn) {
      turnOff(camera); // Something else is shown by now.
      return;
    }
    video.srcObject = camera;
    video.loop = false;
    video.controls = false;
    if (!(await this.plays(turn, 'The camera gives no picture.'))) {
      return;
    }
    const began = performance.now();
    this.follow('camera', () => (performance.now() - began) / 1000);
  }

  async startFilm(file) {
    const { video, stage } = this;
    stage.clear();
    const turn = stage.turn;
    video.srcObject = null;
    video.src = URL.createObjectURL(file);
    video.controls = true;
    video.loop = false;
    const refusal = `${file.name} is no film that this browser can play; “mien video” reads more kinds.`;
    if (await this.plays(turn, refusal)) {
      this.follow('film', () => video.currentTime);
    }
  }

  // Whether the video plays, and is still what is to be shown.
  async plays(turn, refusal) {
    const { stage } = this;
    try {
      await this.video.play();
    } catch {
      if (turn === stage.turn) {
        stage.clear();
        this.say(refusal);
      }
      return false;
    }
    return turn === stage.turn;
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
    turnOff(video.srcObject);
    video.srcObject = null;
    video.removeAttribute('src');
    video.controls = false;
  }
}
