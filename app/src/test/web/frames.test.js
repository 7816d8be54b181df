import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FramesInFlight, frameMessage } from '#web/frames.js';

test('frameMessage: eight bytes of time, the highest first, then the JPEG', () => {
  const message = frameMessage(Uint8Array.of(0xff, 0xd8, 0xff).buffer, 1.5);
  assert.deepEqual([...message], [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xff, 0xd8, 0xff]);
});

describe('FramesInFlight', () => {
  test('two are on their way at most', () => {
    const frames = new FramesInFlight();
    frames.add(10);
    assert.equal(frames.full, false);
    frames.add(20);
    assert.equal(frames.full, true);
    assert.equal(frames.answered(1), 10);
    assert.equal(frames.full, false);
  });

  test('an answer takes away the frames before it', () => {
    const frames = new FramesInFlight();
    frames.add(10);
    frames.add(20);
    assert.equal(frames.answered(2), 20);
    frames.add(30);
    assert.equal(frames.full, false);
    assert.equal(frames.answered(1), undefined);
    assert.equal(frames.answered(3), 30);
  });

  test('a new connection counts from one', () => {
    const frames = new FramesInFlight();
    frames.add(10);
    frames.clear();
    frames.add(20);
    assert.equal(frames.answered(1), 20);
  });
});
