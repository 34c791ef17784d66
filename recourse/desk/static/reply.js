// The reply box: its draft is kept for the case until it is sent, in this tab.
import { byId, setText, show } from './dom.js';

const touch = matchMedia('(pointer: coarse)').matches; // there, Enter is the only way to a new line

export function createReply(caseId, send) {
  const key = `recourse.draft.${caseId}`;
  const form = byId('reply');
  const box = byId('text');

  const keep = () => (box.value ? sessionStorage.setItem(key, box.value) : sessionStorage.removeItem(key));

  function submit() {
    if (box.value.trim() === '') return;
    send(box.value);
    box.value = '';
    keep();
    box.focus();
  }

  box.value = sessionStorage.getItem(key) ?? '';
  box.addEventListener('input', keep);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || event.shiftKey) return;
    if (touch && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    submit();
  });
  form.addEventListener('submit', (event) => { event.preventDefault(); submit(); });
  setText(byId('reply-hint'), touch ? 'Kept as a draft until you send it.' : 'Enter sends, Shift+Enter makes a new line.');

  return {
    focus: () => box.focus(),
    draft: () => box.value.trim() !== '',
    putBack(text) {
      box.value = box.value.trim() ? `${text}\n\n${box.value}` : text;
      keep();
    },
    /** Shows the box, or says why there is none. */
    allow(why) {
      show(form, why === '');
      show(byId('cannot-reply'), why !== '');
      setText(byId('cannot-reply'), why);
    },
  };
}
