// What a message says, as DOM nodes: plain text, with https addresses, and our own, as links.
import { h } from "./dom.js";
import { words } from "./words.js";

// No quotes, brackets or direction marks: the last could show an address reversed.
const ADDRESS = /https?:\/\/[^\s<>"'\x60\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

export function linked(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    const link = asLink(address);
    if (!link) continue;
    nodes.push(text.slice(from, match.index), link);
    from = match.index + address.length;
  }
  nodes.push(text.slice(from));
  return nodes;
}

// "See https://example.com/a." and "(https://example.com/a)" end before the mark.
function trimmed(address) {
  let end = address.replace(/[.,;:!?…]+$/u, "");
  while (end.endsWith(")") && end.split(")").length > end.split("(").length) end = end.slice(0, -1);
  return end.replace(/[.,;:!?…]+$/u, "");
}

function asLink(address) {
  let url;
  try { url = new URL(address); } catch { return null; }
  // https://your-bank.com@elsewhere.com looks like what it is not.
  if (url.username || url.password) return null;
  if (url.protocol !== "https:" && url.origin !== location.origin) return null;
  return h("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", title: () => words.newTab }, address);
}

// Letters and emoji as a person counts them against the limit, not UTF-16 units;
// this is also how the server counts.
export const length = (text) => (text.length < 9_000 ? text.length : [...text].length);
