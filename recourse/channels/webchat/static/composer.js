// Where the customer writes: grows with the text, says how much room is left,
// and keeps the draft over a reload.
import { h, icon, live } from "./dom.js";
import { Kept } from "./storage.js";
import { length } from "./text.js";
import { words } from "./words.js";

const LIMIT = 20_000;
const COUNT_FROM = 19_000;

export class Composer {
  #onSend;
  #draft = new Kept("sessionStorage", "recourse.draft");
  #input = h("textarea", { rows: "1", dir: "auto", "aria-label": () => words.input, "aria-describedby": "recourse-hint recourse-count",
    placeholder: () => words.placeholder, enterkeyhint: "send", autocomplete: "off" });
  #count = h("span", { class: "count", id: "recourse-count", role: "status" });
  #send = h("button", { type: "submit", class: "send", "aria-label": () => words.send, title: () => words.send }, icon("send"));

  constructor(onSend) {
    this.#onSend = onSend;
    this.element = h("form", { class: "composer", novalidate: true },
      h("div", { class: "field" }, this.#input, this.#send),
      h("div", { class: "below" }, h("span", { class: "hint", id: "recourse-hint" }, () => words.hint), this.#count));
    this.element.addEventListener("submit", (event) => { event.preventDefault(); this.#submit(); });
    this.#input.addEventListener("input", () => this.#changed());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.value = this.#draft.get() ?? "";
    requestAnimationFrame(() => live(this.#count, () => this.#changed()));
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  // A message that was refused comes back to be changed; what is being written stays.
  giveBack(text) {
    this.#input.value = this.#input.value ? `${text}\n${this.#input.value}` : text;
    this.#changed();
    this.focus();
  }

  #key(event) {
    // 229 and isComposing: Enter that ends a word in an input method is not "send".
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.#input.value.trim();
    if (!text || length(text) > LIMIT) return;
    this.#input.value = "";
    this.#changed();
    this.#onSend(text);
    this.focus();
  }

  #changed() {
    const text = this.#input.value;
    if (text) this.#draft.set(text); else this.#draft.drop();
    this.#grow();
    const used = length(text.trim());
    const over = used > LIMIT;
    // Nothing is cut off: a pasted text stays whole and we say by how much it is too long.
    const note = over ? words.over(used - LIMIT) : used >= COUNT_FROM ? words.left(LIMIT - used) : "";
    if (this.#count.textContent !== note) this.#count.textContent = note;
    this.#count.classList.toggle("over", over);
    this.#input.setAttribute("aria-invalid", String(over));
    this.#send.disabled = over || !used;
  }

  // The stylesheet's max-height ends the growth.
  #grow() {
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight + 2}px`;
  }
}
