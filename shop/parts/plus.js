// Kawiarnia Plus: what it is, how it stands, and what can be done about it.

import { h } from '../dom.js';
import { redraw } from './redraw.js';
import * as server from '../server.js';
import { date, money, why, words } from '../words.js';

// `told` shows a sentence above the orders.
export function plus(told) {
  const place = h('section', { class: 'card plus', 'aria-labelledby': 'plus' });
  const draw = (it) => redraw(place, body(it, step));
  const step = async (name) => {
    place.setAttribute('aria-busy', 'true');
    try {
      draw(await server.changePlus(name));
      told(words.plus.done[name], 'good');
    } catch (refused) {
      told(why(refused), 'bad');
      await server.plus().then(draw, () => {});
    }
    place.removeAttribute('aria-busy');
  };
  server.plus().then(draw, (refused) => told(why(refused), 'bad'));
  return place;
}

const STEPS = { none: ['start'], active: ['pause', 'end'], paused: ['resume', 'end'], ended: ['start'] };

function body({ status, until, price }, step) {
  const button = (name, at) => h('button', {
    class: at === 0 ? 'button small' : 'button soft small', type: 'button', 'data-key': at === 0 ? 'plus' : name, onclick: () => step(name),
  }, words.plus[name]);
  return [
    h('h2', { id: 'plus' }, words.plus.title),
    h('p', {}, words.plus.text(money(price))),
    h('p', { class: 'quiet' }, words.plus[status](until && date(until))),
    h('div', { class: 'plus-acts' }, STEPS[status].map(button)),
  ];
}
