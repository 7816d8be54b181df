// A photo: shown by the browser, read by the server.
import { call } from './api.js';
import { photoFaces } from './faces.js';

export class PhotoAnalysis extends EventTarget {
  constructor(image, stage, say) {
    super();
    this.image = image;
    this.stage = stage;
    this.say = say;
  }

  // Tells with "analysed": {faces, result, visible}; visible when the browser can show the photo.
  async analyse(file) {
    const { image, stage } = this;
    stage.clear();
    stage.show('photo');
    const turn = stage.turn;
    image.src = URL.createObjectURL(file);
    image.alt = `Your photo ${file.name}`;
    try {
      const bytes = file.slice(0, file.size, 'application/octet-stream');
      const result = await call('POST', '/v1/analyze', bytes);
      const visible = await image.decode().then(
        () => true,
        () => false,
      );
      if (turn === stage.turn) {
        this.announce(result, visible);
      }
    } catch (refused) {
      if (turn === stage.turn) {
        this.say(refused.message);
      }
    }
  }

  announce(result, visible) {
    if (!visible) {
      this.say('The browser cannot show this picture; the answer is right all the same.');
    }
    const faces = photoFaces(result);
    this.dispatchEvent(new CustomEvent('analysed', { detail: { faces, result, visible } }));
    if (faces.length === 0) {
      this.say('No face was found in this photo.');
    }
  }
}
