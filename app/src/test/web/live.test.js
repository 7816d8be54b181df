import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Live } from '#web/live.js';

class Camera {
  constructor() {
    this.on = true;
  }

  getTracks() {
    return [{ stop: () => (this.on = false) }];
  }
}

class Video {
  constructor() {
    this.srcObject = null;
    this.refuse = () => {};
  }

  // Plays when "play" is called from outside; what pauses it before refuses.
  play() {
    return new Promise((played, refuse) => {
      this.started = played;
      this.refuse = refuse;
    });
  }

  pause() {
    this.refuse(new Error('interrupted'));
  }

  removeAttribute() {}
}

class FakeStage extends EventTarget {
  turn = 0;
  source = 'none';

  clear() {
    this.turn += 1;
    this.source = 'none';
    this.dispatchEvent(new Event('clear'));
  }

  show(source) {
    this.source = source;
  }
}

function page() {
  globalThis.document = { createElement: () => ({ getContext() {} }) };
  globalThis.requestAnimationFrame = () => {};
  URL.createObjectURL = () => 'blob:';
  const asked = [];
  Object.defineProperty(globalThis, 'navigator', {
    configurable: true,
    value: {
      mediaDevices: { getUserMedia: () => new Promise((given) => asked.push(given)) },
    },
  });
  const video = new Video();
  const stage = new FakeStage();
  const said = [];
  const stream = { opened: 0, open: () => (stream.opened += 1), close() {} };
  const live = new Live(video, stage, stream, (text) => said.push(text));
  return { live, video, stage, stream, said, asked };
}

const settled = () => new Promise((done) => setTimeout(done));

test('of two cameras that were asked for only the last stays on', async () => {
  const { live, video, stage, asked } = page();
  live.startCamera();
  live.startCamera();
  const cameras = [new Camera(), new Camera()];
  asked[0](cameras[0]);
  asked[1](cameras[1]);
  await settled();
  video.started();
  await settled();
  assert.equal(stage.source, 'camera');
  assert.deepEqual(
    cameras.map((camera) => camera.on),
    [false, true],
  );
  stage.clear();
  assert.equal(cameras[1].on, false);
});

test('a camera that is allowed after a photo was opened is turned off', async () => {
  const { live, stage, stream, asked } = page();
  live.startCamera();
  stage.clear();
  stage.show('photo');
  const camera = new Camera();
  asked[0](camera);
  await settled();
  assert.equal(camera.on, false);
  assert.equal(stage.source, 'photo');
  assert.equal(stream.opened, 0);
});

test('a film that gives way to a photo before it plays leaves the photo alone', async () => {
  const { live, stage, said } = page();
  live.startFilm({ name: 'a.mp4' });
  stage.clear();
  stage.show('photo');
  const { turn } = stage;
  await settled();
  assert.equal(stage.source, 'photo');
  assert.equal(stage.turn, turn);
  assert.deepEqual(said, []);
});

test('a film that cannot be played is said to be none', async () => {
  const { live, video, stage, said } = page();
  live.startFilm({ name: 'a.mp4' });
  video.refuse(new Error('not supported'));
  await settled();
  assert.equal(stage.source, 'none');
  assert.match(said[0], /^a\.mp4 is no film/);
});
