// One script tag on any page: a round button at the lower right that opens the chat.
//   <script type="module" src="https://HOST/webhooks/webchat/static/widget.js"></script>
// The button lives in a shadow root and the chat in a frame, so that the host
// page's styles and scripts and ours do not meet.
import { h, icon } from "./dom.js";
import { words } from "./words.js";

const base = new URL("..", import.meta.url).href.replace(/\/$/, "");
const origin = new URL(base).origin;

class Widget {
  #unread = 0;
  #frame = null;
  #badge = h("span", { class: "badge", hidden: true, "aria-hidden": "true" });
  #launcher = h("button", { type: "button", class: "launcher", "aria-expanded": "false", onclick: () => this.toggle() },
    icon("chat"), icon("close"), this.#badge);
  #panel = h("div", { class: "panel", hidden: true });

  constructor() {
    const host = h("recourse-chat", { hidden: true });
    const style = h("link", { rel: "stylesheet", href: `${base}/static/chat.css`, onload: () => { host.hidden = false; } });
    const root = host.attachShadow({ mode: "open" });
    root.append(style, this.#panel, this.#launcher);
    root.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
    addEventListener("message", (event) => this.#hear(event));
    document.body.append(host);
    this.#label();
    if (remembered() && matchMedia("(min-width: 481px)").matches) this.#show({ focus: false });
  }

  toggle() {
    if (this.#panel.hidden) this.#show({ focus: true }); else this.close();
  }

  close() {
    if (this.#panel.hidden) return;
    this.#panel.hidden = true;
    remember(false);
    this.#label();
    this.#launcher.focus();
  }

  // The frame is made on the first opening: until then nothing is loaded, and no
  // conversation begins.
  #show({ focus }) {
    this.#panel.hidden = false;
    this.#unread = 0;
    remember(true);
    this.#label();
    if (this.#frame) { this.#focus(); return; }
    this.#frame = h("iframe", { src: `${base}/?embedded=1`, title: words.title });
    if (focus) this.#frame.addEventListener("load", () => this.#focus(), { once: true });
    this.#panel.append(this.#frame);
  }

  #focus() {
    this.#frame.focus();
    this.#frame.contentWindow.postMessage({ recourse: "shown" }, origin);
  }

  #hear(event) {
    if (!this.#frame || event.source !== this.#frame.contentWindow || event.origin !== origin) return;
    if (event.data?.recourse === "close") this.close();
    if (event.data?.recourse === "message" && this.#panel.hidden) {
      this.#unread += 1;
      this.#label();
    }
  }

  #label() {
    const open = !this.#panel.hidden;
    const { launcher } = words;
    this.#launcher.setAttribute("aria-expanded", String(open));
    this.#launcher.setAttribute("aria-label",
      open ? launcher.close : this.#unread ? launcher.unread(this.#unread) : launcher.open);
    this.#badge.hidden = open || !this.#unread;
    this.#badge.textContent = this.#unread > 9 ? "9+" : this.#unread;
  }
}

// Someone who goes on to the next page of the shop in mid-conversation finds the
// chat still open there (on a phone it would cover the page, so it stays closed).
function remember(open) {
  try { sessionStorage.setItem("recourse.open", open ? "1" : ""); } catch { /* then it opens closed */ }
}

function remembered() {
  try { return sessionStorage.getItem("recourse.open") === "1"; } catch { return false; }
}

// Two script tags on one page make one button.
if (!document.querySelector("recourse-chat")) new Widget();
