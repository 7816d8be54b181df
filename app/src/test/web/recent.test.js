import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { position, RecentFaces, ticks } from '#web/recent.js';

function face(track, valence = 0) {
  return { track, label: 'neutral', confidence: 0.5, scores: { valence }, box: {}, reasons: [] };
}

function seen(...frames) {
  const recent = new RecentFaces();
  frames.forEach(([time, ...tracks]) =>
    recent.add(
      time,
      tracks.map((track) => face(track)),
    ),
  );
  return recent;
}

describe('RecentFaces', () => {
  test('keeps of a face what is drawn', () => {
    const recent = new RecentFaces();
    recent.add(3, [face(7, -0.25)]);
    assert.deepEqual(recent.points, [
      { time: 3, faces: [{ track: 7, label: 'neutral', confidence: 0.5, valence: -0.25 }] },
    ]);
    assert.equal(recent.now, 3);
  });

  test('forgets what is older than three minutes', () => {
    const recent = seen([0, 1], [1, 1], [180, 1]);
    assert.deepEqual(
      recent.points.map(({ time }) => time),
      [0, 1, 180],
    );
    recent.add(181.5, []);
    assert.deepEqual(
      recent.points.map(({ time }) => time),
      [180, 181.5],
    );
  });

  test('forgets marks with their time', () => {
    const recent = seen([0]);
    recent.mark(0, 'smile');
    recent.mark(10, 'help');
    recent.add(185, []);
    assert.deepEqual(recent.marks, [{ time: 10, name: 'help' }]);
    recent.clear();
    assert.deepEqual([recent.marks, recent.points, recent.now], [[], [], 0]);
  });

  test('shows six faces at most: those seen last, ordered by number', () => {
    const recent = seen([0, 1, 2], [1, 10, 3, 4], [2, 5, 6, 7]);
    assert.deepEqual(recent.tracks(), [3, 4, 5, 6, 7, 10]);
    recent.add(3, [face(2)]);
    assert.deepEqual(recent.tracks(), [2, 3, 5, 6, 7, 10]);
  });

  test('a strip lasts until the next frame, but no longer than a second', () => {
    const strips = seen([0, 1], [0.5, 1], [4, 1]).strips(1);
    assert.deepEqual(
      strips.map(({ from, to }) => [from, to]),
      [
        [0, 0.5],
        [0.5, 1.5],
        [4, 4],
      ],
    );
  });

  test('strips are joined unless a frame without the face lies between', () => {
    const strips = seen([0, 1], [1, 1], [2, 2], [3, 1]).strips(1);
    assert.deepEqual(
      strips.map(({ joined }) => joined),
      [false, true, false],
    );
  });

  test('a face that was not seen has no strips', () => {
    assert.deepEqual(seen([0, 1]).strips(2), []);
  });
});

test('position: now is at the right, three minutes ago at the left', () => {
  const x = position(72, 432, 200);
  assert.deepEqual([x(200), x(110), x(20)], [432, 252, 72]);
});

test('ticks: from now back to three minutes ago', () => {
  assert.deepEqual(
    ticks(60).map(({ text }) => text),
    ['now', '−1:00', '−2:00', '−3:00'],
  );
  assert.deepEqual(ticks(30)[3], { back: 90, text: '−1:30' });
  assert.equal(ticks(30).length, 7);
});
