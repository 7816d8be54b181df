// The page: picture in, answers on screen. Every part has a module of its own.
import { call, login } from './api.js';
import { Capture } from './capture.js';
import { Gallery } from './gallery.js';
import { Overlay } from './overlay.js';
import { People } from './people.js';
import { Sessions } from './sessions.js';
import { Stream } from './stream.js';
import { Timeline } from './timeline.js';

const DEFAULT_RULES = `smile: happiness > 0.7 for 1s, release 0.5
help: anger or sadness > 0.6 for 3s, release 0.4, cool-down 30s
away: no face for 3s`;
const MAX_EVENTS = 30;
const RATE_WINDOW = 2000;

const $ = (id) => document.getElementById(id);
const video = $('video');
const stream = new Stream();
const capture = new Capture(video, stream);
const overlay = new Overlay($('overlay'));
const people = new People($('people'), $('spoken'));
const timeline = new Timeline($('timeline'), $('legend'));
const sessions = new Sessions(
  stream,
  { record: $('record'), calibrate: $('calibrate'), list: $('sessions'), name: $('session-name') },
  say,
);
const state = { source: 'none', mirrored: true, attention: false, answers: [], began: 0, turn: 0 };

function say(text) {
  const notice = $('notice');
  notice.textContent = text;
  notice.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(unsay, 6000);
}

// What was said belongs to the action before: the next one takes it away.
function unsay() {
  $('notice').hidden = true;
}
for (const action of ['click', 'keydown', 'drop']) {
  addEventListener(action, unsay, { capture: true });
}

// ---------------------------------------------------------------- sources

async function startCamera() {
  gallery.clear();
  stop();
  if (!navigator.mediaDevices) {
    say('Browsers give the camera to https pages and to localhost only.');
    return;
  }
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({
      video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } },
      audio: false,
    });
  } catch (refused) {
    say(
      refused.name === 'NotAllowedError'
        ? 'The browser does not let this page use the camera: allow it in the address bar.'
        : `The camera cannot be used: ${refused.message}`,
    );
    return;
  }
  video.loop = false;
  video.controls = false;
  await video.play();
  show('camera');
  state.began = performance.now();
  stream.open();
  capture.start(() => (performance.now() - state.began) / 1000);
}

async function startFilm(file) {
  stop();
  video.srcObject = null;
  video.src = URL.createObjectURL(file);
  video.controls = true;
  video.loop = false;
  try {
    await video.play();
  } catch {
    stop();
    say(`${file.name} is no film that this browser can play; “mien video” reads more kinds.`);
    return;
  }
  show('film');
  stream.open();
  capture.start(() => video.currentTime);
}

async function showPhoto(file) {
  stop();
  show('photo');
  // Whatever is shown next makes the answers for this photo stale.
  const turn = state.turn;
  const photo = $('photo');
  photo.src = URL.createObjectURL(file);
  photo.alt = `Your photo ${file.name}`;
  try {
    const result = await call(
      'POST',
      '/v1/analyze',
      file.slice(0, file.size, 'application/octet-stream'),
    );
    const visible = await photo.decode().then(
      () => true,
      () => false,
    );
    if (turn !== state.turn) {
      return;
    }
    if (!visible) {
      say('The browser cannot show this picture; the answer is right all the same.');
    }
    const faces = result.faces.map((face, index) => view(face, index + 1, face));
    // Browsers turn photos upright as Mien does.
    overlay.draw(faces, result.width, result.height, false);
    people.show(faces, []);
    if (visible) {
      gallery.analysed(faces, result);
    }
    if (faces.length === 0) {
      say('No face was found in this photo.');
    }
  } catch (refused) {
    if (turn === state.turn) {
      say(refused.message);
    }
  }
}

const gallery = new Gallery(
  {
    bar: $('gallery'),
    previous: $('previous'),
    next: $('next'),
    position: $('position'),
    save: $('save'),
    photo: $('photo'),
  },
  (file) => {
    if (file.type.startsWith('video/')) {
      startFilm(file);
    } else {
      showPhoto(file);
    }
  },
);

function stop() {
  state.turn += 1;
  capture.stop();
  stream.close();
  video.pause();
  video.srcObject?.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
  video.removeAttribute('src');
  video.controls = false;
  $('photo').hidden = true;
  overlay.clear();
  people.clear();
  timeline.clear();
  state.answers = [];
  show('none');
}

function show(source) {
  state.source = source;
  const on = source === 'camera';
  $('frame').className = source === 'none' ? 'empty' : source;
  $('frame').classList.toggle('mirrored', on && state.mirrored);
  $('photo').hidden = source !== 'photo';
  $('welcome').hidden = source !== 'none';
  $('camera').setAttribute('aria-pressed', on);
  $('camera').lastChild.textContent = on ? ' Turn off' : ' Camera';
  $('camera-state').classList.toggle('off', !on);
  $('camera-state').querySelector('span').textContent = on ? 'camera on' : 'camera off';
  const live = source === 'camera' || source === 'film';
  $('record').disabled = !live && !sessions.current;
  if (!live) {
    $('rate').textContent = '–';
    $('latency').textContent = '–';
  }
}

// ---------------------------------------------------------------- answers

function view(face, name, scores) {
  return {
    track: name,
    name: `${name}`,
    box: face.box,
    label: scores.emotion,
    scores,
    confidence: Math.max(...Object.values(scores.probabilities)),
    reasons: face.quality.reasons,
  };
}

