import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortcut } from '#web/keyboard.js';

test('a key presses its button, also as a capital', () => {
  assert.equal(shortcut({ key: 'c' }), 'camera');
  assert.equal(shortcut({ key: 'N' }), 'calibrate');
  assert.equal(shortcut({ key: 'ArrowLeft' }), 'previous');
  assert.equal(shortcut({ key: 'x' }), undefined);
});

test('with a modifier a key is the browser’s', () => {
  for (const modifier of ['ctrlKey', 'metaKey', 'altKey']) {
    assert.equal(shortcut({ key: 'c', [modifier]: true }), undefined);
  }
});

test('a key that is held presses its button once', () => {
  assert.equal(shortcut({ key: 's', repeat: true }), undefined);
});
