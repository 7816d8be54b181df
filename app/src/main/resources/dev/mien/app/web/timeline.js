// The last three minutes: one strip for each person, coloured by expression, with a line for valence.
import { EMOTIONS, colour } from './emotions.js';
import { position, RecentFaces, ticks } from './recent.js';

const ROW = 46;
const LOW_ROW = 32;
const LEFT = 72;
const RIGHT = 8;
const FOOT = 22;
const NARROW = 520;

export class Timeline {
  constructor(canvas, legend) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
    this.recent = new RecentFaces();
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
    this.recent.clear();
    this.draw();
  }

  add(time, faces) {
    this.recent.add(time, faces);
    this.canvas.dataset.points = this.recent.points.length;
    // Four times a second is enough for something that moves so slowly.
    if (!this.due) {
      this.due = setTimeout(() => {
        this.due = undefined;
        this.draw();
      }, 250);
    }
  }

  mark(time, name) {
    this.recent.mark(time, name);
  }

  draw() {
    const { canvas, context, recent } = this;
    const style = getComputedStyle(document.documentElement);
    const faint = style.getPropertyValue('--faint');
    const line = style.getPropertyValue('--line');
    const tracks = recent.tracks();
    const rows = Math.max(1, tracks.length);
    const high = rows > 3 ? LOW_ROW : ROW;
    const ratio = window.devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const right = width - RIGHT;
    const height = rows * high + FOOT;
    canvas.style.height = `${height}px`;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.font = '12px system-ui, sans-serif';
    const { now } = recent;
    const x = position(LEFT, right, now);
    context.fillStyle = line;
    for (let row = 0; row < rows; row += 1) {
      context.globalAlpha = 0.4;
      context.fillRect(LEFT, row * high + 4, right - LEFT, high - 10);
    }
    context.globalAlpha = 1;
    tracks.forEach((track, row) => this.row(track, row * high + 4, high - 10, x, faint));
    context.strokeStyle = faint;
    context.setLineDash([3, 3]);
    context.fillStyle = faint;
    for (const mark of recent.marks) {
      context.beginPath();
      context.moveTo(x(mark.time), 2);
      context.lineTo(x(mark.time), rows * high);
      context.stroke();
    }
    context.setLineDash([]);
    for (const { back, text } of ticks(width < NARROW ? 60 : 30)) {
      context.textAlign = back === 0 ? 'right' : 'center';
      context.fillText(text, back === 0 ? right : Math.max(LEFT, x(now - back)), rows * high + 14);
    }
    context.textAlign = 'left';
  }

  row(track, top, height, x, faint) {
    const { context } = this;
    context.fillStyle = faint;
    context.fillText(`Face ${track}`, 0, top + height / 2 + 4);
    const strips = this.recent.strips(track);
    for (const { from, to, face } of strips) {
      context.globalAlpha = 0.35 + 0.65 * face.confidence;
      context.fillStyle = colour(face.label);
      context.fillRect(x(from), top, Math.max(0.6, x(to) - x(from) + 0.4), height);
    }
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    context.strokeStyle = 'rgba(16, 18, 27, .75)';
    context.beginPath();
    for (const { from, face, joined } of strips) {
      const valence = top + (height * (1 - face.valence)) / 2;
      if (joined) {
        context.lineTo(x(from), valence);
      } else {
        context.moveTo(x(from), valence);
      }
    }
    context.stroke();
  }
}
