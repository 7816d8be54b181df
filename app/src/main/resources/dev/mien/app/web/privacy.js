// Where the pixels go.

const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

export function privacy(host) {
  return THIS_MACHINE.includes(host)
    ? 'Pixels stay on this machine'
    : `Pixels go to ${host} and nowhere else`;
}
