// Files that were opened together, one at a time; photos can be saved with what was found in them.
import { Overlay } from './overlay.js';

// Labels are drawn as large as on a picture of this width.
const READABLE_WIDTH = 900;

export function annotatedName(photo) {
  return `${photo.replace(/\.[^.]*$/, '')}-annotated.png`;
}

export class Gallery {
  // elements: {bar, previous, next, position, save, photo}; show is called with the file to look at.
  constructor(elements, show) {
    this.elements = elements;
    this.show = show;
    this.files = [];
    this.index = 0;
    elements.previous.addEventListener('click', () => this.go(-1));
    elements.next.addEventListener('click', () => this.go(1));
    elements.save.addEventListener('click', () => this.save());
  }

  open(files) {
    if (files.length > 0) {
      this.files = files;
      this.index = 0;
      this.update();
    }
  }

  clear() {
    this.files = [];
    this.answer = undefined;
    this.elements.bar.hidden = true;
  }

  go(step) {
    const index = this.index + step;
    if (index >= 0 && index < this.files.length) {
      this.index = index;
      this.update();
    }
  }

  update() {
    const { bar, previous, next, position, save } = this.elements;
    this.answer = undefined;
    save.disabled = true;
    previous.disabled = this.index === 0;
    next.disabled = this.index === this.files.length - 1;
    position.textContent = `${this.index + 1} of ${this.files.length}`;
    for (const element of [previous, next, position]) {
      element.hidden = this.files.length < 2;
    }
    bar.hidden = false;
    this.show(this.files[this.index]);
  }

  // The photo that is shown was read.
  analysed(faces, { width, height }) {
    this.answer = { faces, width, height };
    this.elements.save.disabled = false;
  }

  // The photo with boxes and labels, in its own size, as a download.
  async save() {
    const { faces, width, height } = this.answer;
    const name = annotatedName(this.files[this.index].name);
    const picture = document.createElement('canvas');
    const boxes = document.createElement('canvas');
    for (const canvas of [picture, boxes]) {
      canvas.width = width;
      canvas.height = height;
    }
    const scale = Math.max(1, width / READABLE_WIDTH);
    new Overlay(boxes).draw(faces, width, height, false, [], {
      width: width / scale,
      height: height / scale,
      ratio: scale,
    });
    const context = picture.getContext('2d');
    context.drawImage(this.elements.photo, 0, 0, width, height);
    context.drawImage(boxes, 0, 0);
    const blob = await new Promise((done) => picture.toBlob(done, 'image/png'));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
}
