// The cart: its lines, a code, what it costs.

import { h } from '../dom.js';
import { couponBox } from '../parts/coupon.js';
import { cartLines } from '../parts/lines.js';
import { redraw } from '../parts/redraw.js';
import { totals } from '../parts/totals.js';
import { pieces, shop, watch } from '../store.js';
import { count, money, words } from '../words.js';

export function view() {
  const lines = h('div', {});
  const sums = h('div', { class: 'panel-sums' });
  const coupon = couponBox();
  const panel = h('section', { class: 'card panel', 'aria-labelledby': 'summary' },
    h('h2', { id: 'summary' }, words.cart.summary), coupon.body, sums);
  const columns = h('div', { class: 'two' }, lines, panel);
  const number = h('p', { class: 'quiet' });
  const update = () => {
    panel.hidden = pieces() === 0 && shop.cart.coupons.length === 0;
    number.textContent = pieces() ? count(pieces(), words.pieces) : '';
    redraw(lines, pieces() ? cartLines() : blank());
    redraw(sums, pieces() > 0 && [totals(shop.cart), hint(), h('a', { class: 'button', href: '/checkout' }, words.cart.checkout)]);
    coupon.update();
  };
  return { title: words.cart.title, body: [h('h1', {}, words.cart.title), number, columns], shown: () => watch(update) };
}

function hint() {
  const { free_delivery_missing: missing, shipping } = shop.cart;
  return shipping > 0 && missing > 0 && h('p', { class: 'quiet small' }, words.cart.freeFrom(money(missing)));
}

function blank() {
  return h('div', { class: 'blank' },
    h('h2', {}, words.cart.empty), h('p', {}, words.cart.emptyText), h('a', { class: 'button', href: '/' }, words.backToShop));
}
