// The web cam; why it cannot be used is said in one sentence.

const WANTED = {
  video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } },
  audio: false,
};

// devices: navigator.mediaDevices, which is there on https pages and on localhost only.
export async function openCamera(devices) {
  if (!devices) {
    throw new Error('Browsers give the camera to https pages and to localhost only.');
  }
  try {
    return await devices.getUserMedia(WANTED);
  } catch (refused) {
    throw new Error(
      refused.name === 'NotAllowedError'
        ? 'The browser does not let this page use the camera: allow it in the address bar.'
        : `The camera cannot be used: ${refused.message}`,
      { cause: refused },
    );
  }
}
