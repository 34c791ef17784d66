// Small makers of DOM nodes. Text always goes in as text, never as HTML.
// What depends on the language is given as a function, and told again when it changes.

const told = new Set();

export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (typeof value === "function") live(node, () => setChanged(node, name, value()));
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null).map((child) => (typeof child === "function" ? telling(child) : child)));
  return node;
}

// Runs `tell` now, and again at each change of language as long as the node stands.
export function live(node, tell) {
  tell(node);
  told.add({ node, tell });
  return node;
}

export function retell() {
  for (const each of told) {
    if (each.node.isConnected) each.tell(each.node);
    else told.delete(each);
  }
}

// Only what is different is written: a live region would read the same words out again.
// A direction of its own, so that these words keep theirs where the layout runs the other way.
function telling(say) {
  return live(h("bdi"), (node) => { if (node.textContent !== say()) node.textContent = say(); });
}

function setChanged(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

// Arrow keys, Home and End go round the controls of a menu or a row.
export function rove(event, items) {
  const at = items.indexOf(document.activeElement);
  const rtl = getComputedStyle(event.currentTarget).direction === "rtl";
  const to = {
    ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1,
    [rtl ? "ArrowLeft" : "ArrowRight"]: at + 1, [rtl ? "ArrowRight" : "ArrowLeft"]: at - 1,
  }[event.key];
  if (to === undefined || !items.length) return;
  event.preventDefault();
  items.at(to % items.length).focus();
}

const SVG = "http://www.w3.org/2000/svg";

// One 24 by 24 outline each; shape, not only colour, tells the speakers apart.
const PATHS = {
  assistant: "M12 3v3M7 6h10a3 3 0 0 1 3 3v7a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V9a3 3 0 0 1 3-3zM9 11.5v1.5M15 11.5v1.5M9.5 16h5",
  agent: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
  send: "M4.5 12h14M12.5 5.5 19 12l-6.5 6.5",
  close: "M6 6l12 12M18 6 6 18",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  star: "M12 3.5l2.6 5.3 5.9.9-4.2 4.1 1 5.8-5.3-2.7-5.3 2.7 1-5.8-4.2-4.1 5.9-.9z",
  chat: "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6.5L8 20.5V17H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
