// The chat: what the connection brings is shown, what the customer does is sent.
// Its words are in words.js.
import { Client } from "./client.js";
import { Composer } from "./composer.js";
import { h } from "./dom.js";
import { END, endedBar } from "./ended.js";
import { Header } from "./header.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";
import { messageNode, setNote } from "./message.js";
import { Options } from "./options.js";
import { Sound } from "./sound.js";
import { saveTranscript } from "./transcript.js";
import { LANGUAGES, remember, speak, words } from "./words.js";

const PATIENCE = 2_000;
const START = "/start";
const SPEAK = "/language_";

// base: the channel's address; open: connect at once; onClose, onMessage, onLanguage:
// for a page that can close the chat, shows how much is new, or speaks too.
export function mountChat(element, { base, open = true, ...on } = {}) {
  const chat = new Chat(element, base, { onClose: null, onMessage() {}, onLanguage() {}, ...on });
  if (open) chat.open();
  return chat;
}

class Chat {
  #client;
  #header;
  #menu;
  #log = new Log();
  #sound = new Sound();
  #options = new Options((choice) => this.#send(choice));
  #composer = new Composer((text) => this.#send({ text }));
  #status = h("p", { class: "status", role: "status" });
  #ended = endedBar({ save: () => this.#save(), again: () => this.#client.startAgain() });
  // The customer's messages that the server has not sent back yet: id → node.
  #own = new Map();
  #isLost = null;
  #everOpen = false;
  #withAgent = false;
  #on;

