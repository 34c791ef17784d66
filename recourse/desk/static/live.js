// A stream of server-sent events that comes back by itself and says so on the page while it is away.
import { api } from './api.js';
import { byId, setText } from './dom.js';

const SILENCE = 45000; // with a server that sends "ping" events, this long without any means a dead connection
const TABS = 3; // a browser keeps six connections to an HTTP/1.1 server: a hidden tab gives its own up beside so many others
const LOCK = 'recourse-stream';

/**
 * @param url     the stream
 * @param probe   something to GET when the stream is refused: a 401 there leads to the sign-in page
 * @param events  {name: function of the event's data}; each event carries the whole state
 * @param always  keep the stream even when hidden among many tabs
 */
export function live({ url, probe, events, always = false, back = () => {} }) {
  let source = null;
  let tries = 0;
  let timer = 0;
  let lost = 0;
  let watch = 0;
  let release = null;

  const say = (text) => setText(byId('live'), text);

  function opened() {
    tries = 0;
    clearTimeout(lost);
    lost = 0;
    say('');
    back();
  }

  function failed() {
    lost ||= setTimeout(() => say('Live updates lost – reconnecting'), 1200);
    if (source?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    clearTimeout(timer);
    timer = setTimeout(again, Math.min(15000, 1000 * 2 ** tries++));
  }

  async function again() {
    await api('GET', probe).catch(() => {}); // leaves for the sign-in page if the session has ended
    close();
    shown();
  }

  function heard(pinged) {
    if (!pinged && !watch) return;
    clearTimeout(watch);
    watch = setTimeout(() => { failed(); open(); }, SILENCE);
  }

  function close() {
    clearTimeout(timer);
    clearTimeout(watch);
    watch = 0;
    source?.close();
    source = null;
    release?.();
    release = null;
  }

  function open() {
    close();
    const mine = new EventSource(url);
    source = mine;
    source.onopen = opened;
    source.onerror = failed;
    source.addEventListener('ping', () => heard(true));
    for (const [name, handle] of Object.entries(events)) {
      source.addEventListener(name, (event) => { heard(false); handle(JSON.parse(event.data)); });
    }
    // One shared lock a stream, so that the tabs can count each other (only where the page is served securely).
    navigator.locks?.request(LOCK, { mode: 'shared' }, () => source === mine && new Promise((done) => { release = done; }));
  }

  async function crowded() {
    if (!navigator.locks) return true;
    const { held } = await navigator.locks.query();
    return held.filter((lock) => lock.name === LOCK).length - (release ? 1 : 0) >= TABS;
  }

  async function shown() {
    const away = document.hidden && !always && (await crowded()) && document.hidden;
    if (away) close();
    else if (!source) open();
  }

  document.addEventListener('visibilitychange', shown);
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
  shown();
}
