// The list of what the rules noticed, the newest first.
import { minutesAndSeconds } from './duration.js';

const MAX_EVENTS = 30;

// event: {event, kind, track, time}; track 0 stands for no face at all.
export function description({ kind, track, time }) {
  const who = track === 0 ? 'nobody in sight' : `face ${track}`;
  return `${kind} · ${who} · ${minutesAndSeconds(time)}`;
}

export class EventList {
  constructor(list) {
    this.list = list;
  }

  add(event) {
    const { list } = this;
    if (list.firstElementChild?.classList.contains('faint')) {
      list.replaceChildren();
    }
    const item = document.createElement('li');
    item.className = event.kind;
    const name = document.createElement('b');
    name.textContent = event.event;
    item.append(name, ` ${description(event)}`);
    list.prepend(item);
    while (list.children.length > MAX_EVENTS) {
      list.lastElementChild.remove();
    }
  }
}
