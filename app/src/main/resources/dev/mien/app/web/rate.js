// How many frames a second are answered, and how long an answer takes.

const WINDOW = 2000;
const SHOW_EVERY = 300;

// The answers of the last two seconds; times are in milliseconds.
export class AnswerTimes {
  constructor() {
    this.answers = [];
  }

  clear() {
    this.answers = [];
  }

  add(captured, now) {
    this.answers.push({ now, latency: now - captured });
    while (this.answers[0].now < now - WINDOW) {
      this.answers.shift();
    }
  }

  // Answers a second; undefined while there is only one.
  get rate() {
    const count = this.answers.length;
    const span = Math.max(this.answers[count - 1].now - this.answers[0].now, 1);
    return count > 1 ? ((count - 1) * 1000) / span : undefined;
  }

  get latency() {
    const sum = this.answers.reduce((total, answer) => total + answer.latency, 0);
    return sum / this.answers.length;
  }
}

export class RateDisplay {
  constructor(rate, latency) {
    this.rate = rate;
    this.latency = latency;
    this.times = new AnswerTimes();
    this.shown = -Infinity;
  }

  clear() {
    this.times.clear();
    this.rate.textContent = '–';
    this.latency.textContent = '–';
  }

  add(captured) {
    const now = performance.now();
    this.times.add(captured, now);
    if (now - this.shown >= SHOW_EVERY) {
      this.shown = now;
      this.rate.textContent = this.times.rate?.toFixed(0) ?? '–';
      this.latency.textContent = this.times.latency.toFixed(0);
    }
  }
}
