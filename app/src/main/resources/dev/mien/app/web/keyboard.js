// Keys that press buttons.

const BUTTONS = new Map([
  ['c', 'camera'],
  ['a', 'attention'],
  ['m', 'mirror'],
  ['s', 'record'],
  ['n', 'calibrate'],
  ['arrowleft', 'previous'],
  ['arrowright', 'next'],
]);

// The id of the button that a key stands for, if any; with a modifier it is the browser's.
export function shortcut({ key, ctrlKey, metaKey, altKey }) {
  return ctrlKey || metaKey || altKey ? undefined : BUTTONS.get(key.toLowerCase());
}

export function listenForShortcuts(dialog) {
  addEventListener('keydown', (key) => {
    if (key.target.matches('input, textarea') || dialog.open) {
      return;
    }
    const button = shortcut(key);
    if (button) {
      document.getElementById(button).click();
    }
  });
}
