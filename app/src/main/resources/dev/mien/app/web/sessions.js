// Recording: start, calibrate, stop; the list with reports.
import { call } from './api.js';
import { minutesAndSeconds } from './duration.js';

const NEUTRAL_SECONDS = 5;
const SHOWN = 8;

export class Sessions {
  constructor(stream, elements, say) {
    this.stream = stream;
    this.elements = elements;
    this.say = say;
    this.current = undefined;
    elements.record.addEventListener('click', () => this.toggle().catch((e) => say(e.message)));
    elements.calibrate.addEventListener('click', () => this.calibrate());
    stream.addEventListener('hello', () => this.current && this.attach());
    stream.addEventListener('session', ({ detail }) => this.told(detail));
    stream.addEventListener(
      'lost',
      () =>
        this.current &&
        stream.wanted &&
        say('The connection was lost; the session goes on when it is back.'),
    );
  }

  attach() {
    this.stream.tell({ type: 'session', session: this.current.id });
  }

  // Recording begins while a camera or a film is shown; it can be ended at any time.
  allow(live) {
    this.elements.record.disabled = !live && !this.current;
  }

  // While one change is under way, another is not begun.
  async toggle() {
    if (this.changing) {
      return;
    }
    this.changing = true;
    try {
      await (this.current ? this.stop() : this.start());
    } finally {
      this.changing = false;
    }
  }

  async start() {
    const now = new Date();
    const own = this.elements.name.value.trim();
    const name =
      own ||
      `Web cam, ${now.toLocaleDateString('en', { day: 'numeric', month: 'long' })} ${now.toTimeString().slice(0, 5)}`;
    this.current = await call('POST', '/v1/sessions', { name, source: 'page' });
    this.elements.name.value = '';
    this.attach();
    this.began = performance.now();
    this.tick();
    await this.list();
  }

  tick() {
    const { record, calibrate } = this.elements;
    record.classList.toggle('recording', Boolean(this.current));
    calibrate.disabled = !this.current || Boolean(this.neutralUntil);
    const text = record.querySelector('span');
    if (this.current) {
      const waiting = this.interrupted ? ', interrupted' : '';
      text.textContent = `Stop ${minutesAndSeconds((performance.now() - this.began) / 1000)}${waiting}`;
      this.timer = setTimeout(() => this.tick(), 500);
    } else {
      text.textContent = 'Record a session';
    }
  }

  forget() {
    this.current = undefined;
    this.interrupted = false;
    clearTimeout(this.timer);
    this.neutralUntil = undefined;
    this.elements.calibrate.lastChild.textContent = ' Neutral, 5 s';
  }

  // The server says where the stream is recorded. A store that takes nothing for a while is waited
  // for: recording goes on by itself, and can be stopped meanwhile.
  told({ session, waiting, reason }) {
    if (!this.current) {
      return;
    }
    const { id } = this.current;
    if (waiting === id) {
      this.interrupted = true;
      this.say(`Nothing can be recorded for now: ${reason}.`);
    } else if (session === null) {
      this.taken();
    } else if (session === id && this.interrupted) {
      this.interrupted = false;
      this.say('Recording goes on.');
    }
  }

  taken() {
    this.forget();
    this.stream.tell({ type: 'session', session: null });
    this.tick();
    this.say('The session was ended, deleted or taken over elsewhere.');
    this.list().catch((e) => this.say(e.message));
  }

  async stop() {
    const { id } = this.current;
    this.forget();
    this.stream.tell({ type: 'session', session: null });
    this.tick();
    await call('POST', `/v1/sessions/${id}/end`);
    await this.list();
    this.elements.list.querySelector('a')?.focus();
  }

  calibrate() {
    this.neutralFrom = undefined;
    this.neutralUntil = NEUTRAL_SECONDS;
    this.elements.calibrate.disabled = true;
  }

  // Every answered frame passes here: its time within the session drives the calibration.
  async frame(sessionTime) {
    if (!this.current || this.neutralUntil === undefined || sessionTime === undefined) {
      return;
    }
    this.neutralFrom ??= sessionTime;
    const left = NEUTRAL_SECONDS - (sessionTime - this.neutralFrom);
    const text = this.elements.calibrate.lastChild;
    if (left > 0) {
      text.textContent = ` Look neutral … ${Math.ceil(left)}`;
      return;
    }
    this.neutralUntil = undefined;
    text.textContent = ' Neutral ✓';
    try {
      await call('PUT', `/v1/sessions/${this.current.id}/baseline`, {
        from: this.neutralFrom,
        to: sessionTime,
      });
    } catch (refused) {
      this.say(refused.message);
    }
    this.elements.calibrate.disabled = false;
  }

  async list() {
    const sessions = await call('GET', '/v1/sessions');
    this.elements.list.replaceChildren(
      ...sessions.slice(0, SHOWN).map((session) => this.row(session)),
    );
    if (sessions.length === 0) {
      this.elements.list.innerHTML = '<li class="faint">None yet.</li>';
    }
  }

  row(session) {
    const item = document.createElement('li');
    item.dataset.session = session.id;
    const name = document.createElement('span');
    name.className = 'name';
    name.textContent = session.name;
    const status = document.createElement('span');
    status.className = `status ${session.status}`;
    status.textContent = session.status;
    const links = document.createElement('span');
    links.className = 'links';
    for (const [text, path] of [
      ['Report', 'report'],
      ['CSV', 'observations.csv'],
    ]) {
      const link = document.createElement('a');
      link.href = `/v1/sessions/${session.id}/${path}`;
      link.target = '_blank';
      link.rel = 'noopener';
      link.textContent = text;
      link.setAttribute('aria-label', `${text} of ${session.name}`);
      links.append(link);
    }
    if (session.status !== 'ended' && session.id !== this.current?.id) {
      links.append(
        this.button('End', session, () => call('POST', `/v1/sessions/${session.id}/end`)),
      );
    }
    links.append(
      this.button('Delete', session, async () => {
        if (window.confirm(`Delete “${session.name}” for good?`)) {
          await call('DELETE', `/v1/sessions/${session.id}`);
        }
      }),
    );
    item.append(name, status, links);
    return item;
  }

  button(text, session, action) {
    const button = document.createElement('button');
    button.className = 'link';
    button.textContent = text;
    button.setAttribute('aria-label', `${text} ${session.name}`);
    button.addEventListener('click', async () => {
      try {
        await action();
      } catch (refused) {
        this.say(refused.message);
      }
      await this.list();
    });
    return button;
  }
}
