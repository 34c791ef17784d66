// The conversation as a text file, made here from what was shown: nothing is asked of the server.
import { h } from "./dom.js";
import { words } from "./words.js";

export function saveTranscript(list) {
  const url = URL.createObjectURL(new Blob([transcript(list)], { type: "text/plain;charset=utf-8" }));
  h("a", { href: url, download: `chat-${new Date().toISOString().slice(0, 10)}.txt` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function transcript(list) {
  const messages = [...list.querySelectorAll(".message")].map(entry);
  return [words.title, words.saved(time(new Date())), "", ...messages].join("\n");
}

function entry(message) {
  const text = (selector) => message.querySelector(selector)?.textContent ?? "";
  const choices = [...message.querySelectorAll(".options button")].map((button) => `[${mark(button)}${label(button)}]`);
  const note = message.querySelector(".note:not([hidden])") ? [`(${message.querySelector(".note").firstChild.textContent})`] : [];
  const head = `${time(new Date(Number(message.dataset.at)))}  ${text(".who")}`;
  return [head, text(".bubble"), ...(choices.length ? [choices.join(" ")] : []), ...note, ""].join("\n");
}

const mark = (button) => (button.getAttribute("aria-pressed") === "true" ? "✓ " : "");
const label = (button) => button.getAttribute("aria-label") ?? button.textContent;
const time = (date) => date.toLocaleString(words.language, { dateStyle: "medium", timeStyle: "short" });
