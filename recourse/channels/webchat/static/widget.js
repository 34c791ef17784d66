// One script tag on any page: a round button in the lower corner that opens the chat.
//   <script type="module" src="https://HOST/webhooks/webchat/static/widget.js"
//     data-lang="de" data-theme="dark" data-dir="rtl"></script>      (all three optional)
// The looks are set by the host page's CSS: recourse-chat { --recourse-accent: #7a1f5c }
// The button lives in a shadow root and the chat in a frame, so that the host
// page's styles and scripts and ours do not meet.
import { h, icon } from "./dom.js";
import { LAUNCHER } from "./launcher.words.js";
import { lookOf } from "./look.js";

const base = new URL("..", import.meta.url).href.replace(/\/$/, "");
const origin = new URL(base).origin;
const tag = [...document.scripts].find((script) => script.src === import.meta.url);
const OPEN = "recourse.open";
const LANGUAGE = "recourse.launcher.language";

class Widget {
  #unread = 0;
  #frame = null;
  #host = h("recourse-chat", { hidden: true });
  #badge = h("span", { class: "badge", hidden: true, "aria-hidden": "true" });
  #launcher = h("button", { type: "button", class: "launcher", "aria-expanded": "false", onclick: () => this.toggle() },
    icon("chat"), icon("close"), this.#badge);
  #panel = h("div", { class: "panel", hidden: true });

  constructor() {
    for (const name of ["lang", "theme", "dir"]) if (tag?.dataset[name]) this.#host.dataset[name] = tag.dataset[name];
    const style = h("link", { rel: "stylesheet", href: `${base}/static/launcher.css`, onload: () => { this.#host.hidden = false; } });
    const root = this.#host.attachShadow({ mode: "open" });
    root.append(style, this.#panel, this.#launcher);
    root.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
    addEventListener("message", (event) => this.#hear(event));
    document.body.append(this.#host);
    this.#label();
    // A host page that changes its theme changes data-theme here, and the chat follows.
    new MutationObserver(() => this.#wear()).observe(this.#host, { attributeFilter: ["data-lang", "data-theme", "data-dir", "style", "class"] });
    if (kept("sessionStorage", OPEN) && matchMedia("(min-width: 481px)").matches) this.#show({ focus: false });
  }

  toggle() {
    if (this.#panel.hidden) this.#show({ focus: true }); else this.close();
  }

  close() {
    if (this.#panel.hidden) return;
    this.#panel.hidden = true;
    // The next page of the shop must not open it again.
    keep("sessionStorage", OPEN, "");
    this.#label();
    this.#launcher.focus();
  }

  // The frame is made on the first opening: until then nothing is loaded, and no
  // conversation begins.
  #show({ focus }) {
    this.#panel.hidden = false;
    this.#unread = 0;
    // Someone who goes on to the next page of the shop in mid-conversation finds the
    // chat still open there (on a phone it would cover the page, so it stays closed).
    keep("sessionStorage", OPEN, "1");
    this.#label();
    if (this.#frame) { this.#wear(); this.#focus(); return; }
    const query = new URLSearchParams({ embedded: 1, ...lookOf(this.#host) });
    this.#frame = h("iframe", { src: `${base}/?${query}`, title: this.#words.title });
    if (focus) this.#frame.addEventListener("load", () => this.#focus(), { once: true });
    this.#panel.append(this.#frame);
  }

  #focus() {
    this.#frame.focus();
    this.#tell({ recourse: "shown" });
  }

  #wear() {
    this.#label();
    if (this.#frame) this.#tell({ recourse: "look", look: lookOf(this.#host) });
  }

  #tell(message) {
    this.#frame.contentWindow.postMessage(message, origin);
  }

  #hear({ source, origin: from, data }) {
    if (!this.#frame || source !== this.#frame.contentWindow || from !== origin) return;
    if (data?.recourse === "close") this.close();
    if (data?.recourse === "message" && this.#panel.hidden) this.#unread += 1;
    if (data?.recourse === "language") keep("localStorage", LANGUAGE, data.language);
    this.#label();
  }

  get #words() {
    const wanted = [kept("localStorage", LANGUAGE), this.#host.dataset.lang, ...navigator.languages];
    return wanted.map((one) => LAUNCHER[String(one ?? "").slice(0, 2).toLowerCase()]).find(Boolean) ?? LAUNCHER.en;
  }

  #label() {
    const open = !this.#panel.hidden;
    const words = this.#words;
    const label = open ? words.close : this.#unread ? `${words.open}, ${this.#unread} ${words.fresh}` : words.open;
    this.#launcher.setAttribute("aria-expanded", String(open));
    this.#launcher.setAttribute("aria-label", label);
    if (this.#frame) this.#frame.title = words.title;
    this.#badge.hidden = open || !this.#unread;
    this.#badge.textContent = this.#unread > 9 ? "9+" : this.#unread;
  }
}

// Where storage is blocked, the chat opens closed and in the page's language.
function keep(area, key, value) {
  try { globalThis[area].setItem(key, value); } catch { /* not kept */ }
}

function kept(area, key) {
  try { return globalThis[area].getItem(key); } catch { return null; }
}

// Two script tags on one page make one button.
if (!document.querySelector("recourse-chat")) new Widget();
