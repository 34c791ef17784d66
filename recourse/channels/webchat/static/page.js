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

let chat = null;
let shown = !embedded;  // inside a frame only when it was opened by hand: a host page keeps its own focus
// On a phone, focus would raise the keyboard over the greeting.
const focusWherePolite = () => { if (shown && matchMedia("(hover: hover)").matches) chat?.focus(); };
addEventListener("message", ({ source, data }) => {
  if (!embedded || source !== parent) return;
  if (data?.recourse === "shown") { shown = true; focusWherePolite(); }
  if (data?.recourse === "look") {
    wear(data.look ?? {}, { embedded });
    if (preferred(data.look?.lang) !== words.language) speak(preferred(data.look?.lang)).catch(() => {});
  }
});

document.documentElement.classList.toggle("embedded", embedded);
wear(asked, { embedded });
await speak(preferred(asked.lang));

let unread = 0;
chat = mountChat(document.getElementById("chat"), {
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

focusWherePolite();
