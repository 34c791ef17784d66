// What the customer said and the server has not yet taken: sent in order, one at
// a time, each under the id it was given once, so that a retry never doubles.
import { backOff, post } from "./http.js";
import { Kept } from "./storage.js";

const COMMANDS = ["/human", "/why", "/privacy", "/stop"];
const ACCEPTED = [200, 202];
const FINAL = (status) => status >= 400 && status < 500 && ![401, 408, 429].includes(status);

export class Outbox {
  #base;
  #session;
  #onState;
  #kept = new Kept("sessionStorage", "recourse.pending");
  #running = false;
  #failures = 0;
  #wake = () => {};

  // onState(item, "sending" | "waiting" | "sent" | "rejected", error)
  constructor(base, session, onState) {
    this.#base = base;
    this.#session = session;
    this.#onState = onState;
    this.items = this.#kept.get() ?? [];
  }

  add(item, { first = false } = {}) {
    if (this.items.some((other) => other.message_id === item.message_id)) return;
    if (first) this.items.unshift(item); else this.items.push(item);
    this.#kept.set(this.items);
    if (this.#failures) this.#onState(item, "waiting");
    this.run();
  }

  // Only the last counts: "share", "do not", "share" are three answers, not two.
  endsWith(payload) {
    return this.items.at(-1)?.payload === payload;
  }

  // The server has it: by its answer, or because it came back in the stream.
  remove(id) {
    this.items = this.items.filter((item) => item.message_id !== id);
    this.#kept.set(this.items);
  }

  // An answer given in one conversation, above all a consent, must not be
  // carried into another: only words and our own commands are.
  keepForNewConversation() {
    this.items = this.items.filter((item) => item.text !== undefined || COMMANDS.includes(item.payload));
    this.#kept.set(this.items);
  }

  wake() {
    this.#wake();
    this.run();
  }

  async run() {
    if (this.#running) return;
    this.#running = true;
    while (this.items.length) {
      const item = this.items[0];
      this.#onState(item, "sending");
      this.#settle(item, await this.#post(item));
      if (this.#failures && this.items.length) await this.#pause(backOff(this.#failures));
    }
    this.#failures = 0;
    this.#running = false;
  }

  async #post({ text, payload, message_id }) {
    const body = payload === undefined ? { text, message_id } : { payload, message_id };
    try {
      const { token } = await this.#session.get();
      const answer = await post(`${this.#base}/messages`, { token, body });
      // Not sent again from here: in a new conversation it may have to be dropped.
      if (answer.status === 401) await this.#session.renew(token);
      return answer;
    } catch {
      return { status: 0, body: {} };
    }
  }

  #settle(item, { status, body }) {
    const final = FINAL(status);
    if (ACCEPTED.includes(status) || final) {
      this.#failures = 0;
      this.remove(item.message_id);
      this.#onState(item, final ? "rejected" : "sent", body.error);
      return;
    }
    this.#failures += 1;
    for (const waiting of this.items) this.#onState(waiting, "waiting");
  }

  #pause(ms) {
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      this.#wake = () => { clearTimeout(timer); done(); };
    });
  }
}
