// Whether the server tells where the model looked.

export class Attention {
  constructor(button, stream) {
    this.button = button;
    this.stream = stream;
    this.on = false;
    button.addEventListener('click', () => this.toggle());
    stream.addEventListener('hello', () => this.tell());
  }

  toggle() {
    this.on = !this.on;
    this.button.setAttribute('aria-pressed', this.on);
    this.tell();
  }

  tell() {
    this.stream.tell({ type: 'attention', on: this.on });
  }
}
