// The connection: session, stream and outbox as one thing. No DOM.
import { newId } from "./http.js";
import { Outbox } from "./outbox.js";
import { Session } from "./session.js";
import { Stream } from "./stream.js";

export class Client {
  #session;
  #outbox;
  #stream;
  #on;
  #conversation = null;

  // on: { event(event), typing(who), state(item, state, error), renewed(), language(), open(), lost() }
  constructor(base, on) {
    this.#on = on;
    this.#session = new Session(base, (session, isNew) => this.#ready(session, isNew), on.language);
    this.#outbox = new Outbox(base, this.#session, (item, state, error) => this.#settled(item, state, error));
    this.#stream = new Stream(base, this.#session, {
      event: (event) => this.#event(event),
      typing: on.typing,
      open: () => { this.#outbox.wake(); on.open(); },
      lost: on.lost,
    });
  }

  // What an earlier visit in this tab could not send.
  get pending() {
    return this.#outbox.items.filter((item) => item.payload !== "/start");
  }

  start() {
    this.#stream.open();
    this.#outbox.run();
  }

  // The network is back, or the page was asleep: try at once.
  wake({ force = false } = {}) {
    if (force || !this.#stream.isOpen) this.#stream.open();
    this.#outbox.wake();
  }

  // Another conversation, and this browser knows nothing more of the one before.
  async startAgain() {
    const { token } = await this.#session.get();
    await this.#session.renew(token).catch(() => this.#stream.open());
  }

  // message: { text } or { payload, title, of }; the same command twice while the
  // first is still waiting would only be said twice.
  send(message) {
    if (message.payload && this.#outbox.endsWith(message.payload)) return null;
    const item = { ...message, message_id: newId(), at: new Date().toISOString() };
    // The bubble must be there before the first news about it.
    queueMicrotask(() => this.#outbox.add(item));
    return item;
  }

  #ready({ conversation_id, start }, isNew) {
    if (isNew) {
      this.#outbox.keepForNewConversation();
      this.#stream.reset();
      if (this.#conversation && this.#conversation !== conversation_id) this.#on.renewed();
    }
    this.#conversation = conversation_id;
    // Ask for the greeting first, under the id kept with the session: once,
    // however often the page is loaded before the server has taken it.
    if (start) this.#outbox.add({ message_id: start, payload: "/start" }, { first: true });
  }

  #settled(item, state, error) {
    if (item.payload === "/start" && (state === "sent" || state === "rejected")) this.#session.started(item.message_id);
    this.#on.state(item, state, error);
  }

  #event(event) {
    if (event.message_id) this.#outbox.remove(event.message_id);
    this.#on.event(event);
  }
}
