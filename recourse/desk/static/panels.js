// The facts beside the conversation. A panel is one line in PANELS: where it stands, what of the case it shows, and how.
import { priorityBadge, scopeMark, stars, statusBadge } from './badges.js';
import { moodChart } from './chart.js';
import { byId, h, keyed, s } from './dom.js';
import { requests, shows as requestShows } from './requests.js';
import { clock, since } from './time.js';
import { askedWord, channelWord, languageWord, percent, riskWord, routeWord, scopeWord, withheld } from './words.js';

const UNLIKELY = 0.2;
const text = (words, kind = null) => h('p', { class: kind }, words);
const empty = (words) => text(words, 'empty');
const entry = (term, ...value) => h('div', null, h('dt', null, term), h('dd', null, ...value));

function summary(c) {
  if (c.summary) return h('p', { class: 'prose', dir: 'auto' }, c.summary);
  return empty(withheld(c.consent, 'a summary') || 'There is no summary yet.');
}

function why(c) {
  const reasons = c.reasons_text.length ? h('ul', { class: 'reasons' }, c.reasons_text.map((reason) => h('li', null, reason)))
    : empty(withheld(c.consent, 'the reasons') || 'No reason was given.');
  const decided = c.branch && h('dl', { class: 'pairs' },
    c.principle && entry('Principle', c.principle),
    entry('Branch', h('code', null, c.branch)),
    c.route && entry('Decision', routeWord(c.route)));
  return [text(`${askedWord(c)}.`), reasons, decided];
}

function bar(p) {
  return s('svg', { class: 'bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    s('rect', { class: 'track', width: 100, height: 8, rx: 2 }), s('rect', { class: 'fill', width: Math.max(1, p * 100), height: 8, rx: 2 }));
}

const risk = ([category, p]) => h('li', null, h('span', null, riskWord(category)), bar(p), h('span', { class: 'number' }, percent(p)));

function risks(c) {
  const all = Object.entries(c.risks).sort((a, b) => b[1] - a[1]);
  if (!all.length) return empty(withheld(c.consent, 'the risks') || 'No risk was read.');
  const [likely, rest] = [all.filter(([, p]) => p >= UNLIKELY), all.filter(([, p]) => p < UNLIKELY)];
  return [
    likely.length ? h('ul', { class: 'risks' }, likely.map(risk)) : empty('None is likely.'),
    rest.length > 0 && h('details', null, h('summary', null, `${rest.length} unlikely (below ${percent(UNLIKELY)})`),
      h('ul', { class: 'risks' }, rest.map(risk))),
    text('An estimate by the assistant, not a finding.', 'hint'),
  ];
}

function consent(c) {
  const { scope, contact_details: contact, at } = c.consent;
  const list = h('dl', { class: 'pairs' },
    entry('The customer shares', h('b', null, scopeWord(scope))),
    entry('Contact details', contact ? 'shared' : 'not shared'),
    at && entry('Answered', clock(at)));
  const note = scope === 'pending' ? 'Until they answer, this counts as nothing. They keep their place either way.' : 'What lies outside it is not shown.';
  return [list, text(note, 'hint')];
}

function rating(c) {
  return [h('p', null, stars(c.rating.stars)), c.rating.comment ? h('p', { class: 'prose', dir: 'auto' }, c.rating.comment) : null];
}

function details(c) {
  return h('dl', { class: 'pairs' },
    entry('Opened', clock(c.opened_at)),
    c.claimed_at && entry('Claimed', clock(c.claimed_at), ' by ', h('bdi', null, c.claimed_by?.name ?? '')),
    c.closed_at && entry('Closed', clock(c.closed_at)),
    entry('Language', languageWord(c.language)),
    entry('Case', h('code', null, c.id)),
    entry('Conversation', h('code', null, c.conversation_id)));
}

// id, column, heading, what it depends on, how it is drawn, and whether it is there at all.
const PANELS = [
  ['summary', 'first', 'Summary', (c) => [c.summary, c.consent.scope], summary],
  ['why', 'first', 'Why it came here', (c) => [c.asked, c.reasons_text, c.branch, c.principle, c.route, c.consent.scope], why],
  ['consent', 'first', 'Consent', (c) => [c.consent], consent],
  ['data', 'first', 'Their data', requestShows, requests, (c) => c.data_requests.length > 0],
  ['mood', 'more', 'Mood over the turns', (c) => [c.emotion, c.consent.scope], (c) => moodChart(c.emotion, c.consent)],
  ['risks', 'more', 'Risks read', (c) => [c.risks, c.consent.scope], risks],
  ['rating', 'more', 'The customer’s rating', (c) => [c.rating], rating, (c) => c.rating],
  ['details', 'more', 'Details', (c) => [c.opened_at, c.claimed_at, c.claimed_by, c.closed_at], details],
];

function panel(c, [id, , heading, , draw]) {
  return h('section', { class: 'panel', 'aria-labelledby': `${id}-heading`, 'data-panel': id }, h('h2', { id: `${id}-heading` }, heading), draw(c));
}

function column(c, name) {
  const here = PANELS.filter(([, place, , , , there]) => place === name && (!there || there(c)));
  const items = here.map((one) => ({ id: one[0], shows: one[3](c) }));
  keyed(byId(`facts-${name}`), items, (item) => item.id, (item) => panel(c, here.find(([id]) => id === item.id)));
}

function state(c, me) {
  if (c.status === 'claimed') return [' by ', h('bdi', null, String(c.claimed_by?.id) === me ? 'you' : c.claimed_by?.name ?? ''), ' for ', since(c.claimed_at)];
  if (c.status === 'queued') return [' for ', since(c.opened_at), c.position ? `, place ${c.position}` : ''];
  return c.closed_at ? [' at ', clock(c.closed_at)] : [];
}

function head(c, me) {
  return h('div', { class: `head ${c.priority >= 3 ? 'crisis' : ''}` },
    h('h1', null, priorityBadge(c.priority), ` ${channelWord(c.channel)} case`),
    h('p', { class: 'meta' }, h('span', null, statusBadge(c.status), ...state(c, me)),
      h('span', null, languageWord(c.language)), h('span', null, askedWord(c)), scopeMark(c.consent)));
}

export function drawFacts(c, me) {
  const shown = [c.priority, c.status, c.channel, c.language, c.asked, c.route, c.claimed_by, c.claimed_at, c.opened_at, c.closed_at, c.position, c.consent];
  keyed(byId('head'), [{ id: 'head', shown }], (item) => item.id, () => head(c, me));
  column(c, 'first');
  column(c, 'more');
}
