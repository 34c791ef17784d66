// The conversation. A message that did not change keeps its element; the place one reads at stays where it is.
import { byId, h, keyed, setText, show } from './dom.js';
import { clock } from './time.js';
import { authorWord, deliveryWord, outside, plural } from './words.js';

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
  if (beginning === null) return paragraph;
  const button = h('button', { class: 'small quiet', 'data-key': `all-${message.id}`, onclick: () => { toggle(); paint(); } });
  const toggle = () => (opened.has(message.id) ? opened.delete(message.id) : opened.add(message.id));
  const paint = () => {
    const all = opened.has(message.id);
    setText(paragraph, all ? message.text : `${beginning}…`);
    setText(button, all ? 'Show less' : `Show all (${[...message.text].length.toLocaleString('en')} characters)`);
    button.setAttribute('aria-expanded', String(all));
  };
  paint();
  return [paragraph, button];
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
  return h('li', { class: `message ${message.author} ${message.state ?? ''}` },
    h('p', { class: 'by' }, h('bdi', null, name), ' ', role, ' ', clock(message.at)),
    body(message), delivery(message, outbox));
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
  const items = [...c.messages, ...outbox.items().map((item) => ({ ...item, id: `out-${item.client_id}`, author: 'agent', name: 'You' }))];
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
