// The chat as a page of its own, or inside the widget's frame (?embedded=1).
// ?lang=de, ?theme=dark and ?dir=rtl hold in both.
import { mountChat } from "./chat.js";
import { live } from "./dom.js";
import { wear } from "./look.js";
import { preferred, speak, words } from "./words.js";

const base = new URL("..", import.meta.url).href.replace(/\/$/, "");
const asked = Object.fromEntries(new URLSearchParams(location.search));
const embedded = "embedded" in asked && parent !== window;
// Nothing of the conversation goes to the host page, so any host may hear this.
const tellHost = (what, more) => { if (embedded) parent.postMessage({ recourse: what, ...more }, "*"); };

document.documentElement.classList.toggle("embedded", embedded);
wear(asked, { embedded });
await speak(preferred(asked.lang));

let unread = 0;
const chat = mountChat(document.getElementById("chat"), {
  base,
  open: true,
  onClose: embedded ? () => tellHost("close") : null,
  onMessage: embedded ? () => tellHost("message") : countInTitle,
  onLanguage: (language) => tellHost("language", { language }),
});
const title = () => { document.title = unread ? `(${unread}) ${words.title}` : words.title; };
live(document, title);

// Waiting for a person, people look at other tabs: the title says when one answers.
function countInTitle() {
  if (!document.hidden) return;
  unread += 1;
  title();
}
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unread = 0;
  title();
});

// On a phone, focus would raise the keyboard over the greeting.
const focusWherePolite = () => { if (matchMedia("(hover: hover)").matches) chat.focus(); };
// Inside a frame only when it was opened by hand: a host page keeps its own focus.
if (!embedded) focusWherePolite();
addEventListener("message", ({ source, data }) => {
  if (!embedded || source !== parent) return;
  if (data?.recourse === "shown") focusWherePolite();
  if (data?.recourse === "look") {
    wear(data.look ?? {}, { embedded });
    if (preferred(data.look?.lang) !== words.language) speak(preferred(data.look?.lang)).catch(() => {});
  }
});
