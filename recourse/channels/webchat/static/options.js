// The buttons under messages. All equal, none preselected. Once answered or
// overtaken they are history, except those that may be changed at any time.
import { h, rove } from "./dom.js";
import { starButton, starName, starsOf } from "./stars.js";
import { words } from "./words.js";

const ALWAYS = ["/consent_", "/request_human", "/still_want_human", "/withdraw_consent", "/return_to_bot"];
const staysUsable = (payload) => ALWAYS.some((start) => payload.startsWith(start));
const SHORT = 3;

export class Options {
  #groups = [];
  #titles = new Map();
  #onChoose;

  // onChoose({ payload, title, of }) → false where it could not be sent
  constructor(onChoose) {
    this.#onChoose = onChoose;
  }

  // The buttons of one message, or null where it has none.
  build(event) {
    const buttons = (event.buttons ?? []).filter((button) => button?.title && button?.payload);
    if (!buttons.length) return null;
    const group = { id: event.id, chosen: null, followed: false, nodes: new Map() };
    for (const { title, payload } of buttons) {
      this.#titles.set(payload, title);
      const choose = () => this.#choose(group, payload, title);
      const node = starsOf(payload) ? starButton(payload, choose) : h("button", { type: "button", dir: "auto", onclick: choose }, title);
      group.nodes.set(payload, { node, title });
    }
    this.#groups.push(group);
    this.#refresh();
    const nodes = [...group.nodes.values()].map(({ node }) => node);
    const [stars, plain] = [nodes.filter(isStar), nodes.filter((node) => !isStar(node))];
    if (!stars.length) return row(plain, sizeOf(buttons), () => words.options);
    return h("div", {}, row(stars, "stars", () => words.rate), plain.length ? row(plain, "long", () => words.options) : null);
  }

  // The words of a button, or of stars, by what it sends.
  titleOf(payload) {
    return starName(payload) ?? this.#titles.get(payload);
  }

  // The customer said something: mark the button that it was, if it was one.
  // said: our own item, with `of` the message whose button was pressed, or an event.
  // Without a payload in it an event is matched by the button's words; words that
  // were typed here are no button: what they were taken for, only the server knows.
  said({ text, payload, of, author }) {
    const byWords = author && payload === undefined;
    const match = ([key, { title }]) => (byWords ? title === text : key === payload);
    const group = this.#groups.findLast((each) => (of == null || each.id === of) && [...each.nodes].some(match));
    if (group) group.chosen = [...group.nodes].find(match)[0];
    for (const each of this.#groups) each.followed = true;
    this.#refresh();
  }

  // The press was refused by the server: it can be made again.
  undo(of) {
    const group = this.#groups.find((each) => each.id === of);
    if (group) group.chosen = null;
    this.#refresh();
  }

  clear() {
    this.#groups = [];
  }

  #choose(group, payload, title) {
    this.#onChoose({ payload, title, of: group.id });
  }

  #refresh() {
    const last = this.#groups.at(-1);
    for (const group of this.#groups) {
      const past = group.chosen !== null || (group.followed && group !== last);
      for (const [payload, { node }] of group.nodes) {
        node.disabled = past && !staysUsable(payload);
        // Before an answer they are plain buttons; after it, one of them is the answer.
        if (group.chosen === null) node.removeAttribute("aria-pressed");
        else node.setAttribute("aria-pressed", String(payload === group.chosen));
      }
    }
  }
}

const isStar = (node) => node.classList.contains("star");
const sizeOf = (buttons) => (buttons.every(({ title }) => title.length <= SHORT) ? "short" : "long");

function row(nodes, kind, label) {
  return h("div", { class: `options ${kind}`, "data-count": nodes.length, role: "group", "aria-label": label,
    onkeydown: (event) => rove(event, nodes.filter((node) => !node.disabled)) }, ...nodes);
}
