// Boxes, names and attention over the picture.
import { colour, percent } from './emotions.js';
import { cells, Fit, labelPlace } from './geometry.js';

export class Overlay {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
  }

  clear() {
    this.drawn = undefined;
    this.wipe();
  }

  wipe() {
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  // faces: [{box, label, confidence, name}]; coordinates in pixels of a frame of width x height.
  // The canvas is as large as it is shown on the page, unless another size is given.
  draw(faces, width, height, mirrored, attention, size) {
    this.drawn = [faces, width, height, mirrored, attention, size];
    const { canvas, context } = this;
    const ratio = size?.ratio ?? (window.devicePixelRatio || 1);
    const shown = size ?? canvas.getBoundingClientRect();
    if (canvas.width !== Math.round(shown.width * ratio)) {
      canvas.width = Math.round(shown.width * ratio);
    }
    if (canvas.height !== Math.round(shown.height * ratio)) {
      canvas.height = Math.round(shown.height * ratio);
    }
    this.wipe();
    const fit = new Fit(width, height, shown, mirrored);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const map of attention ?? []) {
      this.tint(map, fit);
    }
    const places = faces.map(({ box }) => fit.box(box));
    faces.forEach((face, index) => this.box(face, places[index]));
    const taken = [];
    faces.forEach((face, index) => this.label(face, places[index], shown, taken));
  }

  // The same again: the place on the page has another size.
  redraw() {
    if (this.drawn) {
      this.draw(...this.drawn);
    }
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

  label(face, place, shown, taken) {
    const { context } = this;
    const text = `${face.name}  ${face.label} ${percent(face.confidence)}`;
    context.font = '600 15px system-ui, sans-serif';
    const width = context.measureText(text).width + 20;
    const { left, top } = labelPlace(place, width, shown, taken);
    taken.push({ left, top, width });
    context.fillStyle = 'rgba(14, 16, 24, .82)';
    this.rounded(left, top, width, 28, 9);
    context.fill();
    context.fillStyle = colour(face.label);
    context.fillRect(left + 10, top + 23, (width - 20) * face.confidence, 2.5);
    context.fillStyle = '#fff';
    context.fillText(text, left + 10, top + 18);
  }

  rounded(left, top, width, height, radius) {
    this.context.beginPath();
    this.context.roundRect(left, top, width, height, radius);
  }

  // The map's cells, warm where the model looked.
  tint(map, fit) {
    const { context } = this;
    for (const { weight, corners } of cells(map)) {
      context.fillStyle = `rgba(255, 90, 40, ${0.6 * weight})`;
      context.beginPath();
      for (const [x, y] of corners) {
        context.lineTo(fit.x(x), fit.y(y));
      }
      context.fill();
    }
  }
}
