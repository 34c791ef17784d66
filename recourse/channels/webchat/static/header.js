// Always in sight: who is speaking, and the way to a person.
import { h, icon } from "./dom.js";
import { speaker } from "./message.js";
import { words } from "./words.js";

const MENU = ["/why", "/privacy", "/stop"];

export class Header {
  #who = h("strong");
  #badge = h("span", { class: "avatar", "aria-hidden": "true" });
  #menu;

  // on: { command(payload), close() }, close only where the chat can be closed
  constructor(on) {
    this.#menu = this.#makeMenu(on.command);
    this.element = h("header", {},
      h("div", { class: "bar" },
        h("h1", {}, words.title),
        h("button", { type: "button", class: "human", onclick: () => on.command("/human") }, icon("agent"), words.human),
        this.#menu,
        on.close && h("button", { type: "button", class: "round", "aria-label": words.close, onclick: on.close }, icon("close"))),
      h("p", { class: "banner", "aria-live": "polite" }, this.#badge, h("span", {}, words.talkingTo, this.#who)));
    this.talkingTo({ author: "assistant" });
  }

  talkingTo({ author, name }) {
    const who = h("strong", {}, ...speaker({ author, name }));
    // Replaced only where it changed: the banner is read out each time it does.
    if (this.#who.isEqualNode(who)) return;
    this.#who.replaceWith(who);
    this.#who = who;
    this.#badge.className = `avatar ${author}`;
    this.#badge.replaceChildren(icon(author));
  }

  // True where there was something to close.
  closeMenu() {
    const wasOpen = this.#menu.open;
    if (wasOpen && this.#menu.contains(document.activeElement)) this.#menu.firstElementChild.focus();
    this.#menu.open = false;
    return wasOpen;
  }

  #makeMenu(command) {
    const items = MENU.map((payload) => h("li", {}, h("button", { type: "button",
      onclick: () => { this.closeMenu(); command(payload); } }, words.commands[payload])));
    const menu = h("details", { class: "menu" },
      h("summary", { class: "round", "aria-label": words.menu, title: words.menu }, icon("more")),
      h("ul", {}, ...items));
    document.addEventListener("pointerdown", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    return menu;
  }
}
