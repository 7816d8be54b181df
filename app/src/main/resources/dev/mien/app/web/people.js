// One card for each person who can be seen: name, label, bars, quality.
import { colour, EMOTIONS, mostProbable, NAMES, percent } from './emotions.js';

const SPEAK_EVERY = 3000;
// Of more people than that each shows only what is most probable.
const FEW = 3;
const SHOWN_OF_MANY = 3;

export class People {
  constructor(element, spoken) {
    this.element = element;
    this.spoken = spoken;
    this.cards = new Map();
    this.said = undefined;
    this.saidAt = -SPEAK_EVERY;
  }

  // faces: [{track, label, scores, reasons}], missing: [track]
  show(faces, missing) {
    this.display(faces, missing);
    this.speak(faces.map((face) => `Face ${face.track}: ${face.label}`).join('. '));
  }

  display(faces, missing) {
    const present = new Set([...faces.map((face) => face.track), ...missing]);
    for (const [track, card] of this.cards) {
      if (!present.has(track)) {
        card.root.remove();
        this.cards.delete(track);
      }
    }
    if (this.cards.size === 0) {
      this.element.replaceChildren();
    }
    for (const face of faces) {
      const card = this.cards.get(face.track) ?? this.add(face.track);
      card.root.classList.remove('away');
      card.label.textContent = face.label;
      card.dot.style.background = colour(face.label);
      card.numbers.textContent = ['valence', 'arousal', 'ambiguity']
        .map((name) => `${name} ${face.scores[name].toFixed(2).replace('-', '−')}`)
        .join(' · ');
      card.reasons.textContent = face.reasons
        .map((reason) => reason.replaceAll('_', ' '))
        .join(', ');
      const { probabilities } = face.scores;
      const shown = present.size > FEW ? mostProbable(probabilities, SHOWN_OF_MANY) : NAMES;
      for (const emotion of NAMES) {
        const probability = probabilities[emotion];
        const bar = card.bars.get(emotion);
        bar.item.hidden = !shown.includes(emotion);
        bar.fill.style.transform = `scaleX(${probability})`;
        bar.value.textContent = percent(probability);
      }
    }
    for (const track of missing) {
      const card = this.cards.get(track);
      if (card) {
        card.root.classList.add('away');
        card.reasons.textContent = 'not in sight';
      }
    }
    if (present.size === 0) {
      this.element.innerHTML = '<p class="faint">Nobody in sight.</p>';
    }
  }

  add(track) {
    const root = document.createElement('article');
    root.className = 'person';
    root.dataset.track = track;
    const dot = document.createElement('i');
    dot.className = 'dot';
    const name = document.createElement('b');
    name.textContent = `Face ${track}`;
    const label = document.createElement('span');
    label.className = 'label';
    const head = document.createElement('h3');
    head.append(dot, name, label);
    const list = document.createElement('ul');
    list.className = 'bars';
    const bars = new Map();
    for (const [emotion, shade] of EMOTIONS) {
      const item = document.createElement('li');
      const text = document.createElement('span');
      text.textContent = emotion;
      const groove = document.createElement('span');
      groove.className = 'track';
      const fill = document.createElement('i');
      fill.style.background = shade;
      groove.append(fill);
      const value = document.createElement('span');
      value.className = 'value';
      item.append(text, groove, value);
      list.append(item);
      bars.set(emotion, { item, fill, value });
    }
    const numbers = document.createElement('p');
    numbers.className = 'faint numbers';
    const reasons = document.createElement('p');
    reasons.className = 'reasons';
    root.append(head, list, numbers, reasons);
    this.element.append(root);
    const card = { root, dot, label, bars, numbers, reasons };
    this.cards.set(track, card);
    return card;
  }

  clear() {
    this.display([], []);
    this.element.innerHTML = '<p class="faint">Nobody yet.</p>';
    clearTimeout(this.timer);
    this.timer = undefined;
    this.said = undefined;
    this.spoken.textContent = '';
  }

  // Screen readers hear changes, but not every frame: after a pause, what is true by then.
  speak(text) {
    this.toSay = text || 'Nobody in sight';
    this.timer ??= setTimeout(
      () => {
        this.timer = undefined;
        if (this.toSay !== this.said) {
          this.said = this.toSay;
          this.saidAt = performance.now();
          this.spoken.textContent = this.said;
        }
      },
      Math.max(0, this.saidAt + SPEAK_EVERY - performance.now()),
    );
  }
}
