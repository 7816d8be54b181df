// The last three minutes: one strip for each person, coloured by expression, with a line for valence.
import { EMOTIONS, colour } from './emotions.js';

const SECONDS = 180;
const ROW = 46;
const LOW_ROW = 32;
const LEFT = 72;
const FOOT = 22;
const MAX_ROWS = 6;
const NARROW = 520;

export class Timeline {
  constructor(canvas, legend) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
    this.points = []; // {time, faces: [{track, label, confidence, valence}]}
    this.marks = [];
    for (const [emotion, shade] of [...EMOTIONS, ['uncertain', colour('uncertain')]]) {
      const item = document.createElement('li');
      const dot = document.createElement('i');
      dot.className = 'dot';
      dot.style.background = shade;
      item.append(dot, emotion);
      legend.append(item);
    }
    this.draw();
  }

  clear() {
    this.points = [];
    this.marks = [];
    this.draw();
  }

  add(time, faces) {
    this.points.push({ time, faces });
    while (this.points[0].time < time - SECONDS) {
      this.points.shift();
    }
    this.marks = this.marks.filter((mark) => mark.time >= time - SECONDS);
    this.canvas.dataset.points = this.points.length;
    // Four times a second is enough for something that moves so slowly.
    if (!this.due) {
      this.due = setTimeout(() => {
        this.due = undefined;
        this.draw();
      }, 250);
    }
  }

  mark(time, name) {
    this.marks.push({ time, name });
  }

  draw() {
    const { canvas, context } = this;
    const style = getComputedStyle(document.documentElement);
    const faint = style.getPropertyValue('--faint');
    const line = style.getPropertyValue('--line');
    const tracks = this.latestTracks();
    const rows = Math.max(1, tracks.length);
    const high = rows > 3 ? LOW_ROW : ROW;
    const ratio = window.devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = rows * high + FOOT;
    canvas.style.height = `${height}px`;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.font = '12px system-ui, sans-serif';
    const now = this.points.length ? this.points[this.points.length - 1].time : 0;
    const x = (time) => LEFT + (width - LEFT - 8) * (1 - (now - time) / SECONDS);
    context.fillStyle = line;
    for (let row = 0; row < rows; row += 1) {
      context.globalAlpha = 0.4;
      context.fillRect(LEFT, row * high + 4, width - LEFT - 8, high - 10);
    }
    context.globalAlpha = 1;
    tracks.forEach((track, row) => this.row(track, row * high + 4, high - 10, x, faint));
    context.strokeStyle = faint;
    context.setLineDash([3, 3]);
    context.fillStyle = faint;
    for (const mark of this.marks) {
      context.beginPath();
      context.moveTo(x(mark.time), 2);
      context.lineTo(x(mark.time), rows * high);
      context.stroke();
    }
    context.setLineDash([]);
    for (let back = 0; back <= SECONDS; back += width < NARROW ? 60 : 30) {
      const text =
        back === 0 ? 'now' : `−${Math.floor(back / 60)}:${String(back % 60).padStart(2, '0')}`;
      context.textAlign = back === 0 ? 'right' : 'center';
      context.fillText(
        text,
        back === 0 ? width - 8 : Math.max(LEFT, x(now - back)),
        rows * high + 14,
      );
    }
    context.textAlign = 'left';
  }

  // Those who were seen last, in the order of their numbers.
  latestTracks() {
    const latest = new Map();
    this.points.forEach((point, index) =>
      point.faces.forEach((face) => latest.set(face.track, index)),
    );
    return [...latest.keys()]
      .sort((a, b) => latest.get(b) - latest.get(a))
      .slice(0, MAX_ROWS)
      .sort((a, b) => a - b);
  }

  row(track, top, height, x, faint) {
    const { context, points } = this;
    context.fillStyle = faint;
    context.fillText(`Face ${track}`, 0, top + height / 2 + 4);
    let before;
    const curve = [];
    for (let i = 0; i < points.length; i += 1) {
      const face = points[i].faces.find((f) => f.track === track);
      const end = points[Math.min(points.length - 1, i + 1)].time;
      const longest = Math.min(end, points[i].time + 1);
      if (face) {
        const left = x(points[i].time);
        context.globalAlpha = 0.35 + 0.65 * face.confidence;
        context.fillStyle = colour(face.label);
        context.fillRect(left, top, Math.max(0.6, x(longest) - left + 0.4), height);
        curve.push([left, top + (height * (1 - face.valence)) / 2, before === i - 1]);
        before = i;
      }
    }
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    context.strokeStyle = 'rgba(16, 18, 27, .75)';
    context.beginPath();
    for (const [px, py, joined] of curve) {
      if (joined) {
        context.lineTo(px, py);
      } else {
        context.moveTo(px, py);
      }
    }
    context.stroke();
  }
}
