// The conversation as it is seen: order, scrolling, the dots, and what is said
// to those who hear it rather than see it.
import { h } from "./dom.js";
import { regroup } from "./message.js";
import { words } from "./words.js";

const NEAR = 48;
const QUIET = 400;
const DOTS = 8_000;
const TYPING = 6_000;

export class Log {
  #stick = true;
  #typist = null;
  #dots = h("div", { class: "dots", role: "img", hidden: true, "aria-label": () => this.#typingWords() },
    h("i"), h("i"), h("i"), h("span"));
  #top = h("div", { class: "top" });
  #pill = h("button", { type: "button", class: "pill", hidden: true, onclick: () => this.toEnd() }, () => words.newMessages);
  #timers = {};

  constructor() {
    this.list = h("div", { class: "list", role: "log", "aria-live": "polite", "aria-label": () => words.log, "aria-busy": "true" });
    this.scroller = h("div", { class: "scroller", tabindex: "0" }, h("div", { class: "inner" }, this.#top, this.list, this.#dots));
    this.element = h("div", { class: "log" }, this.scroller, this.#pill);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // Neither the keyboard of a phone, nor a growing input, nor a note that comes
    // beneath a message may hide the end of the conversation.
    const watcher = new ResizeObserver(() => this.#follow());
    watcher.observe(this.scroller);
    watcher.observe(this.scroller.firstElementChild);
  }

  // What the server confirmed stands above what is still on its way.
  add(node, { pending = false } = {}) {
    node.classList.toggle("pending", pending);
    node.classList.toggle("fresh", this.isLive);
    this.list.insertBefore(node, pending ? null : this.list.querySelector(".pending"));
    this.#settle(node);
    if (pending) this.toEnd(); else if (!this.#follow()) this.#pill.hidden = false;
  }

  // The server has it now: it takes its place in the order the server gave it.
  confirm(node) {
    const next = node.nextElementSibling;
    node.classList.remove("pending");
    const first = this.list.querySelector(".pending");
    // Moved only where it must be: a moved message would be read out again.
    if (first && node.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_PRECEDING) this.list.insertBefore(node, first);
    this.#settle(node);
    regroup(next);
  }

  remove(node) {
    const next = node.nextElementSibling;
    node.remove();
    regroup(next);
  }

  clear() {
    this.list.replaceChildren();
  }

  // Above the messages, while there is no connection yet; null takes it away.
  showTop(node) {
    this.#top.replaceChildren(...(node ? [node] : []));
  }

  get isEmpty() {
    return !this.list.childElementCount;
  }

  // False while the history is being replayed.
  get isLive() {
    return this.list.getAttribute("aria-busy") === "false";
  }

  // An answer of the machine is on its way; never promised for longer than one usually takes.
  dots(shown) {
    this.#showDots(shown, null, DOTS);
  }

  // A person is writing, as the server says.
  typing(name) {
    this.#showDots(true, name || words.agent, TYPING);
  }

  #showDots(shown, typist, ms) {
    clearTimeout(this.#timers.dots);
    this.#typist = typist;
    this.#dots.classList.toggle("agent", Boolean(typist));
    this.#dots.setAttribute("aria-label", this.#typingWords());
    this.#dots.lastChild.textContent = typist ? this.#typingWords() : "";
    this.#dots.hidden = !shown;
    if (shown) this.#timers.dots = setTimeout(() => this.dots(false), ms);
    this.#follow();
  }

  #typingWords() {
    return this.#typist ? words.isTyping(this.#typist) : words.typing;
  }

  toEnd() {
    this.#stick = true;
    this.#pill.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #settle(node) {
    regroup(node);
    regroup(node.nextElementSibling);
    // A replayed history is not read out; what comes after it is.
    if (this.isLive) return;
    clearTimeout(this.#timers.busy);
    this.#timers.busy = setTimeout(() => this.list.setAttribute("aria-busy", "false"), QUIET);
  }

  #follow() {
    if (this.#stick) this.toEnd();
    return this.#stick;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.#stick = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#stick) this.#pill.hidden = true;
  }
}
