// Small marks that say the same by word, shape and colour, so that none of the three is needed alone.
import { h, s } from './dom.js';
import { priorityWord, scopeBadge, statusWord } from './words.js';

const icon = (...shapes) => s('svg', { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, ...shapes);
const line = (d) => s('path', { d, fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' });
const ring = (dash) => s('circle', { cx: 8, cy: 8, r: 6, fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-dasharray': dash });

const priorityIcon = {
  Crisis: () => icon(s('path', { d: 'M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z', fill: 'currentColor' }),
    s('path', { d: 'M8 4v5M8 11.8v.2', class: 'cut', 'stroke-width': 2, 'stroke-linecap': 'round' })),
  High: () => icon(line('M8 14V3M3.5 7.5 8 3l4.5 4.5')),
  Normal: () => icon(line('M3.5 8h9')),
};

// How full the circle is says how much is shared.
const scopeIcon = {
  pending: () => icon(ring('2.4 2.3')),
  nothing: () => icon(ring()),
  summary: () => icon(ring(), s('path', { d: 'M8 2a6 6 0 0 1 0 12z', fill: 'currentColor' })),
  summary_and_conversation: () => icon(s('circle', { cx: 8, cy: 8, r: 7, fill: 'currentColor' })),
};

export function priorityBadge(priority) {
  const word = priorityWord(priority);
  return h('span', { class: `badge priority ${word.toLowerCase()}` }, priorityIcon[word](), word);
}

export function scopeMark(consent) {
  return h('span', { class: `badge scope ${consent.scope}` }, scopeIcon[consent.scope]?.(), scopeBadge(consent.scope));
}

export const statusBadge = (status) => h('span', { class: `badge status ${status}` }, statusWord(status));

export function stars(count) {
  return h('span', { class: 'stars' }, h('span', { 'aria-hidden': 'true' }, '★'.repeat(count) + '☆'.repeat(5 - count)), ` ${count} of 5`);
}
