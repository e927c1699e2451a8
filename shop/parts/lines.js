// The lines of the cart, to be changed.

import { h, picture } from '../dom.js';
import { say } from '../say.js';
import * as server from '../server.js';
import { product, setCart, shop } from '../store.js';
import { money, why, words } from '../words.js';
import { quantity } from './quantity.js';

export function cartLines() {
  return h('ul', { 'aria-label': words.cart.lines }, shop.cart.lines.map(line), shop.cart.gifts.map(gift));
}

function line({ sku, quantity: value, unit_price }) {
  const { name, taste, size } = product(sku);
  const change = (next) => send(sku, next, `${name}: ${next}`);
  return h('li', { class: 'line' },
    h('div', { class: 'line-picture' }, picture(sku, 120)),
    h('div', { class: 'line-words' },
      h('h2', {}, h('a', { href: `/product/${sku}` }, name)),
      h('p', { class: 'quiet small' }, [size, taste].filter(Boolean).join(' · ')),
      h('button', { class: 'text-button small', type: 'button', 'aria-label': words.removeNamed(name), onclick: () => send(sku, 0, `${words.remove}: ${name}`) }, words.remove)),
    quantity({ label: name, value, key: sku, change }),
    h('p', { class: 'line-sum price' }, money(unit_price * value)));
}

function gift({ sku, code }) {
  return h('li', { class: 'line' },
    h('div', { class: 'line-picture' }, picture(sku, 120)),
    h('div', { class: 'line-words' },
      h('h2', {}, h('a', { href: `/product/${sku}` }, product(sku).name)),
      h('p', { class: 'quiet small' }, `${words.cart.gift} ${code}`)),
    h('p', { class: 'line-gift quiet' }, '1'),
    h('p', { class: 'line-sum price' }, words.cart.free));
}

// Changes follow one another: the last click decides.
let before = Promise.resolve();
function send(sku, value, said) {
  before = before.then(async () => {
    try {
      setCart(await server.setLine(sku, value));
      say(said);
    } catch (refused) {
      setCart(shop.cart);
      say(why(refused));
    }
  });
}
