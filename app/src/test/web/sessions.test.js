import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Sessions } from '#web/sessions.js';

class Button extends EventTarget {
  constructor() {
    super();
    this.text = { textContent: '' };
    this.lastChild = { textContent: '' };
    this.classes = new Set();
    this.classList = {
      toggle: (name, on) => (on ? this.classes.add(name) : this.classes.delete(name)),
    };
  }

  querySelector() {
    return this.text;
  }
}

let sessions;
let requests;

// A page that records into session "one".
async function recording() {
  requests = [];
  globalThis.fetch = async (path, { method }) => {
    requests.push(`${method} ${path}`);
    const body = path === '/v1/sessions' && method === 'GET' ? [] : { id: 'one' };
    return { ok: true, status: 200, json: async () => body };
  };
  const stream = new EventTarget();
  stream.told = [];
  stream.tell = (message) => stream.told.push(message);
  const said = [];
  const elements = {
    record: new Button(),
    calibrate: new Button(),
    list: { replaceChildren() {}, querySelector() {} },
    name: { value: '' },
  };
  sessions = new Sessions(stream, elements, (text) => said.push(text));
  await sessions.toggle();
  const server = (detail) => stream.dispatchEvent(Object.assign(new Event('session'), { detail }));
  return { stream, elements, said, server };
}

afterEach(() => sessions.forget());

test('a store that takes nothing interrupts the recording, which is still shown', async () => {
  const { elements, said, server } = await recording();
  server({ session: null, waiting: 'one', reason: 'the disk is full' });
  sessions.tick();
  assert.equal(said.at(-1), 'Nothing can be recorded for now: the disk is full.');
  assert.ok(elements.record.classes.has('recording'));
  assert.match(elements.record.text.textContent, /^Stop .*interrupted/);
  server({ session: 'one' });
  assert.equal(said.at(-1), 'Recording goes on.');
  sessions.tick();
  assert.doesNotMatch(elements.record.text.textContent, /interrupted/);
});

test('a session that was taken is recorded no longer, by the server neither', async () => {
  const { stream, elements, server } = await recording();
  server({ session: null, reason: 'another process writes to it' });
  assert.equal(elements.record.text.textContent, 'Record a session');
  assert.deepEqual(stream.told.at(-1), { type: 'session', session: null });
});

test('pressing the button again while a session begins does not begin another', async () => {
  await recording();
  await sessions.toggle();
  requests.length = 0;
  await Promise.all([sessions.toggle(), sessions.toggle()]);
  assert.deepEqual(requests, ['POST /v1/sessions', 'GET /v1/sessions']);
});
