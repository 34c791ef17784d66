// The queue: the whole list arrives whenever anything changes; rows that stayed the same are left alone.
import { api, casePage, caseUrl } from './api.js';
import { priorityBadge, scopeMark, stars, statusBadge } from './badges.js';
import { byId, h, keyed, pageData, setText, show } from './dom.js';
import { shortcuts } from './keys.js';
import { live } from './live.js';
import { clock, since } from './time.js';
import { askedWord, channelWord, languageWord, plural, priorityWord, withheld } from './words.js';

const root = byId('queue');
const me = root.dataset.me;
const CLOSED = ['returned', 'resolved', 'cancelled'];
const CLOSED_SHOWN = 20;

const isMine = (c) => c.claimed_by && String(c.claimed_by.id) === me;
const byPlace = (a, b) => (a.position ?? Infinity) - (b.position ?? Infinity) || b.priority - a.priority || (a.opened_at < b.opened_at ? -1 : 1);
const newest = (field) => (a, b) => ((a[field] ?? '') > (b[field] ?? '') ? -1 : 1);

// A section is one line here and one in queue.html.
const SECTIONS = {
  waiting: { of: (c) => c.status === 'queued', order: byPlace, cells: waitingCells },
  callback: { of: (c) => c.status === 'callback', order: byPlace, cells: waitingCells },
  mine: { of: (c) => c.status === 'claimed' && isMine(c), order: newest('claimed_at'), cells: claimedCells },
  others: { of: (c) => c.status === 'claimed' && !isMine(c), order: newest('claimed_at'), cells: claimedCells },
  closed: { of: (c) => CLOSED.includes(c.status), order: newest('closed_at'), cells: closedCells },
};

function why(c) {
  if (c.reasons_text.length) return c.reasons_text.join(' ');
  return h('span', { class: 'muted' }, withheld(c.consent) ? 'Reasons not shared' : 'No reason given');
}

function link(c) {
  const place = c.position ? `Place ${c.position}. ` : '';
  return h('a', { class: 'why', href: casePage(c.id), 'data-key': `open-${c.id}` },
    h('span', { class: 'unseen' }, `${place}${priorityWord(c.priority)}. `), why(c));
}

const facts = (c, ...more) => h('p', { class: 'meta' },
  [channelWord(c.channel), languageWord(c.language), askedWord(c)].map((text) => h('span', null, text)), ...more);

function waitingCells(c) {
  return [
    h('span', { class: 'place', 'aria-hidden': 'true' }, c.position ?? '–'),
    priorityBadge(c.priority),
    h('span', { class: 'wait' }, h('span', { class: 'unseen' }, 'waits '), since(c.opened_at)),
    h('div', { class: 'body' }, link(c), facts(c, scopeMark(c.consent))),
    h('button', { class: 'claim', 'data-key': `claim-${c.id}`, onclick: (event) => claim(c.id, event.currentTarget) }, 'Claim'),
  ];
}

/** Who waits for whom, where the list carries the last message. */
function turn(c) {
  const last = c.messages?.filter((message) => message.author === 'customer' || message.author === 'agent').at(-1);
  if (last?.author !== 'customer') return null;
  return h('span', { class: 'badge turn' }, 'Customer wrote ', since(last.at), ' ago');
}

function claimedCells(c) {
  const who = isMine(c) ? 'Yours' : c.claimed_by?.name ?? '';
  return [
    h('span', { class: 'place', 'aria-hidden': 'true' }),
    priorityBadge(c.priority),
    h('span', { class: 'wait' }, h('span', { class: 'unseen' }, 'claimed for '), since(c.claimed_at)),
    h('div', { class: 'body' }, link(c), facts(c, scopeMark(c.consent), turn(c))),
    h('span', { class: 'who' }, h('bdi', null, who)),
  ];
}

function closedCells(c) {
  return [
    h('span', { class: 'place', 'aria-hidden': 'true' }),
    statusBadge(c.status),
    h('span', { class: 'wait' }, clock(c.closed_at)),
    h('div', { class: 'body' }, link(c), facts(c, c.rating ? stars(c.rating.stars) : null)),
    h('span', { class: 'who' }, h('bdi', null, c.claimed_by?.name ?? '')),
  ];
}

function row(c, cells) {
  return h('li', { class: `row ${priorityWord(c.priority).toLowerCase()}` }, ...cells(c));
}

function render(items) {
  for (const [name, section] of Object.entries(SECTIONS)) {
    const element = root.querySelector(`[data-section="${name}"]`);
    const all = items.filter(section.of).sort(section.order);
    const shown = name === 'closed' ? all.slice(0, CLOSED_SHOWN) : all;
    keyed(element.querySelector('[data-rows]'), shown, (c) => c.id, (c) => row(c, section.cells));
    setText(element.querySelector('[data-count]'), String(shown.length));
    const empty = element.querySelector('[data-empty]');
    if (empty) show(empty, shown.length === 0);
    else show(element, shown.length > 0);
  }
  announce(items.filter(SECTIONS.waiting.of));
}

let before = null;
function announce(waiting) {
  const crises = waiting.filter((c) => c.priority >= 3).length;
  document.title = `${waiting.length ? `(${waiting.length}) ` : ''}${crises ? 'Crisis · ' : ''}Queue · Recourse desk`;
  const text = `${plural(waiting.length, 'case')} waiting${crises ? `, ${crises} in crisis` : ''}`;
  if (before !== null && before !== text) setText(byId('say'), text); // heard by a screen reader, once a change
  before = text;
}

async function claim(id, button) {
  if (button) button.disabled = true;
  show(byId('alert'), false);
  try {
    await api('POST', caseUrl(id, 'claim'));
    location.assign(casePage(id));
  } catch (error) {
    setText(byId('alert'), error.message);
    show(byId('alert'), true);
    if (button) button.disabled = false;
  }
}

function move(step) {
  const links = [...root.querySelectorAll('a.why')];
  const at = links.indexOf(document.activeElement?.closest('.row')?.querySelector('a.why'));
  links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
}

shortcuts({
  j: () => move(1),
  k: () => move(-1),
  c: () => document.activeElement?.closest('.row')?.querySelector('button.claim')?.click(),
});

render(pageData().items);
live({ url: '/api/queue/stream', probe: '/api/cases?status=queued', always: true, events: { queue: (data) => render(data.items) } });
