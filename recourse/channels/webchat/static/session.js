// Who we are to the server: a token bound to one conversation.
import { newId, post } from "./http.js";
import { Kept } from "./storage.js";

export class Unreachable extends Error {}

export class Session {
  #base;
  #kept = new Kept("localStorage", "recourse.session");
  #current = null;
  #asking = null;
  #onReady;
  #language;

  // onReady(session, isNew) comes each time we know which conversation this is;
  // language() is asked when one begins.
  constructor(base, onReady, language) {
    this.#base = base;
    this.#onReady = onReady;
    this.#language = language;
  }

  async get() {
    if (this.#current) return this.#current;
    const stored = this.#kept.get();
    if (stored?.token) return this.#use(stored, false);
    // Stream and outbox ask at the same time; only one session may come of it.
    this.#asking ??= this.#create().finally(() => { this.#asking = null; });
    return this.#asking;
  }

  // The server refused this token. Another tab may already have a new one.
  async renew(refused) {
    if (this.#current && this.#current.token !== refused) return this.#current;
    this.#current = null;
    const stored = this.#kept.get();
    if (stored?.token && stored.token !== refused) return this.#use(stored, true);
    this.#kept.drop();
    return this.get();
  }

  // The greeting was asked for and accepted: not again, in this tab or another.
  started(id) {
    if (this.#current?.start !== id) return;
    this.#current = { ...this.#current, start: null };
    this.#kept.set(this.#current);
  }

  async #create() {
    const { status, body } = await post(`${this.#base}/session`, { body: { language: this.#language() } });
    if (status !== 200 || !body.token) throw new Unreachable();
    // Two tabs opened at once: the first to store its session wins.
    const other = this.#kept.get();
    if (other?.token) return this.#use(other, true);
    const { token, conversation_id } = body;
    const fresh = { token, conversation_id, start: newId() };
    this.#kept.set(fresh);
    return this.#use(fresh, true);
  }

  #use(session, isNew) {
    this.#current = session;
    this.#onReady(session, isNew);
    return session;
  }
}
