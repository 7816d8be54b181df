// The rules that the server watches on the stream; the browser keeps their text.

import { store, stored } from './storage.js';

const STORED = 'mien-rules';
const DEFAULT_RULES = `smile: happiness > 0.7 for 1s, release 0.5
help: anger or sadness > 0.6 for 3s, release 0.4, cool-down 30s
away: no face for 3s`;

export class Rules {
  // elements: {text, apply, state}
  constructor(elements, stream) {
    this.elements = elements;
    this.stream = stream;
    elements.text.value = stored(STORED) ?? DEFAULT_RULES;
    elements.apply.addEventListener('click', () => this.apply());
    stream.addEventListener('hello', () => this.apply());
    stream.addEventListener('rules', ({ detail }) => this.accepted(detail.count));
  }

  apply() {
    const rules = this.elements.text.value;
    store(STORED, rules);
    this.stream.tell({ type: 'rules', rules });
  }

  accepted(count) {
    this.elements.state.textContent =
      count === 1 ? 'One rule is watched.' : `${count} rules are watched.`;
  }

  refused(reason) {
    this.elements.state.textContent = reason;
  }
}