stream.addEventListener('frame', ({ detail: message }) => {
  if (state.source !== 'camera' && state.source !== 'film') {
    return;
  }
  const { result } = message;
  const faces = result.faces.map((face) => view(face, face.track, face.steady));
  const mirrored = state.source === 'camera' && state.mirrored;
  overlay.draw(faces, result.width, result.height, mirrored, message.attention);
  people.show(faces, result.missing);
  timeline.add(
    result.time,
    faces.map((face) => ({
      track: face.track,
      label: face.label,
      confidence: face.confidence,
      valence: face.scores.valence,
    })),
  );
  message.events.forEach(showEvent);
  sessions.frame(message.session_time);
  measure(message.captured);
});

function measure(captured) {
  const now = performance.now();
  state.answers.push({ now, latency: now - captured });
  while (state.answers[0].now < now - RATE_WINDOW) {
    state.answers.shift();
  }
  if (!(now - measure.shown < 300)) {
    measure.shown = now;
    const count = state.answers.length;
    const span = Math.max(now - state.answers[0].now, 1);
    $('rate').textContent = count > 1 ? (((count - 1) * 1000) / span).toFixed(0) : '–';
    const sum = state.answers.reduce((total, answer) => total + answer.latency, 0);
    $('latency').textContent = (sum / count).toFixed(0);
  }
}

function showEvent(event) {
  const list = $('events');
  if (list.firstElementChild?.classList.contains('faint')) {
    list.replaceChildren();
  }
  const item = document.createElement('li');
  item.className = event.kind;
  const name = document.createElement('b');
  name.textContent = event.event;
  const who = event.track === 0 ? 'nobody in sight' : `face ${event.track}`;
  const minutes = Math.floor(event.time / 60);
  const seconds = String(Math.floor(event.time % 60)).padStart(2, '0');
  item.append(name, ` ${event.kind} · ${who} · ${minutes}:${seconds}`);
  list.prepend(item);
  while (list.children.length > MAX_EVENTS) {
    list.lastElementChild.remove();
  }
  if (event.kind === 'started') {
    timeline.mark(event.time, event.event);
  }
}

stream.addEventListener('hello', () => {
  applyRules();
  stream.tell({ type: 'attention', on: state.attention });
});
stream.addEventListener('error', ({ detail }) => {
  if (detail.code === 'invalid_rules') {
    $('rules-state').textContent = detail.detail;
  } else {
    say(detail.detail);
  }
});
stream.addEventListener('rules', ({ detail }) => {
  $('rules-state').textContent =
    detail.count === 1 ? 'One rule is watched.' : `${detail.count} rules are watched.`;
});
stream.addEventListener('lost', ({ detail }) => {
  if (stream.wanted) {
    say(
      detail.reason
        ? `The server closed the connection: ${detail.reason}.`
        : 'The server cannot be reached; trying again …',
    );
  }
});

function applyRules() {
  localStorage.setItem('mien-rules', $('rules').value);
  stream.tell({ type: 'rules', rules: $('rules').value });
}

// ---------------------------------------------------------------- controls

function toggleCamera() {
  if (state.source === 'camera') {
    stop();
  } else {
    startCamera();
  }
}

function toggleAttention() {
  state.attention = !state.attention;
  $('attention').setAttribute('aria-pressed', state.attention);
  stream.tell({ type: 'attention', on: state.attention });
}

function toggleMirror() {
  state.mirrored = !state.mirrored;
  $('mirror').setAttribute('aria-pressed', state.mirrored);
  $('frame').classList.toggle('mirrored', state.source === 'camera' && state.mirrored);
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem('mien-theme', theme);
  timeline.draw();
}

$('start').addEventListener('click', startCamera);
$('camera').addEventListener('click', toggleCamera);
$('attention').addEventListener('click', toggleAttention);
$('mirror').addEventListener('click', toggleMirror);
$('apply').addEventListener('click', applyRules);
$('theme').addEventListener('click', () => {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  setTheme(dark ? 'light' : 'dark');
});
for (const input of [$('file'), $('file2')]) {
  input.addEventListener('change', () => {
    gallery.open([...input.files]);
    input.value = '';
  });
  const label = input.parentElement;
  label.tabIndex = 0;
  label.role = 'button';
  label.addEventListener('keydown', (key) => {
    if (key.key === 'Enter' || key.key === ' ') {
      key.preventDefault();
      input.click();
    }
  });
}
addEventListener('dragover', (drag) => {
  drag.preventDefault();
  $('frame').classList.add('dropping');
});
addEventListener('dragleave', (drag) => {
  if (!drag.relatedTarget) {
    $('frame').classList.remove('dropping');
  }
});
addEventListener('drop', (drop) => {
  drop.preventDefault();
  $('frame').classList.remove('dropping');
  gallery.open([...drop.dataTransfer.files]);
});
addEventListener('keydown', (key) => {
  const typing = key.target.matches('input, textarea') || $('login').open;
  if (typing || key.ctrlKey || key.metaKey || key.altKey) {
    return;
  }
  const button = {
    c: 'camera',
    a: 'attention',
    m: 'mirror',
    s: 'record',
    n: 'calibrate',
    arrowleft: 'previous',
    arrowright: 'next',
  }[key.key.toLowerCase()];
  if (button) {
    $(button).click();
  }
});
addEventListener('resize', () => timeline.draw());
addEventListener('pagehide', () => stream.close());

// ---------------------------------------------------------------- start

const stored = localStorage.getItem('mien-theme');
if (stored) {
  setTheme(stored);
}
$('rules').value = localStorage.getItem('mien-rules') ?? DEFAULT_RULES;
const here = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
$('privacy').textContent = here
  ? 'Pixels stay on this machine'
  : `Pixels go to ${location.hostname} and nowhere else`;
login($('login'), $('token'), $('login-state'))
  .then(() => sessions.list())
  .catch((refused) => say(refused.message));
