// One message of the conversation: who speaks, when, what, and what became of it.
import { h, icon, live } from "./dom.js";
import { linked } from "./text.js";
import { words } from "./words.js";

const GROUP = 5 * 60_000;
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const CALENDAR = { weekday: "long", day: "numeric", month: "long" };

// What the server calls the machine where nobody named it: said in the page's language.
const UNNAMED = ["Assistant", "", undefined];

// Who speaks, as nodes; a machine is always called one, and so is a person.
export function speaker({ author, name }) {
  if (author === "assistant") return words.machine(h("bdi", {}, UNNAMED.includes(name) ? words.assistant : name));
  if (author === "agent") return words.person(h("bdi", {}, name || words.agent));
  return [author === "customer" ? words.you : words.notice];
}

// event: as the server sends it, or the customer's own message before it was sent
export function messageNode(event, options) {
  const at = validDate(event.at);
  const node = h("div", { class: `message ${event.author}`, "data-from": `${event.author}|${event.name ?? ""}` },
    h("div", { class: "day", hidden: true }, h("span", {}, () => dayName(at))),
    avatar(event.author),
    h("div", { class: "body" },
      h("div", { class: "head" },
        live(h("span", { class: "who", dir: "auto" }), (who) => who.replaceChildren(...speaker(event))), " ",
        h("time", { datetime: at.toISOString(), title: () => at.toLocaleString(words.language) },
          () => at.toLocaleTimeString(words.language, CLOCK))),
      h("div", { class: "bubble", dir: "auto" }, ...linked(event.text)),
      options,
      h("div", { class: "note", hidden: true })));
  node.dataset.at = at.getTime();
  node.dataset.day = at.toDateString();
  return node;
}

// Head and avatar stand once for what one speaker says in one go, the day once a day.
export function regroup(node) {
  if (!node?.matches?.(".message")) return;
  const before = node.previousElementSibling;
  const sameDay = before ? before.dataset.day === node.dataset.day : node.dataset.day === new Date().toDateString();
  const sameTurn = before && before.dataset.from === node.dataset.from
    && node.dataset.at - before.dataset.at < GROUP;
  node.querySelector(".day").hidden = sameDay;
  node.classList.toggle("grouped", Boolean(sameDay && sameTurn));
}

// What became of the customer's message, beneath it: a function that says it, or null;
// `edit` offers the text back.
export function setNote(node, say, edit) {
  const note = h("div", { class: "note", hidden: !say }, say);
  if (edit) note.append(" ", h("button", { type: "button", class: "quiet", onclick: edit }, () => words.edit));
  node.querySelector(".note").replaceWith(note);
}

function avatar(author) {
  if (author !== "assistant" && author !== "agent") return null;
  return h("span", { class: "avatar", "aria-hidden": "true" }, icon(author));
}

function dayName(date) {
  return date.toDateString() === new Date().toDateString() ? words.today : date.toLocaleDateString(words.language, CALENDAR);
}

function validDate(at) {
  const date = new Date(at ?? Date.now());
  return Number.isNaN(date.getTime()) ? new Date() : date;
}
