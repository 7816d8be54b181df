import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cells, Fit, labelPlace, within } from '#web/geometry.js';

describe('Fit', () => {
  const box = { left: 100, top: 50, width: 200, height: 100 };

  test('a wide picture on a square canvas has bars above and below', () => {
    const fit = new Fit(800, 400, { width: 400, height: 400 }, false);
    assert.equal(fit.scale, 0.5);
    assert.deepEqual(fit.box(box), { left: 50, top: 125, width: 100, height: 50 });
  });

  test('a tall picture on a square canvas has bars left and right', () => {
    const fit = new Fit(400, 800, { width: 400, height: 400 }, false);
    assert.deepEqual(fit.box(box), { left: 150, top: 25, width: 100, height: 50 });
  });

  test('a small picture is enlarged', () => {
    const fit = new Fit(400, 200, { width: 800, height: 600 }, false);
    assert.deepEqual(fit.box(box), { left: 200, top: 200, width: 400, height: 200 });
  });

  test('the corners of the picture are those of the part of the canvas that it covers', () => {
    const fit = new Fit(800, 400, { width: 400, height: 400 }, false);
    assert.deepEqual([fit.x(0), fit.y(0), fit.x(800), fit.y(400)], [0, 100, 400, 300]);
  });

  test('a mirror exchanges left and right, not the bars', () => {
    const fit = new Fit(400, 800, { width: 400, height: 400 }, true);
    assert.deepEqual([fit.x(0), fit.x(400)], [300, 100]);
    assert.deepEqual([fit.y(0), fit.y(800)], [0, 400]);
  });

  test('a mirrored box has its left edge where its right one was', () => {
    const fit = new Fit(800, 400, { width: 400, height: 400 }, true);
    assert.deepEqual(fit.box(box), { left: 250, top: 125, width: 100, height: 50 });
  });
});

describe('labelPlace', () => {
  const shown = { width: 640, height: 480 };
  const face = { left: 200, top: 150, width: 100, height: 120 };

  test('above the face when nothing is in the way', () => {
    assert.deepEqual(labelPlace(face, 160, shown, []), { left: 200, top: 116, width: 160 });
  });

  test('below the face when another label is above', () => {
    const taken = [{ left: 150, top: 110, width: 160 }];
    assert.deepEqual(labelPlace(face, 160, shown, taken), { left: 200, top: 276, width: 160 });
  });

  test('a label beside it is not in the way', () => {
    for (const left of [20, 400]) {
      const taken = [{ left, top: 116, width: 160 }];
      assert.equal(labelPlace(face, 160, shown, taken).top, 116);
    }
  });

  test('not outside of the canvas', () => {
    const corner = { left: 600, top: -10, width: 60, height: 60 };
    assert.deepEqual(labelPlace(corner, 160, shown, []), { left: 476, top: 4, width: 160 });
    const foot = { left: -50, top: 400, width: 60, height: 100 };
    const taken = [{ left: 0, top: 366, width: 160 }];
    assert.deepEqual(labelPlace(foot, 160, shown, taken), { left: 4, top: 448, width: 160 });
  });

  test('above the face all the same when no place is free', () => {
    const taken = [];
    for (let top = 0; top < 480; top += 28) {
      taken.push({ left: 0, top, width: 640 });
    }
    assert.deepEqual(labelPlace(face, 160, shown, taken), { left: 200, top: 116, width: 160 });
  });

  test('the labels of faces close together do not cover each other', () => {
    const taken = [];
    for (const left of [200, 215, 230, 245]) {
      taken.push(labelPlace({ ...face, left }, 60, shown, taken));
    }
    taken.forEach((a, index) =>
      taken.slice(index + 1).forEach((b) => {
        const covers =
          a.left < b.left + 60 && b.left < a.left + 60 && a.top < b.top + 28 && b.top < a.top + 28;
        assert.ok(!covers, `${JSON.stringify(a)} covers ${JSON.stringify(b)}`);
      }),
    );
  });
});

describe('cells', () => {
  test('row by row, from the upper left', () => {
    const found = cells({
      corners: [
        [10, 20],
        [40, 20],
        [10, 40],
      ],
      rows: 2,
      columns: 3,
      weights: [0, 0.1, 0.2, 0.3, 0.4, 0.5],
    });
    assert.equal(found.length, 6);
    assert.deepEqual(found[5], {
      weight: 0.5,
      corners: [
        [30, 30],
        [40, 30],
        [40, 40],
        [30, 40],
      ],
    });
  });

  test('of a turned face they are turned', () => {
    const found = cells({
      corners: [
        [100, 100],
        [100, 120],
        [80, 100],
      ],
      rows: 2,
      columns: 2,
      weights: [1, 0, 0, 0.5],
    });
    assert.deepEqual(found[0].corners, [
      [100, 100],
      [100, 110],
      [90, 110],
      [90, 100],
    ]);
    assert.deepEqual(found[3].corners, [
      [90, 110],
      [90, 120],
      [80, 120],
      [80, 110],
    ]);
  });
});

describe('within', () => {
  test('a large frame becomes smaller and keeps its shape', () => {
    assert.deepEqual(within(640, 1920, 1080), { width: 640, height: 360 });
    assert.deepEqual(within(640, 1080, 1920), { width: 360, height: 640 });
  });

  test('a small frame stays as it is', () => {
    assert.deepEqual(within(640, 320, 240), { width: 320, height: 240 });
  });
});
