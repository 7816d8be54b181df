// Files that are chosen, or dropped anywhere on the page.

// open is called with the files.
export function openChosen(input, open) {
  input.addEventListener('change', () => {
    open([...input.files]);
    input.value = '';
  });
  // The input itself is hidden: its label is what the keyboard reaches.
  const label = input.parentElement;
  label.tabIndex = 0;
  label.role = 'button';
  label.addEventListener('keydown', (key) => {
    if (key.key === 'Enter' || key.key === ' ') {
      key.preventDefault();
      input.click();
    }
  });
}

export function openDropped(frame, open) {
  addEventListener('dragover', (drag) => {
    drag.preventDefault();
    frame.classList.add('dropping');
  });
  addEventListener('dragleave', (drag) => {
    if (!drag.relatedTarget) {
      frame.classList.remove('dropping');
    }
  });
  addEventListener('drop', (drop) => {
    drop.preventDefault();
    frame.classList.remove('dropping');
    open([...drop.dataTransfer.files]);
  });
}
