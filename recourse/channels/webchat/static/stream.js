// The server's events, each once and in order, over as many connections as it takes.
// A ticket lives 60 seconds, so EventSource's own reconnecting would be refused:
// every connection is opened by us, with a fresh ticket and the last id we saw.
import { backOff, post } from "./http.js";

// A server that sends `event: ping` is taken to be gone after this much silence;
// one that sends none is never given up on this way.
const SILENCE = 45_000;

export class Stream {
  #base;
  #session;
  #on;
  #source = null;
  #started = false;
  #last = 0;
  #attempt = 0;
  #failures = 0;
  #timer = null;
  #watch = null;

  // on: { event(event), typing(who), open(), lost() }
  constructor(base, session, on) {
    this.#base = base;
    this.#session = session;
    this.#on = on;
  }

  // Safe to call at any time: what was already seen is not sent again.
  open() {
    this.#close();
    this.#started = true;
    this.#connect(this.#attempt);
  }

  get isOpen() {
    return this.#source?.readyState === 1;
  }

  // Another conversation begins, with ids of its own.
  reset() {
    this.#last = 0;
    if (this.#started) this.#openLater();
  }

  #close() {
    this.#attempt += 1;
    clearTimeout(this.#timer);
    clearTimeout(this.#watch);
    this.#watch = null;
    this.#source?.close();
    this.#source = null;
  }

  async #connect(attempt) {
    const ticket = await this.#ticket(attempt);
    // A later attempt, perhaps for another conversation, has taken over.
    if (attempt !== this.#attempt) return;
    if (!ticket) { this.#retry(); return; }
    const query = new URLSearchParams({ ticket, last_event_id: this.#last });
    const source = new EventSource(`${this.#base}/stream?${query}`);
    this.#source = source;
    source.onopen = () => { this.#failures = 0; this.#on.open(); };
    source.onmessage = (message) => this.#take(message);
    source.addEventListener("ping", () => this.#expectMore());
    source.addEventListener("typing", (message) => this.#typing(message));
    source.onerror = () => this.#retry();
  }

  async #ticket(attempt) {
    try {
      const { token } = await this.#session.get();
      if (attempt !== this.#attempt) return null;
      const { status, body } = await post(`${this.#base}/ticket`, { token });
      if (status === 401 && attempt === this.#attempt) {
        // Counted, so that a server that refuses every token is not asked in a hot loop.
        this.#failures += 1;
        await this.#session.renew(token);
      }
      return status === 200 ? body.ticket : null;
    } catch {
      return null;
    }
  }

  #take(message) {
    const event = parse(message);
    if (this.#watch) this.#expectMore();
    if (!event || event.id <= this.#last) return;
    this.#last = event.id;
    this.#on.event(event);
  }

  // A sign of the moment: without an id, and not kept by anybody.
  #typing(message) {
    try { this.#on.typing(JSON.parse(message.data)); } catch { /* one bad sign is no sign */ }
  }

  #expectMore() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#retry(), SILENCE);
  }

  #retry() {
    this.#on.lost();
    this.#failures += 1;
    this.#openLater();
  }

  #openLater() {
    this.#close();
    this.#timer = setTimeout(() => this.open(), this.#failures ? backOff(this.#failures) : 0);
  }
}

// One bad event must not end the stream for all that follow.
function parse(message) {
  try {
    const event = JSON.parse(message.data);
    const id = Number(event.id ?? message.lastEventId);
    return Number.isFinite(id) ? { ...event, id, text: String(event.text ?? "") } : null;
  } catch {
    return null;
  }
}
