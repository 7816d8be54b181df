// Boxes, names and attention over the picture.
import { colour, percent } from './emotions.js';

export class Overlay {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
  }

  clear() {
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  // faces: [{box, label, confidence, name}]; coordinates in pixels of a frame of width x height.
  // The canvas is as large as it is shown on the page, unless another size is given.
  draw(faces, width, height, mirrored, attention, size) {
    const { canvas, context } = this;
    const ratio = size?.ratio ?? (window.devicePixelRatio || 1);
    const shown = size ?? canvas.getBoundingClientRect();
    if (canvas.width !== Math.round(shown.width * ratio)) {
      canvas.width = Math.round(shown.width * ratio);
    }
    if (canvas.height !== Math.round(shown.height * ratio)) {
      canvas.height = Math.round(shown.height * ratio);
    }
    this.clear();
    // The picture is fitted into the canvas as object-fit: contain does.
    const scale = Math.min(shown.width / width, shown.height / height);
    const left = (shown.width - width * scale) / 2;
    const top = (shown.height - height * scale) / 2;
    const x = (value) => left + (mirrored ? width - value : value) * scale;
    const y = (value) => top + value * scale;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const map of attention ?? []) {
      this.tint(map, x, y);
    }
    const places = faces.map(({ box }) => ({
      left: x(mirrored ? box.left + box.width : box.left),
      top: y(box.top),
      width: box.width * scale,
      height: box.height * scale,
    }));
    faces.forEach((face, index) => this.box(face, places[index]));
    const taken = [];
    faces.forEach((face, index) => this.label(face, places[index], shown, taken));
  }

  box(face, { left, top, width, height }) {
    const { context } = this;
    context.lineJoin = 'round';
    context.lineWidth = 6;
    context.strokeStyle = 'rgba(0, 0, 0, .45)';
    this.rounded(left, top, width, height, 12);
    context.stroke();
    context.lineWidth = 3;
    context.strokeStyle = colour(face.label);
    context.stroke();
  }

  // Above the face, or wherever it covers no other label.
  label(face, { left, top, width, height }, shown, taken) {
    const { context } = this;
    const text = `${face.name}  ${face.label} ${percent(face.confidence)}`;
    context.font = '600 15px system-ui, sans-serif';
    const wide = context.measureText(text).width + 20;
    const place = [
      [left, top - 34],
      [left, top + height + 6],
      [left + width - wide, top - 34],
      [left + width - wide, top + height + 6],
      [left, top - 66],
      [left, top + height + 38],
    ]
      .map(([l, t]) => ({
        left: Math.max(4, Math.min(shown.width - wide - 4, l)),
        top: Math.max(4, Math.min(shown.height - 32, t)),
      }))
      .find((p) =>
        taken.every(
          (t) =>
            p.left > t.left + t.wide ||
            t.left > p.left + wide ||
            p.top > t.top + 28 ||
            t.top > p.top + 28,
        ),
      ) ?? { left: Math.max(4, left), top: Math.max(4, top - 34) };
    taken.push({ ...place, wide });
    const { left: labelLeft, top: labelTop } = place;
    context.fillStyle = 'rgba(14, 16, 24, .82)';
    this.rounded(labelLeft, labelTop, wide, 28, 9);
    context.fill();
    context.fillStyle = colour(face.label);
    context.fillRect(labelLeft + 10, labelTop + 23, (wide - 20) * face.confidence, 2.5);
    context.fillStyle = '#fff';
    context.fillText(text, labelLeft + 10, labelTop + 18);
  }

  rounded(left, top, width, height, radius) {
    this.context.beginPath();
    this.context.roundRect(left, top, width, height, radius);
  }

  // The map's cells, warm where the model looked.
  tint(map, x, y) {
    const { context } = this;
    const [[ox, oy], [rx, ry], [dx, dy]] = map.corners;
    const across = [(rx - ox) / map.columns, (ry - oy) / map.columns];
    const down = [(dx - ox) / map.rows, (dy - oy) / map.rows];
    for (let row = 0; row < map.rows; row += 1) {
      for (let column = 0; column < map.columns; column += 1) {
        const weight = map.weights[row * map.columns + column];
        const corner = (c, r) => [
          ox + c * across[0] + r * down[0],
          oy + c * across[1] + r * down[1],
        ];
        context.fillStyle = `rgba(255, 90, 40, ${0.6 * weight})`;
        context.beginPath();
        for (const [c, r] of [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ]) {
          const [px, py] = corner(column + c, row + r);
          context.lineTo(x(px), y(py));
        }
        context.fill();
      }
    }
  }
}
