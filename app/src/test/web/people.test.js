import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { People } from '#web/people.js';

let spoken;
let people;
let now;
let timers;

// Time goes on by "pass" alone.
beforeEach(() => {
  now = 0;
  timers = [];
  Object.defineProperty(globalThis, 'performance', {
    configurable: true,
    writable: true,
    value: { now: () => now },
  });
  globalThis.setTimeout = (action, wait) => {
    const timer = { action, at: now + wait };
    timers.push(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => {
    timers = timers.filter((other) => other !== timer);
  };
  spoken = { textContent: '' };
  people = new People({ replaceChildren() {} }, spoken);
});

function pass(milliseconds) {
  now += milliseconds;
  const due = timers.filter((timer) => timer.at <= now);
  timers = timers.filter((timer) => timer.at > now);
  due.forEach((timer) => timer.action());
}

test('what is shown first is said at once, the next after a pause', () => {
  people.speak('Face 1: anger');
  pass(1);
  assert.equal(spoken.textContent, 'Face 1: anger');
  people.speak('Face 1: fear');
  people.speak('Face 1: sadness');
  pass(1000);
  assert.equal(spoken.textContent, 'Face 1: anger');
  pass(2000);
  assert.equal(spoken.textContent, 'Face 1: sadness');
});

test('a second picture is spoken of even if the first has just been', () => {
  people.speak('Face 1: anger');
  pass(1);
  people.clear();
  people.speak('Face 1: anger');
  pass(1000);
  assert.equal(spoken.textContent, '');
  pass(2000);
  assert.equal(spoken.textContent, 'Face 1: anger');
});

test('nobody is said of an empty picture only', () => {
  people.clear();
  pass(5000);
  assert.equal(spoken.textContent, '');
  people.speak('');
  pass(1);
  assert.equal(spoken.textContent, 'Nobody in sight');
});
