// The customer's mood over the turns: a line chart for the eye, a table for the screen reader.
import { h, s } from './dom.js';
import { clockWord } from './time.js';
import { withheld } from './words.js';

const SERIES = [['distress', 'Distress'], ['hostility', 'Hostility'], ['dissatisfaction', 'Dissatisfaction']];
const W = 360, H = 196, LEFT = 40, RIGHT = 10, TOP = 16, BOTTOM = 36;
const MARKED = 40; // beyond this many turns the marks would only cover the lines

const MARK = {
  distress: (x, y) => s('circle', { cx: x, cy: y, r: 3.2 }),
  hostility: (x, y) => s('rect', { x: x - 3, y: y - 3, width: 6, height: 6 }),
  dissatisfaction: (x, y) => s('path', { d: `M${x} ${y - 4}l4 7h-8z` }),
};

const known = (value) => typeof value === 'number';
const y = (value) => TOP + (1 - value) * (H - TOP - BOTTOM);
const scale = (count) => (index) => (count === 1 ? (LEFT + W - RIGHT) / 2 : LEFT + 8 + (index * (W - RIGHT - LEFT - 16)) / (count - 1));

function axes(turns, x) {
  const grid = [[0, '0'], [0.5, '0.5'], [1, '1']].map(([value, label]) => [
    s('line', { class: 'grid', x1: LEFT, x2: W - RIGHT, y1: y(value), y2: y(value) }),
    s('text', { x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end' }, label),
  ]);
  const every = Math.ceil(turns.length / 8);
  const ticks = turns.map((_, index) => index).filter((index) => index % every === 0)
    .map((index) => s('text', { x: x(index), y: H - BOTTOM + 15, 'text-anchor': 'middle' }, index + 1));
  return [grid, ticks,
    s('text', { class: 'axis', x: (LEFT + W - RIGHT) / 2, y: H - 4, 'text-anchor': 'middle' }, 'Customer’s turn'),
    s('text', { class: 'axis', x: -(TOP + H - BOTTOM) / 2, y: 11, 'text-anchor': 'middle', transform: 'rotate(-90)' }, 'Strength read')];
}

/** The turns from which on a person answered, shaded. */
function humanPart(turns, x) {
  const first = turns.findIndex((turn) => turn.phase === 'with_human');
  if (first < 0) return [];
  const from = first === 0 ? LEFT : (x(first - 1) + x(first)) / 2;
  const roomy = W - RIGHT - from > 90;
  return [s('rect', { class: 'human', x: from, y: TOP, width: W - RIGHT - from, height: H - TOP - BOTTOM }),
    s('text', { class: 'axis', x: roomy ? from + 2 : W - RIGHT, y: TOP - 5, 'text-anchor': roomy ? 'start' : 'end' }, 'with a person')];
}

function series(turns, x, [key, word]) {
  let pen = 'M';
  let d = '';
  turns.forEach((turn, index) => {
    if (!known(turn[key])) { pen = 'M'; return; } // not read: the line has a gap
    d += `${pen}${x(index).toFixed(1)} ${y(turn[key]).toFixed(1)}`;
    pen = 'L';
  });
  const marks = turns.map((turn, index) => known(turn[key]) && turns.length <= MARKED
    && s('g', null, s('title', null, `${word}, turn ${index + 1}: ${turn[key].toFixed(2)}`), MARK[key](x(index), y(turn[key]))));
  return s('g', { class: `series ${key}` }, s('path', { class: 'line', d, fill: 'none' }), marks);
}

function legend(turns) {
  return h('ul', { class: 'legend', 'aria-hidden': 'true' }, SERIES.map(([key, word]) => {
    const last = turns.map((turn) => turn[key]).filter(known).at(-1);
    const sample = s('svg', { class: 'sample', viewBox: '0 0 30 12' },
      s('g', { class: `series ${key}` }, s('path', { class: 'line', d: 'M1 6H29', fill: 'none' }), MARK[key](15, 6)));
    return h('li', null, sample, word, h('span', { class: 'muted' }, last === undefined ? ' not read' : ` last ${last.toFixed(2)}`));
  }));
}

function table(turns) {
  const cell = (value) => h('td', null, known(value) ? value.toFixed(2) : 'not read');
  return h('div', { class: 'unseen' }, h('table', null,
    h('caption', null, 'The customer’s mood over their turns, as read by the assistant, 0 is none and 1 is strong'),
    h('thead', null, h('tr', null, ['Turn', 'Time', 'With', ...SERIES.map(([, word]) => word)].map((word) => h('th', { scope: 'col' }, word)))),
    h('tbody', null, turns.map((turn, index) => h('tr', null, h('th', { scope: 'row' }, index + 1),
      h('td', null, turn.at ? clockWord(turn.at) : ''), h('td', null, turn.phase === 'with_human' ? 'a person' : 'the assistant'),
      SERIES.map(([key]) => cell(turn[key])))))));
}

export function moodChart(turns, consent) {
  if (!turns.some((turn) => SERIES.some(([key]) => known(turn[key])))) {
    return h('p', { class: 'empty' }, withheld(consent, 'their mood') || 'Mood reading is off or not shared.');
  }
  const x = scale(turns.length);
  const picture = s('svg', { class: 'chart', viewBox: `0 0 ${W} ${H}`, 'aria-hidden': 'true' },
    humanPart(turns, x), axes(turns, x), SERIES.map((one) => series(turns, x, one)));
  return h('figure', null, picture, legend(turns), table(turns));
}
