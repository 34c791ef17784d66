// The chat as a page of its own, or inside the widget's frame (?embedded=1).
import { mountChat } from "./chat.js";
import { words } from "./words.js";

const base = new URL("..", import.meta.url).href.replace(/\/$/, "");
const embedded = new URLSearchParams(location.search).has("embedded") && parent !== window;
// Nothing of the conversation goes to the host page, so any host may hear this.
const tellHost = (what) => parent.postMessage({ recourse: what }, "*");

let unread = 0;
const chat = mountChat(document.getElementById("chat"), {
  base,
  open: true,
  onClose: embedded ? () => tellHost("close") : undefined,
  onMessage: embedded ? () => tellHost("message") : countInTitle,
});
document.documentElement.classList.toggle("embedded", embedded);
document.title = words.title;

// Waiting for a person, people look at other tabs: the title says when one answers.
function countInTitle() {
  if (!document.hidden) return;
  unread += 1;
  document.title = `(${unread}) ${words.title}`;
}
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unread = 0;
  document.title = words.title;
});

// On a phone, focus would raise the keyboard over the greeting.
const focusWherePolite = () => { if (matchMedia("(hover: hover)").matches) chat.focus(); };
// Inside a frame only when it was opened by hand: a host page keeps its own focus.
if (!embedded) focusWherePolite();
addEventListener("message", (event) => {
  if (embedded && event.source === parent && event.data?.recourse === "shown") focusWherePolite();
});
