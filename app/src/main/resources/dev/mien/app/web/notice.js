// One sentence over the picture: what went wrong, or what to do next.

const SHOWN_FOR = 6000;

export class Notice {
  constructor(element) {
    this.element = element;
    // What was said belongs to the action before: the next one takes it away.
    for (const action of ['click', 'keydown', 'drop']) {
      addEventListener(action, () => this.hide(), { capture: true });
    }
  }

  say(text) {
    this.element.textContent = text;
    this.element.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hide(), SHOWN_FOR);
  }

  hide() {
    this.element.hidden = true;
  }
}
