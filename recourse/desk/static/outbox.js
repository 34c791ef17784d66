// What the agent has sent and the desk has not shown back yet. It survives a reload of the page, goes out in order, and
// each message keeps its client_id, by which the server knows one that it already has: nothing lost, nothing doubled.
import { api, caseUrl } from './api.js';
import { show, byId } from './dom.js';
import { serverNow } from './time.js';

/**
 * @param changed   called when what is shown must be drawn again
 * @param rejected  called with (text, error) when the desk refuses a message for good
 * @param accepted  called after the desk has taken one
 * @param check     asks the server for the case anew; whether that worked
 */
export function createOutbox(caseId, { changed, rejected, accepted, check }) {
  const key = `recourse.outbox.${caseId}`;
  let items = JSON.parse(sessionStorage.getItem(key) ?? '[]');
  let busy = false;
  let timer = 0;
  let waits = 0;

  function store(next) {
    items = next;
    if (items.length) sessionStorage.setItem(key, JSON.stringify(items));
    else sessionStorage.removeItem(key);
  }

  function keep(next) {
    store(next);
    changed();
  }

  const put = (id, change) => keep(items.map((item) => (item.client_id === id ? { ...item, ...change } : item)));
  const drop = (id) => keep(items.filter((item) => item.client_id !== id));

  async function pump() {
    const item = items.find((one) => one.state !== 'accepted');
    if (busy || !item) return;
    busy = true;
    if (item.state !== 'sending') put(item.client_id, { state: 'sending' });
    try {
      const answer = await api('POST', caseUrl(caseId, 'messages'), { text: item.text, client_id: item.client_id });
      waits = 0;
      if (answer?.id) put(item.client_id, { state: 'accepted', message_id: answer.id });
      else drop(item.client_id);
      accepted();
    } catch (error) {
      failed(item, error);
      if (error.passing) return;
    } finally {
      busy = false;
    }
    pump();
  }

  function failed(item, error) {
    if (!error.passing) {
      drop(item.client_id);
      rejected(item.text, error);
      return;
    }
    put(item.client_id, { state: 'failed' });
    clearTimeout(timer);
    timer = setTimeout(pump, Math.min(30000, 2000 * 2 ** waits++));
  }

  addEventListener('online', pump);

  return {
    items: () => items,
    start() {
      store(items.filter((item) => item.state !== 'accepted')); // the case that was just loaded has these
      changed();
      pump();
    },
    retry: pump,
    send(text) {
      const item = { client_id: crypto.randomUUID?.() ?? fallbackId(), text, at: new Date(serverNow()).toISOString(), state: 'sending' };
      keep([...items, item]);
      pump();
    },
    /** Gives the text back to the reply box, unless it has reached the desk after all. */
    async takeBack(id) {
      if (!(await check())) return;
      const item = items.find((one) => one.client_id === id);
      if (!item) return;
      drop(id);
      rejected(item.text, null);
    },
    /** Forgets what the case itself now shows; whoever calls this draws the case next. */
    settle(messages) {
      const shown = new Set(messages.flatMap((message) => [message.client_id, message.id]).filter(Boolean).map(String));
      store(items.filter((item) => !shown.has(item.client_id) && !shown.has(String(item.message_id))));
    },
  };
}

// randomUUID exists only where the page is served securely.
function fallbackId() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
