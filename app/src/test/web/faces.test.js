import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liveFaces, photoFaces } from '#web/faces.js';

const BOX = { left: 1, top: 2, width: 3, height: 4 };
const SURE = { emotion: 'happiness', probabilities: { neutral: 0.1, happiness: 0.9 } };
const UNSURE = { emotion: 'uncertain', probabilities: { neutral: 0.45, happiness: 0.4 } };

test('faces of a photo are counted from one', () => {
  const quality = { reasons: ['too_small'] };
  const faces = photoFaces({
    faces: [
      { box: BOX, quality, ...SURE },
      { box: BOX, quality, ...UNSURE },
    ],
  });
  assert.deepEqual(
    faces.map(({ track, name, label, confidence }) => [track, name, label, confidence]),
    [
      [1, '1', 'happiness', 0.9],
      [2, '2', 'uncertain', 0.45],
    ],
  );
  assert.deepEqual(faces[0].reasons, ['too_small']);
  assert.equal(faces[0].box, BOX);
});

test('faces of a frame keep their tracks and show the smoothed scores', () => {
  const [face] = liveFaces({
    faces: [{ track: 7, box: BOX, quality: { reasons: [] }, ...UNSURE, smoothed: SURE }],
  });
  assert.equal(face.track, 7);
  assert.equal(face.label, 'happiness');
  assert.equal(face.scores, SURE);
  assert.equal(face.confidence, 0.9);
});