  constructor(element, base, on) {
    this.#on = on;
    const command = (payload) => this.#command(payload);
    this.#menu = new Menu(base, this.#sound, { command, language: (code) => this.#speak(code), save: () => this.#save() });
    this.#header = new Header(this.#menu, { command, close: on.onClose });
    this.#client = new Client(base, {
      event: (event) => this.#show(event),
      typing: ({ author, name }) => { if (author === "agent") this.#log.typing(String(name ?? "")); else this.#log.dots(true); },
      state: (item, state, error) => this.#state(item, state, error),
      renewed: () => this.#startOver(),
      language: () => words.language,
      open: () => this.#connected(),
      lost: () => this.#lost(),
    });
    element.classList.add("chat");
    element.append(this.#header.element, this.#log.element, this.#status, this.#ended, this.#composer.element);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing && !this.#menu.close()) on.onClose?.();
    });
  }

  open() {
    this.#log.showTop(skeleton());
    this.#lost();
    this.#showPending();
    this.#client.start();
    addEventListener("online", () => this.#client.wake({ force: true }));
    addEventListener("pageshow", (event) => { if (event.persisted) this.#client.wake({ force: true }); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#client.wake(); });
  }

  // On a phone, focus in the input would raise the keyboard over the conversation.
  focus() {
    if (matchMedia("(hover: hover)").matches) this.#composer.focus();
    else this.#log.scroller.focus({ preventScroll: true });
  }

  // --- what the customer does

  #command(payload) {
    this.#send({ payload, title: words.commands[payload] });
    this.focus();
  }

  #speak(code) {
    remember(code);
    speak(code).then(() => this.#on.onLanguage(code), () => { /* not loaded: the page keeps its words */ });
    this.#send({ payload: SPEAK + code, title: LANGUAGES[code] });
    this.focus();
  }

  #save() {
    saveTranscript(this.#log.list);
  }

  #send(message) {
    const item = this.#client.send(message);
    if (!item) { this.#log.toEnd(); return; }
    this.#showOwn(item);
    this.#ended.hidden = true;
    // A pressed button is disabled, and focus must not be lost with it.
    if (message.of != null && !document.activeElement?.matches(":enabled")) this.#log.scroller.focus({ preventScroll: true });
  }

  #showOwn(item) {
    const text = item.text ?? this.#words(item.payload) ?? item.title ?? item.payload;
    const node = messageNode({ author: "customer", text, at: item.at }, null);
    this.#own.set(item.message_id, { node, item });
    this.#log.add(node, { pending: true });
    this.#options.said(item);
  }

  #showPending() {
    for (const item of this.#client.pending) this.#showOwn(item);
  }

  // What is shown for something that was pressed rather than written.
  #words(payload) {
    const language = String(payload ?? "").startsWith(SPEAK) && payload.slice(SPEAK.length);
    return words.commands[payload] ?? LANGUAGES[language] ?? this.#options.titleOf(payload);
  }

  // --- what became of it

  #state(item, state, error) {
    const own = this.#own.get(item.message_id);
    // No dots where they would be untrue: a retry is not an answer, and whether a
    // person is typing we do not know.
    if (state === "waiting" || state === "rejected") this.#log.dots(false);
    else if (state === "sending" && own?.node.dataset.state !== "waiting" && this.#everOpen) this.#log.dots(!this.#withAgent);
    if (!own) return;
    own.node.dataset.state = state;
    if (state === "rejected") this.#reject(own, error);
    else if (state !== "sending") setNote(own.node, state === "waiting" ? () => words.waiting : null);
  }

  #reject({ node, item }, error) {
    this.#options.undo(item.of);
    const edit = item.text === undefined ? null : () => {
      this.#forget(item.message_id);
      this.#composer.giveBack(item.text);
    };
    // The server's own words are English.
    setNote(node, () => (typeof error === "string" && words.language === "en" ? `${words.rejected} (${error})` : words.rejected), edit);
  }

  #forget(id) {
    const own = this.#own.get(id);
    if (own) this.#log.remove(own.node);
    this.#own.delete(id);
  }

  // --- what the server sends

  #show(event) {
    this.#connected();
    if (event.author === "customer") { this.#showCustomer(event); return; }
    const node = messageNode(event, this.#options.build(event));
    this.#log.dots(false);
    this.#log.add(node);
    if (event.author === "system" && event.name) {  // "Maria, a person, has joined": from now on it is Maria
      this.#withAgent = true;
      this.#header.talkingTo({ author: "agent", name: event.name });
    }
    if (event.author === "assistant" || event.author === "agent") {
      this.#withAgent = event.author === "agent";
      this.#header.talkingTo(event);
    }
    if (!this.#log.isLive) return;
    this.#sound.play();
    this.#on.onMessage(event);
  }

  #showCustomer(event) {
    const said = event.payload ?? event.text;
    if (said === START) { this.#forget(event.message_id); return; }
    this.#ended.hidden = said !== END;
    const text = this.#words(said) ?? event.text;
    const own = this.#own.get(event.message_id);
    this.#options.said(own?.item ?? event);
    if (!own) { this.#log.add(messageNode({ ...event, text }, null)); return; }
    this.#own.delete(event.message_id);
    setNote(own.node, null);
    own.node.dataset.state = "sent";
    this.#log.confirm(own.node);
  }

  // Another conversation: the old one may be somebody else's, and is not shown on.
  #startOver() {
    this.#log.clear();
    this.#options.clear();
    this.#own.clear();
    this.#ended.hidden = true;
    this.#header.talkingTo({ author: "assistant" });
    this.#withAgent = false;
    this.#log.add(messageNode({ author: "system", text: words.renewed }, null));
    this.#showPending();
  }

  // --- the connection

  #connected() {
    clearTimeout(this.#isLost);
    this.#isLost = null;
    this.#status.replaceChildren();
    if (this.#everOpen) return;
    this.#everOpen = true;
    this.#log.showTop(null);
    // The greeting, or the history, is on its way.
    if (this.#log.isEmpty) this.#log.dots(true);
  }

  // Most gaps are over before anyone notices; only a long one is worth a word.
  #lost() {
    this.#isLost ??= setTimeout(() => {
      this.#log.dots(false);
      if (this.#everOpen) this.#status.replaceChildren(h("span", {}, () => words.lost));
      else this.#log.showTop(unreachable());
    }, PATIENCE);
  }
}

function skeleton() {
  return h("div", { class: "skeleton", role: "img", "aria-label": () => words.connecting }, h("i"), h("i"), h("i"));
}

function unreachable() {
  const line = (tag, key) => h(tag, {}, () => words.unreachable[key]);
  return h("div", { class: "unreachable", role: "alert" }, line("h2", "title"), line("p", "text"), line("p", "urgent"));
}
