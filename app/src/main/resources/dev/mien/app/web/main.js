// The page: picture in, answers on screen. Every part has a module of its own; here they meet.
import { login } from './api.js';
import { Attention } from './attention.js';
import { EventList } from './events.js';
import { liveFaces } from './faces.js';
import { openChosen, openDropped } from './files.js';
import { Gallery } from './gallery.js';
import { listenForShortcuts } from './keyboard.js';
import { Live } from './live.js';
import { Notice } from './notice.js';
import { Overlay } from './overlay.js';
import { People } from './people.js';
import { PhotoAnalysis } from './photo.js';
import { privacy } from './privacy.js';
import { RateDisplay } from './rate.js';
import { Rules } from './rules.js';
import { Sessions } from './sessions.js';
import { Stage } from './stage.js';
import { Stream } from './stream.js';
import { Theme } from './theme.js';
import { Timeline } from './timeline.js';

const $ = (id) => document.getElementById(id);
const notice = new Notice($('notice'));
const say = (text) => notice.say(text);
const knownToServer = () => login($('login'), $('token'), $('login-state'));
const stream = new Stream(knownToServer);
const theme = new Theme($('theme'));
const stage = new Stage({
  frame: $('frame'),
  photo: $('photo'),
  welcome: $('welcome'),
  camera: $('camera'),
  cameraState: $('camera-state'),
  mirror: $('mirror'),
});

// ---------------------------------------------------------------- answers on screen

const overlay = new Overlay($('overlay'));
const people = new People($('people'), $('spoken'));
const timeline = new Timeline($('timeline'), $('legend'));
const events = new EventList($('events'));
const rate = new RateDisplay($('rate'), $('latency'));
const sessions = new Sessions(
  stream,
  {
    record: $('record'),
    calibrate: $('calibrate'),
    list: $('sessions'),
    name: $('session-name'),
  },
  say,
);

stage.addEventListener('show', () => sessions.allow(stage.live));

// ---------------------------------------------------------------- pictures in

const live = new Live($('video'), stage, stream, say);
const photo = new PhotoAnalysis($('photo'), stage, say);
const gallery = new Gallery(
  {
    bar: $('gallery'),
    previous: $('previous'),
    next: $('next'),
    position: $('position'),
    save: $('save'),
    photo: $('photo'),
  },
  (file) => (file.type.startsWith('video/') ? live.startFilm(file) : photo.analyse(file)),
);

stage.addEventListener('clear', () => {
  for (const display of [overlay, people, timeline, rate]) {
    display.clear();
  }
});

photo.addEventListener('analysed', ({ detail: { faces, result, visible } }) => {
  // Browsers turn photos upright as Mien does.
  overlay.draw(faces, result.width, result.height, false);
  people.show(faces, []);
  if (visible) {
    gallery.analysed(faces, result);
  }
});

stream.addEventListener('frame', ({ detail: message }) => {
  if (!stage.live) {
    return;
  }
  const { result } = message;
  const faces = liveFaces(result);
  overlay.draw(faces, result.width, result.height, stage.mirrored, message.attention);
  people.show(faces, result.missing);
  timeline.add(result.time, faces);
  for (const event of message.events) {
    events.add(event);
    if (event.kind === 'started') {
      timeline.mark(event.time, event.event);
    }
  }
  sessions.frame(message.session_time);
  rate.add(message.captured);
});

// ---------------------------------------------------------------- controls

const rules = new Rules({ text: $('rules'), apply: $('apply'), state: $('rules-state') }, stream);
new Attention($('attention'), stream);

stream.addEventListener('error', ({ detail }) => {
  if (detail.code === 'invalid_rules') {
    rules.refused(detail.detail);
  } else {
    say(detail.detail);
  }
});
stream.addEventListener('lost', ({ detail }) => {
  if (stage.live) {
    for (const display of [overlay, people, rate]) {
      display.clear(); // The picture moves on without answers.
    }
  }
  if (stream.wanted) {
    say(
      detail.reason
        ? `The server closed the connection: ${detail.reason}.`
        : 'The server cannot be reached; trying again …',
    );
  }
});

function startCamera() {
  gallery.clear();
  live.startCamera();
}

$('start').addEventListener('click', startCamera);
$('camera').addEventListener('click', () => {
  if (stage.source === 'camera') {
    stage.clear();
  } else {
    startCamera();
  }
});
for (const input of [$('file'), $('file2')]) {
  openChosen(input, (files) => gallery.open(files));
}
openDropped($('frame'), (files) => gallery.open(files));
listenForShortcuts($('login'), $('shortcuts'));
theme.addEventListener('change', () => timeline.draw());
addEventListener('resize', () => {
  timeline.draw();
  overlay.redraw();
});
addEventListener('pagehide', () => stream.close());

// ---------------------------------------------------------------- start

$('privacy').textContent = privacy(location.hostname);
knownToServer()
  .then(() => sessions.list())
  .catch((refused) => say(refused.message));
