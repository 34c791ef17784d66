// Single-key shortcuts. They can be switched off (they get in the way of speech input), and never act while one types.
import { setText, show } from './dom.js';

const KEY = 'recourse.keys';
const on = () => localStorage.getItem(KEY) !== 'off';

const typing = (target) => target.closest?.('input, textarea, select, [contenteditable]') || document.querySelector('dialog[open]');

export function shortcuts(table) {
  document.addEventListener('keydown', (event) => {
    if (!on() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    const act = table[event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  });
  const toggle = document.querySelector('[data-keys-toggle]');
  if (!toggle) return;
  const paint = () => {
    toggle.setAttribute('aria-pressed', String(on()));
    setText(toggle, on() ? 'Keys on' : 'Keys off');
    show(document.querySelector('[data-keys-hint]'), on());
  };
  toggle.addEventListener('click', () => { localStorage.setItem(KEY, on() ? 'off' : 'on'); paint(); });
  show(toggle, true);
  paint();
}
