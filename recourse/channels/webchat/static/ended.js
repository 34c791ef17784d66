// What is offered once the customer has ended the chat: nothing is locked, two ways on.
import { h } from "./dom.js";
import { words } from "./words.js";

export const END = "/end_chat";

// on: { save(), again() }
export function endedBar(on) {
  const button = (act, say) => h("button", { type: "button", onclick: act }, say);
  return h("div", { class: "ended", hidden: true },
    h("p", {}, () => words.ended),
    h("div", { class: "options", "data-count": "2" }, button(on.save, () => words.save), button(on.again, () => words.again)));
}
