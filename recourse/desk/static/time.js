// Times in words, by the server's clock (the agent's may be wrong), and those that count on by themselves.
import { h, setText } from './dom.js';

const stamp = Date.parse(document.querySelector('meta[name="server-time"]')?.content ?? '');
const ahead = Number.isNaN(stamp) ? 0 : stamp - Date.now();
export const serverNow = () => Date.now() + ahead;

const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' });

/** 14:02 today, 3 Mar, 14:02 on another day. */
export function clockWord(iso) {
  const at = new Date(iso);
  const today = new Date(serverNow()).toDateString() === at.toDateString();
  return (today ? hour : day).format(at);
}

/** 00:42, 12:05, 1 h 04 min, 2 days. */
export function spanWord(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (n) => String(n).padStart(2, '0');
  if (seconds < 3600) return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} min`;
  return `${Math.floor(seconds / 86400)} days`;
}

export function clock(iso) {
  return iso ? h('time', { datetime: iso, title: full.format(new Date(iso)) }, clockWord(iso)) : null;
}

/** A time that counts on: how long ago `iso` was. */
export function since(iso) {
  if (!iso) return null;
  const text = spanWord(serverNow() - Date.parse(iso));
  return h('time', { datetime: iso, 'data-since': iso, title: `since ${full.format(new Date(iso))}` }, text);
}

setInterval(() => {
  for (const element of document.querySelectorAll('[data-since]')) {
    setText(element, spanWord(serverNow() - Date.parse(element.dataset.since)));
  }
}, 1000);
