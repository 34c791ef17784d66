// What else one can do: a menu button after the ARIA pattern (arrows, Home, End, Escape).
import { h, icon, retell, rove } from "./dom.js";
import { LANGUAGES, words } from "./words.js";

const COMMANDS = ["/why", "/privacy", "/stop"];

export class Menu {
  #button = h("button", { type: "button", class: "round", "aria-haspopup": "menu", "aria-expanded": "false",
    "aria-label": () => words.menu, title: () => words.menu,
    onclick: () => { if (this.#list.hidden) this.#open(); else this.close(); },
    onkeydown: (event) => { if (event.key === "ArrowDown") { event.preventDefault(); this.#open(); } } }, icon("more"));
  #list;

  // on: { command(payload), language(code), save() }
  constructor(base, sound, on) {
    const command = (payload) => this.#item(() => words.commands[payload], () => on.command(payload));
    this.#list = h("div", { class: "items", role: "menu", "aria-label": () => words.menu, hidden: true,
      onkeydown: (event) => this.#key(event), onfocusin: (event) => this.#enter(event.target) },
      // First, for those who cannot read the rest yet.
      h("div", { class: "languages", role: "group", "aria-label": () => words.languages },
        ...Object.entries(LANGUAGES).map(([code, name]) => this.#item(name, () => on.language(code),
          { role: "menuitemradio", lang: code, "aria-checked": () => String(words.language === code) }))),
      ...COMMANDS.map(command),
      h("a", { role: "menuitem", tabindex: "-1", target: "_blank", rel: "noopener", onclick: () => this.close(),
        href: () => `${base}/boundaries?lang=${words.language}` }, () => words.boundaries),
      this.#item(() => words.save, on.save),
      this.#item(() => (sound.on ? words.soundOff : words.soundOn), () => { sound.toggle(); retell(); }),
      command("/end_chat"));
    this.element = h("div", { class: "menu" }, this.#button, this.#list);
    this.element.addEventListener("focusout", (event) => { if (event.relatedTarget && !this.element.contains(event.relatedTarget)) this.#hide(); });
    document.addEventListener("pointerdown", (event) => { if (!this.element.contains(event.target)) this.#hide(); });
  }

  // True where there was something to close.
  close() {
    if (this.#list.hidden) return false;
    if (this.element.contains(document.activeElement)) this.#button.focus();
    this.#hide();
    return true;
  }

  #open() {
    this.#list.hidden = false;
    this.#button.setAttribute("aria-expanded", "true");
    this.#items()[0].focus();
  }

  #hide() {
    this.#list.hidden = true;
    this.#button.setAttribute("aria-expanded", "false");
  }

  #items() {
    return [...this.#list.querySelectorAll("[role^=menuitem]")];
  }

  #item(label, act, attributes = {}) {
    return h("button", { type: "button", role: "menuitem", tabindex: "-1", ...attributes,
      onclick: () => { this.close(); act(); } }, label);
  }

  // One stop for Tab, at the item that has the focus.
  #enter(item) {
    for (const each of this.#items()) each.tabIndex = each === item ? 0 : -1;
  }

  #key(event) {
    // Tab goes on from the button, past the menu.
    if (event.key === "Tab") this.close();
    else rove(event, this.#items());
  }
}
