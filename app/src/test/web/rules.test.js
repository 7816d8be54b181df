import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Rules } from '#web/rules.js';

let stream;
let elements;

beforeEach(() => {
  const kept = new Map();
  globalThis.localStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
  };
  stream = new EventTarget();
  stream.told = [];
  stream.tell = (message) => stream.told.push(message);
  elements = { text: { value: '' }, apply: new EventTarget(), state: { textContent: '' } };
  new Rules(elements, stream);
});

const hello = (rules) =>
  stream.dispatchEvent(Object.assign(new Event('hello'), { detail: { rules } }));

test('a server without rules watches those of the page', () => {
  hello(0);
  assert.match(stream.told[0].rules, /^smile:/);
});

test('the rules of the server hold until others are applied', () => {
  hello(2);
  assert.deepEqual(stream.told, []);
  assert.equal(elements.state.textContent, '2 rules of the server are watched.');
  elements.text.value = 'grin: happiness > 0.5 for 1s';
  elements.apply.dispatchEvent(new Event('click'));
  hello(2);
  assert.equal(stream.told.length, 2);
  assert.match(stream.told[1].rules, /^grin:/);
});
