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
    // Earlier pages kept the default rules, too, as if somebody had chosen them.
    this.applied = (stored(STORED) ?? DEFAULT_RULES) !== DEFAULT_RULES;
    elements.text.value = stored(STORED) ?? DEFAULT_RULES;
    elements.apply.addEventListener('click', () => this.apply());
    stream.addEventListener('hello', ({ detail }) => this.begin(detail.rules));
    stream.addEventListener('rules', ({ detail }) => this.accepted(detail.count));
  }

  // Rules that the server was started with hold until somebody applies others here.
  begin(ofServer) {
    if (ofServer > 0 && !this.applied) {
      this.accepted(ofServer, ' of the server');
    } else {
      this.tell();
    }
  }

  apply() {
    this.applied = true;
    store(STORED, this.elements.text.value);
    this.tell();
  }

  tell() {
    this.stream.tell({ type: 'rules', rules: this.elements.text.value });
  }

  accepted(count, whose = '') {
    this.elements.state.textContent =
      count === 1 ? `One rule${whose} is watched.` : `${count} rules${whose} are watched.`;
  }

  refused(reason) {
    this.elements.state.textContent = reason;
  }
}
