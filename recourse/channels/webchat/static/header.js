// Always in sight: who is speaking, and the way to a person.
import { h, icon, live } from "./dom.js";
import { speaker } from "./message.js";
import { words } from "./words.js";

export class Header {
  #who = h("strong");
  #badge = h("span", { class: "avatar", "aria-hidden": "true" });
  #talking = { author: "assistant" };

  // on: { command(payload), close() }, close only where the chat can be closed
  constructor(menu, on) {
    this.element = h("header", {},
      h("div", { class: "bar" },
        h("h1", {}, () => words.title),
        h("button", { type: "button", class: "human", onclick: () => on.command("/human") }, icon("agent"), () => words.human),
        menu.element,
        on.close && h("button", { type: "button", class: "round", "aria-label": () => words.close, onclick: on.close }, icon("close"))),
      h("p", { class: "banner", "aria-live": "polite" }, this.#badge, h("span", { dir: "auto" }, () => words.talkingTo, this.#who)));
    live(this.element, () => this.talkingTo(this.#talking));
  }

  talkingTo(event) {
    this.#talking = event;
    const who = h("strong", { dir: "auto" }, ...speaker(event));
    // Replaced only where it changed: the banner is read out each time it does.
    if (this.#who.isEqualNode(who)) return;
    this.#who.replaceWith(who);
    this.#who = who;
    this.#badge.className = `avatar ${event.author}`;
    this.#badge.replaceChildren(icon(event.author));
  }
}
