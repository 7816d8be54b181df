// What the time line keeps and where it belongs; nothing is drawn here.
import { minutesAndSeconds } from './duration.js';

// The last three minutes.
export const SECONDS = 180;

const MAX_ROWS = 6;
// After a frame nothing is known for longer than that.
const LONGEST_STRIP = 1;

export class RecentFaces {
  constructor() {
    this.clear();
  }

  clear() {
    this.points = []; // {time, faces: [{track, label, confidence, valence}]}
    this.marks = []; // {time, name}
  }

  // faces: as in faces.js; time in seconds.
  add(time, faces) {
    this.points.push({
      time,
      faces: faces.map(({ track, label, confidence, scores }) => ({
        track,
        label,
        confidence,
        valence: scores.valence,
      })),
    });
    while (this.points[0].time < time - SECONDS) {
      this.points.shift();
    }
    this.marks = this.marks.filter((mark) => mark.time >= time - SECONDS);
  }

  mark(time, name) {
    this.marks.push({ time, name });
  }

  get now() {
    return this.points.length > 0 ? this.points[this.points.length - 1].time : 0;
  }

  // Those who were seen last, in the order of their numbers.
  tracks() {
    const latest = new Map();
    this.points.forEach((point, index) =>
      point.faces.forEach((face) => latest.set(face.track, index)),
    );
    return [...latest.keys()]
      .sort((a, b) => latest.get(b) - latest.get(a))
      .slice(0, MAX_ROWS)
      .sort((a, b) => a - b);
  }

  // One face's frames: {from, to, face, joined}; joined when the frame before showed the face too.
  strips(track) {
    const { points } = this;
    const strips = [];
    let before;
    points.forEach((point, index) => {
      const face = point.faces.find((other) => other.track === track);
      if (face) {
        const next = points[Math.min(points.length - 1, index + 1)].time;
        const to = Math.min(next, point.time + LONGEST_STRIP);
        strips.push({ from: point.time, to, face, joined: before === index - 1 });
        before = index;
      }
    });
    return strips;
  }
}

// From time to place: "now" is at the right end, three minutes ago at the left one.
export function position(left, right, now) {
  return (time) => left + (right - left) * (1 - (now - time) / SECONDS);
}

// What is written below the time line, every so many seconds.
export function ticks(step) {
  const found = [];
  for (let back = 0; back <= SECONDS; back += step) {
    found.push({ back, text: back === 0 ? 'now' : `−${minutesAndSeconds(back)}` });
  }
  return found;
}
