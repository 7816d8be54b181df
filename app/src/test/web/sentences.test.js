import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openCamera } from '#web/camera.js';
import { minutesAndSeconds } from '#web/duration.js';
import { description } from '#web/events.js';
import { annotatedName } from '#web/gallery.js';
import { privacy } from '#web/privacy.js';

test('minutesAndSeconds', () => {
  assert.deepEqual([0, 9.9, 60, 75, 600].map(minutesAndSeconds), [
    '0:00',
    '0:09',
    '1:00',
    '1:15',
    '10:00',
  ]);
});

test('an event names its face, or that nobody is there', () => {
  assert.equal(description({ kind: 'started', track: 2, time: 65.4 }), 'started · face 2 · 1:05');
  assert.equal(description({ kind: 'ended', track: 0, time: 3 }), 'ended · nobody in sight · 0:03');
});

test('a saved photo has the name of its file without the ending', () => {
  assert.equal(annotatedName('party.2024.jpg'), 'party.2024-annotated.png');
  assert.equal(annotatedName('party'), 'party-annotated.png');
});

test('privacy: only names of this machine stay on it', () => {
  for (const host of ['localhost', '127.0.0.1', '[::1]']) {
    assert.equal(privacy(host), 'Pixels stay on this machine');
  }
  assert.equal(
    privacy('localhost.example.org'),
    'Pixels go to localhost.example.org and nowhere else',
  );
});

describe('a camera that cannot be used', () => {
  function refusing(name, message) {
    return {
      getUserMedia: () => Promise.reject(Object.assign(new Error(message), { name })),
    };
  }

  test('on a page without https', () =>
    assert.rejects(openCamera(undefined), /to https pages and to localhost only/));

  test('by the person', () =>
    assert.rejects(openCamera(refusing('NotAllowedError', 'denied')), /allow it in the address/));

  test('for another reason', () =>
    assert.rejects(
      openCamera(refusing('NotReadableError', 'in use')),
      /The camera cannot be used: in use/,
    ));
});
