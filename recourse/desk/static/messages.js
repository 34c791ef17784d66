// The conversation. A message that did not change keeps its element; the place one reads at stays where it is.
import { byId, h, keyed, setText, show } from './dom.js';
import { clock } from './time.js';
import { marked, whyOf } from './why.js';
import { authorWord, deliveryWord, outside, plural, withheld } from './words.js';

const LONG = 700;
const LINES = 16;
const NEAR = 60; // pixels from the end that still count as reading the end
const opened = new Set();

/** The start of a long text, cut between characters and not within one; null for one that is not long. */
function start(text) {
  const line = text.split('\n', LINES + 1);
  const rows = line.length > LINES ? line.slice(0, LINES).join('\n') : text;
  const cut = rows.length > LONG ? rows.slice(0, LONG).replace(/[\uD800-\uDBFF]$/, '') : rows;
  return cut.length < text.length ? cut : null;
}

function body(message) {
  const paragraph = h('p', { class: 'text', dir: 'auto' }, message.text);
  const beginning = start(message.text);
  if (beginning === null) return { nodes: paragraph, mark: (words) => paragraph.replaceChildren(...marked(message.text, words)) };
  const button = h('button', { class: 'small quiet', 'data-key': `all-${message.id}`, onclick: () => { toggle(); paint(); } });
  const toggle = () => (opened.has(message.id) ? opened.delete(message.id) : opened.add(message.id));
  let words = [];
  const paint = () => {
    const all = opened.has(message.id);
    paragraph.replaceChildren(...marked(all ? message.text : beginning, words), all ? '' : '…');
    setText(button, all ? 'Show less' : `Show all (${[...message.text].length.toLocaleString('en')} characters)`);
    button.setAttribute('aria-expanded', String(all));
  };
  const mark = (found) => {
    words = found;
    if (words.some(({ end }) => end > [...beginning].length)) opened.add(message.id); // or the marks would not be seen
    paint();
  };
  paint();
  return { nodes: [paragraph, button], mark };
}

function delivery(message, outbox) {
  if (message.author !== 'agent') return null;
  if (message.state === 'failed') {
    return h('p', { class: 'delivery failed' }, 'Not confirmed by the desk yet. ',
      h('button', { class: 'small', onclick: () => outbox.retry() }, 'Send again'), ' ',
      h('button', { class: 'small quiet', onclick: () => outbox.takeBack(message.client_id) }, 'Back to the box'));
  }
  if (message.state) return h('p', { class: 'delivery' }, 'Sending…');
  return message.delivery && h('p', { class: `delivery ${message.delivery}` }, deliveryWord(message.delivery));
}

function bubble(message, outbox) {
  const name = message.name || authorWord(message.author);
  const role = message.author !== 'system' && name !== authorWord(message.author) && h('span', { class: 'role' }, authorWord(message.author));
  const { nodes, mark } = body(message);
  const why = message.asks && whyOf(message.id, mark);
  return h('li', { class: `message ${message.author} ${message.state ?? ''}` },
    h('p', { class: 'by' }, h('bdi', null, name), ' ', role, ' ', clock(message.at), why && why.button),
    nodes, why && why.panel, delivery(message, outbox));
}

const log = () => byId('log');
const atEnd = () => log().scrollHeight - log().scrollTop - log().clientHeight < NEAR;
let unread = 0;
let following = true; // whether the reader is at the end, and so wants to stay there

export function toEnd() {
  log().scrollTop = log().scrollHeight;
  following = true;
  unread = 0;
  show(byId('newer'), false);
}

function arrived(count) {
  unread += count;
  setText(byId('newer'), `${plural(unread, 'new message')} below ↓`);
  show(byId('newer'), true);
}

let seen = null;
function fresh(messages) {
  const ids = messages.map((message) => String(message.id));
  const count = seen === null ? 0 : ids.filter((id) => !seen.has(id)).length;
  seen = new Set(ids);
  return count;
}

export function drawMessages(c, outbox) {
  const count = fresh(c.messages.filter((message) => message.author !== 'agent'));
  const readable = withheld(c.consent) === ''; // how it was read goes with the reasons, and they with a summary
  const said = c.messages.map((message) => ({ ...message, asks: readable && message.author === 'customer' }));
  const items = [...said, ...outbox.items().map((item) => ({ ...item, id: `out-${item.client_id}`, author: 'agent', name: 'You' }))];
  keyed(byId('messages'), items, (message) => message.id, (message) => bubble(message, outbox));
  const note = outside(c.consent);
  setText(byId('outside'), note);
  show(byId('outside'), note !== '');
  setText(byId('no-messages'), 'Nothing here yet.');
  show(byId('no-messages'), items.length === 0);
  if (following) toEnd();
  else if (count) arrived(count);
  return count;
}

export function watchScroll() {
  log().addEventListener('scroll', () => {
    following = atEnd();
    if (following && unread) toEnd();
  }, { passive: true });
  new ResizeObserver(() => { if (following) toEnd(); }).observe(log());
  byId('newer').addEventListener('click', () => { toEnd(); byId('text').focus(); });
}
