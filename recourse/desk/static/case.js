// One case, kept live: whatever the server sends is the whole case, and each part draws only what changed in it.
import { api, caseUrl } from './api.js';
import { byId, h, pageData, setText, show } from './dom.js';
import { shortcuts } from './keys.js';
import { live } from './live.js';
import { drawMessages, toEnd, watchScroll } from './messages.js';
import { createOutbox } from './outbox.js';
import { drawFacts } from './panels.js';
import { createReply } from './reply.js';
import { createSteps } from './steps.js';
import { priorityWord, statusWord } from './words.js';

const { id, me } = byId('case').dataset;
let current = pageData();
let version = 0;
let unseen = 0;

const isMine = (c) => c.status === 'claimed' && String(c.claimed_by?.id) === me;

const outbox = createOutbox(id, {
  changed: () => drawMessages(current, outbox),
  rejected: (text, error) => { reply.putBack(text); if (error) alertLine(error.message); },
  accepted: refresh,
  check: async () => {
    const found = await refresh();
    if (!found) alertLine('The desk could not be reached, so it is not known yet whether this was sent.');
    return found;
  },
});
const reply = createReply(id, (text) => { alertLine(''); setText(byId('done'), ''); outbox.send(text); toEnd(); });
const steps = createSteps(id, { draft: reply.draft, said, after: done });

function alertLine(text) {
  setText(byId('alert'), text);
  show(byId('alert'), text !== '');
}

function said(text, error) {
  alertLine(error?.message ?? '');
  byId('done').replaceChildren(text);
  if (error?.status === 409) refresh();
}

async function done(step) {
  await refresh();
  if (step === 'claim') reply.focus();
  if (step === 'return' || step === 'resolve') byId('done').append(' ', h('a', { href: '/' }, 'Back to the queue'));
}

function whyNoReply(c) {
  if (isMine(c)) return '';
  if (c.status === 'claimed') return `${c.claimed_by?.name ?? 'A colleague'} has this case. You can read what may be read, not write.`;
  if (c.status === 'queued' || c.status === 'callback') return 'Claim the case to answer the customer.';
  return `This case is closed: ${statusWord(c.status).toLowerCase()}.`;
}

function title(count) {
  unseen = document.hidden ? unseen + count : 0;
  document.title = `${unseen ? `(${unseen}) ` : ''}${priorityWord(current.priority)} · Case · Recourse desk`;
}

function draw(c) {
  if (c.erased) { location.replace('/'); return; } // the customer had everything erased
  if (c.priority >= 3 && current.priority < 3) alertLine('This case has become a crisis. It comes before everything else.');
  current = c;
  version += 1;
  outbox.settle(c.messages);
  drawFacts(c, me);
  title(drawMessages(c, outbox));
  steps.draw(c, isMine(c));
  reply.allow(whyNoReply(c));
}

/** For when the stream is away or slow; whether it worked. An answer that a newer event has overtaken is not drawn. */
async function refresh() {
  const asked = version;
  const c = await api('GET', caseUrl(id)).catch(() => null);
  if (c && asked === version) draw(c);
  return c !== null;
}

/** Optional event: what waits in the queue meanwhile. */
function queueCount({ waiting, crisis }) {
  const count = document.querySelector('[data-queue-count]');
  setText(count, crisis ? `${waiting}, ${crisis} in crisis` : String(waiting));
  count.classList.toggle('crisis', crisis > 0);
  show(count, waiting > 0);
}

document.addEventListener('visibilitychange', () => title(0));
watchScroll();
shortcuts({ r: () => reply.focus(), q: () => location.assign('/'), c: () => { if (!byId('claim').hidden) byId('claim').click(); } });
draw(current);
outbox.start();
if (isMine(current) && !matchMedia('(pointer: coarse)').matches) reply.focus();
live({
  url: caseUrl(id, 'stream'), probe: caseUrl(id), back: outbox.retry,
  events: { case: draw, queue: queueCount },
});
