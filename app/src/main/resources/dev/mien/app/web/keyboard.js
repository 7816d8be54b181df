// Keys that press buttons. They can be switched off, for those whose keys are pressed by speech input
// or by accident.
import { store, stored } from './storage.js';

const STORED = 'mien-shortcuts';

const BUTTONS = new Map([
  ['c', 'camera'],
  ['a', 'attention'],
  ['m', 'mirror'],
  ['s', 'record'],
  ['n', 'calibrate'],
  ['arrowleft', 'previous'],
  ['arrowright', 'next'],
]);

// The id of the button that a key stands for, if any; with a modifier it is the browser's, and a key
// that is held is pressed once.
export function shortcut({ key, ctrlKey, metaKey, altKey, repeat }) {
  return ctrlKey || metaKey || altKey || repeat ? undefined : BUTTONS.get(key.toLowerCase());
}

// on: the checkbox that switches the keys on and off.
export function listenForShortcuts(dialog, on) {
  on.checked = stored(STORED) !== 'off';
  on.addEventListener('change', () => store(STORED, on.checked ? 'on' : 'off'));
  addEventListener('keydown', (key) => {
    // Films have keys of their own.
    if (!on.checked || dialog.open || key.target.matches('input, textarea, video')) {
      return;
    }
    const button = shortcut(key);
    if (button) {
      document.getElementById(button).click();
    }
  });
}
