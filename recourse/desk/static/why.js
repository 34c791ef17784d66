// Why a message was read as it was: fetched on demand, the words marked in the message, one score a line below it.
import { api, caseUrl } from './api.js';
import { byId, h, show } from './dom.js';
import { decided, percent, readingWord } from './words.js';

const FAINT = 0.05; // a score that says nothing by itself
const NAMED = 3; // words named in a line; all of them are marked
const LEVELS = [[0.3, 'much'], [0.1, 'some'], [0.05, 'little']]; // how far the score falls without the word; less is noise

const level = (weight) => LEVELS.find(([least]) => weight >= least)?.[1] ?? null;

/** The text as nodes with its words marked, by their weight. Places count characters; JavaScript's strings do not. */
export function marked(text, words) {
  const letters = [...text];
  const levels = letters.map(() => 0);
  for (const { start, end, weight } of words) {
    for (let at = start; at < Math.min(end, letters.length); at += 1) levels[at] = Math.max(levels[at], weight);
  }
  const nodes = [];
  for (let from = 0, to = 0; from < letters.length; from = to) {
    const kind = level(levels[from]);
    while (to < letters.length && level(levels[to]) === kind) to += 1;
    const run = letters.slice(from, to).join('');
    nodes.push(kind ? h('mark', { class: kind }, run) : run);
  }
  return nodes;
}

function named({ word, weight }, score, plain) {
  const mark = ['“', h('mark', { class: level(weight), dir: 'auto' }, word), '”'];
  return plain ? mark : ['without ', mark, ` ${percent(Math.max(0, score - weight))}`];
}

function line({ name, score, words }) {
  const plain = name.startsWith('turn.'); // told by the very words, with no degrees
  const rests = words.slice(0, NAMED).map((word, index) => [index ? ', ' : '', named(word, score, plain)]);
  return h('li', null, h('b', null, readingWord(name)), plain ? ': ' : ` ${percent(score)}${words.length ? ': ' : ''}`, rests,
    words.length === 0 && h('span', { class: 'muted' }, plain ? 'not by words of this message' : ', by no single word'));
}

function drawn(found) {
  if (!found.branch) return h('p', { class: 'empty' }, 'The assistant has not judged this message, so there is nothing to show.');
  const told = found.evidence.filter(({ score, words }) => words.length > 0 || score >= FAINT);
  const none = told.every(({ words }) => words.length === 0);
  return [
    h('p', null, decided(found), h('code', null, found.branch)),
    none && h('p', { class: 'empty' }, told.length
      ? 'No single word decided: leaving out any one of them changes little. It is the message as a whole, or what was said before.'
      : 'No word decided: nothing in this message scores high. It is what happened in the conversation, or nothing at all.'),
    told.length > 0 && h('ul', null, told.map(line)),
    !none && h('p', { class: 'hint' }, 'The stronger a word is marked, the further the score would fall without it. An estimate, not a finding.'),
  ];
}

async function fetched(id) {
  const found = await api('GET', `${caseUrl(byId('case').dataset.id, 'evidence')}?message=${encodeURIComponent(id)}`);
  const evidence = found.evidence.map((one) => ({ ...one, words: one.words.filter(({ weight }) => level(weight)) }));
  return { ...found, evidence };
}

/** The button and the panel of a message; `mark` is called with the words to mark, and with none when it is closed. */
export function whyOf(id, mark) {
  const panel = h('div', { class: 'reading', id: `why-${id}`, hidden: true });
  const button = h('button', {
    class: 'small quiet', 'aria-expanded': 'false', 'aria-controls': panel.id, 'data-key': panel.id,
    'aria-label': 'Why? How this message was read', onclick: toggle,
  }, 'Why?');
  const isOpen = () => button.getAttribute('aria-expanded') === 'true';
  let found = null;

  async function toggle() {
    button.setAttribute('aria-expanded', String(!isOpen()));
    show(panel, isOpen());
    if (!isOpen()) { mark([]); return; }
    try {
      if (!found) panel.replaceChildren(h('p', { class: 'muted' }, 'Reading the message again…'));
      found ??= await fetched(id);
    } catch (error) {
      panel.replaceChildren(h('p', { class: 'warn' }, error.message));
      return;
    }
    if (!isOpen()) return;
    panel.replaceChildren(...[drawn(found)].flat().filter(Boolean));
    mark(found.evidence.flatMap(({ words }) => words));
    panel.scrollIntoView({ block: 'nearest' });
    if (!found.branch) found = null; // it may be judged any moment
  }

  return { button, panel };
}
