// Light or dark: as the system says, until somebody chooses; the browser keeps the choice.

import { store, stored } from './storage.js';

const STORED = 'mien-theme';

export class Theme extends EventTarget {
  constructor(button) {
    super();
    button.addEventListener('click', () => this.choose(this.dark ? 'light' : 'dark'));
    const chosen = stored(STORED);
    if (chosen) {
      this.choose(chosen);
    }
  }

  get dark() {
    const { theme } = document.documentElement.dataset;
    return theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  }

  choose(theme) {
    document.documentElement.dataset.theme = theme;
    store(STORED, theme);
    this.dispatchEvent(new Event('change'));
  }
}
