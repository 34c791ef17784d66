// Building and updating the page. Text only ever becomes text: nothing here, and nothing that uses it, parses HTML.

const SVG = 'http://www.w3.org/2000/svg';

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const h = (tag, attributes, ...children) => build(document.createElement(tag), attributes, children);
export const s = (tag, attributes, ...children) => build(document.createElementNS(SVG, tag), attributes, children);
export const byId = (id) => document.getElementById(id);

/** The data that the server put into the page, so that the first picture needs no further request. */
export const pageData = () => JSON.parse(byId('data').textContent);

export function show(element, visible) {
  if (element.hidden === visible) element.hidden = !visible;
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Changes `element` by `change` and puts the focus back on what has the same id or data-key afterwards. */
export function keepingFocus(element, change) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.dataset.key;
  change();
  if (!focused || document.activeElement === focused) return;
  const again = focused.isConnected ? focused : key && element.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (again) again.focus({ preventScroll: true });
}

/**
 * Makes the children of `list` those of `items`, in order. An item whose data did not change keeps its element, and
 * with it whatever the reader has opened, selected or focused there.
 */
export function keyed(list, items, keyOf, render) {
  const old = new Map([...list.children].map((child) => [child.dataset.id, child]));
  keepingFocus(list, () => {
    items.forEach((item, index) => {
      const id = String(keyOf(item));
      const version = JSON.stringify(item);
      let element = old.get(id);
      old.delete(id);
      if (element?.version !== version) {
        const fresh = render(item);
        fresh.dataset.id = id;
        fresh.version = version;
        element?.replaceWith(fresh);
        element = fresh;
      }
      if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
    });
    old.forEach((element) => element.remove());
  });
}
