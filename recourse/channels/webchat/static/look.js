// How the chat looks, as the deployer wants it: theme, direction and a fixed set of
// variables, each value checked, since inside the frame they come from another page.
const COLOUR = /^(#[\da-f]{3,8}|[a-z]{3,20}|(rgb|hsl|hwb|lab|lch|oklab|oklch)a?\([\d\s.,%/a-z-]{1,60}\))$/i;
const LENGTH = /^\d{0,3}(\.\d{1,3})?(px|rem|em)$/;
const FONT = /^[\w\s,"'-]{1,160}$/;

const COLOURS = ["accent", "on-accent", "page", "card", "ink", "quiet", "line", "edge", "machine", "machine-mark",
  "person", "person-edge", "person-mark", "own", "on-own", "bad", "link"];
const VARIABLES = { ...Object.fromEntries(COLOURS.map((name) => [name, COLOUR])), round: LENGTH, font: FONT };
const RTL = /^(ar|fa|he)\b/i;

// In the frame and on the page. Variables only in the frame: a link to the page must
// not be able to paint the notice that this is a machine white on white.
export function wear(look, { embedded }) {
  const { style, dataset } = document.documentElement;
  if (["light", "dark"].includes(look.theme)) dataset.theme = look.theme; else delete dataset.theme;
  document.documentElement.dir = look.dir === "rtl" || (look.dir !== "ltr" && RTL.test(look.lang ?? "")) ? "rtl" : "ltr";
  if (!embedded) return;
  for (const [name, pattern] of Object.entries(VARIABLES)) {
    const value = String(look[name] ?? "").trim();
    style.setProperty(`--recourse-${name}`, pattern.test(value) ? value : "");
  }
}

// On the host page: what is set on <recourse-chat>, as plain texts.
export function lookOf(host) {
  const styles = getComputedStyle(host);
  const found = { lang: host.dataset.lang, theme: host.dataset.theme, dir: host.dataset.dir };
  for (const name of Object.keys(VARIABLES)) found[name] = styles.getPropertyValue(`--recourse-${name}`).trim();
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value));
}
