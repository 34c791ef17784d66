// What the customer asks about their data: the agent who has the case checks who asks, then grants or refuses.
import { api } from './api.js';
import { byId, h, setText } from './dom.js';
import { clock } from './time.js';

const WHAT = { export: 'a copy of their data', erase: 'the erasure of their data' };
const GRANTED = { export: 'Send the copy', erase: 'Erase it' };

const isMine = (c) => c.status === 'claimed' && String(c.claimed_by?.id) === byId('case').dataset.me;

/** What the panel depends on: it is drawn again only when one of these changes. */
export const shows = (c) => [c.data_requests, isMine(c)];

function choice(request, granted, words, done) {
  return h('button', { class: 'small', 'data-key': `${request.id}-${granted}`, onclick: () => done(granted) }, words);
}

function waiting(request) {
  const error = h('p', { class: 'hint', role: 'status' });
  const buttons = h('div', { class: 'buttons' });
  async function answer(granted) {
    buttons.querySelectorAll('button').forEach((button) => { button.disabled = true; });
    try {
      await api('POST', `/api/data-requests/${encodeURIComponent(request.id)}`, { granted });
    } catch (failed) {
      setText(error, failed.message);
      buttons.querySelectorAll('button').forEach((button) => { button.disabled = false; });
    }
  }
  buttons.append(choice(request, true, GRANTED[request.kind], answer), choice(request, false, 'Refuse', answer));
  return [buttons, error];
}

function next(c, request) {
  if (request.state === 'confirmed') return h('p', null, 'Granted. Everything is erased once you close this case; it is gone from the desk then, too.');
  if (!isMine(c)) return h('p', { class: 'hint' }, 'Whoever claims the case checks who they are and answers here.');
  return waiting(request);
}

function one(c, request) {
  const mine = request.state === 'asked' && isMine(c);
  return h('div', { class: 'request' },
    h('p', null, `The customer asks for ${WHAT[request.kind]}${mine ? '. Check who they are, then:' : '.'}`),
    next(c, request),
    h('p', { class: 'hint' }, `Number ${request.id}, asked `, clock(request.at)));
}

export const requests = (c) => c.data_requests.map((request) => one(c, request));
