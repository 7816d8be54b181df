// What the place of the picture shows: nothing, the camera, a film or a photo.

export class Stage extends EventTarget {
  // elements: {frame, photo, welcome, camera, cameraState, mirror}
  constructor(elements) {
    super();
    this.elements = elements;
    this.source = 'none';
    this.asMirror = true;
    // Grows with every change: an answer for what was shown before is stale.
    this.turn = 0;
    elements.mirror.addEventListener('click', () => this.toggleMirror());
  }

  get live() {
    return this.source === 'camera' || this.source === 'film';
  }

  get mirrored() {
    return this.source === 'camera' && this.asMirror;
  }

  // Ends what is shown; who takes part in it hears "clear".
  clear() {
    this.turn += 1;
    this.dispatchEvent(new Event('clear'));
    this.show('none');
  }

  show(source) {
    this.source = source;
    const { frame, photo, welcome, camera, cameraState } = this.elements;
    const on = source === 'camera';
    frame.className = source === 'none' ? 'empty' : source;
    frame.classList.toggle('mirrored', this.mirrored);
    photo.hidden = source !== 'photo';
    welcome.hidden = source !== 'none';
    camera.setAttribute('aria-pressed', on);
    camera.lastChild.textContent = on ? ' Turn off' : ' Camera';
    cameraState.classList.toggle('off', !on);
    cameraState.querySelector('span').textContent = on ? 'camera on' : 'camera off';
    this.dispatchEvent(new Event('show'));
  }

  toggleMirror() {
    this.asMirror = !this.asMirror;
    this.elements.mirror.setAttribute('aria-pressed', this.asMirror);
    this.elements.frame.classList.toggle('mirrored', this.mirrored);
  }
}
