// What a cart or an order costs, line by line.

import { h } from '../dom.js';
import { money, words } from '../words.js';

export function totals({ goods, discount, shipping, total, refunded = 0 }) {
  const row = (name, value, kind) => [
    h('dt', { class: kind }, name), h('dd', { class: `price ${kind ?? ''}` }, value),
  ];
  return h('dl', { class: 'totals' },
    row(words.cart.goods, money(goods)),
    discount > 0 && row(words.cart.discount, `−${money(discount)}`, 'off'),
    row(words.cart.shipping, shipping > 0 ? money(shipping) : words.cart.shippingFree),
    row(words.cart.total, money(total), 'sum'),
    refunded > 0 && row(words.order.refunded, `−${money(refunded)}`, 'off'));
}
