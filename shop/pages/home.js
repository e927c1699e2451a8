// Home: the hero, the filter, the grid.

import { h, picture, svg } from '../dom.js';
import { say } from '../say.js';
import * as server from '../server.js';
import { setCart, shop } from '../store.js';
import { money, why, words } from '../words.js';

const CATEGORIES = ['all', 'africa', 'america', 'asia', 'gear', 'cups', 'sweets'];

export function view() {
  const grid = h('ul', { class: 'grid', id: 'shelf' });
  const chips = CATEGORIES.map((category) => h('button', {
    class: 'chip', type: 'button', 'aria-pressed': String(category === 'all'), onclick: () => choose(category),
  }, words.categories[category]));
  const choose = (category) => {
    chips.forEach((chip, at) => chip.setAttribute('aria-pressed', String(CATEGORIES[at] === category)));
    const of = shop.products.filter((it) => category === 'all' || it.category === category);
    grid.replaceChildren(...of.map(tile));
  };
  choose('all');
  return {
    body: [
      hero(() => grid.scrollIntoView({ behavior: calm() ? 'auto' : 'smooth' })),
      h('div', { class: 'shelf-head' },
        h('h2', {}, words.home.shelf),
        h('div', { class: 'chips', role: 'group', 'aria-label': words.home.filter }, chips)),
      grid,
    ],
  };
}

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

function hero(action) {
  const art = ['kenya-nyeri', 'dripper', 'stamp-mug'].map((sku, at) => {
    const image = picture(sku);
    image.className = ['first', 'second', 'third'][at];
    return image;
  });
  return h('section', { class: 'hero' }, stamp(),
    h('div', { class: 'hero-words' },
      h('h1', {}, words.home.title),
      h('p', {}, words.home.text),
      h('button', { class: 'button', type: 'button', onclick: action }, words.home.action)),
    h('div', { class: 'hero-art' }, art));
}

function stamp() {
  return svg('svg', { class: 'hero-stamp', viewBox: '0 0 100 100', 'aria-hidden': 'true' },
    svg('circle', { cx: 50, cy: 50, r: 46, 'stroke-dasharray': '5 4' }),
    svg('circle', { cx: 50, cy: 50, r: 37 }),
    svg('path', { d: 'M34 50c0-15 8-22 16-22s16 7 16 22-8 22-16 22-16-7-16-22Zm16-22c-8 13 8 17 0 44' }));
}

function tile({ sku, name, taste, size, price }) {
  return h('li', { class: 'tile' },
    h('div', { class: 'tile-picture' }, picture(sku)),
    h('h3', {}, h('a', { href: `/product/${sku}` }, name)),
    h('p', { class: 'tile-taste' }, taste),
    h('div', { class: 'tile-foot' },
      h('span', { class: 'price' }, money(price), size && h('span', { class: 'quiet small' }, ` / ${size}`)),
      h('button', { class: 'button soft small', type: 'button', 'aria-label': words.addNamed(name), onclick: () => add(sku, name) }, words.add)));
}

async function add(sku, name) {
  try {
    setCart(await server.addLine(sku, 1));
    say(words.added(name));
  } catch (refused) {
    say(why(refused));
  }
}
