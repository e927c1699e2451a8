// The lines of an order that was placed, each with what went back of it.

import { h, picture } from '../dom.js';
import { product } from '../store.js';
import { money, words } from '../words.js';

// `act` may give a button for a line.
export function orderLines(order, act = () => undefined) {
  return h('ul', { class: 'order-lines' }, order.lines.map((line) => {
    const name = product(line.sku)?.name ?? line.sku;
    return h('li', {}, picture(line.sku, 64),
      h('div', {}, h('p', {}, name, line.quantity > 1 && ` × ${line.quantity}`, ' ', mark(line)),
        h('p', { class: 'quiet small price' }, line.gift ? words.account.gift : money(line.unit_price * line.quantity))),
      act(line, name));
  }));
}

function mark({ quantity, returned }) {
  if (returned === 0) return undefined;
  const text = returned === quantity ? words.account.returned : words.account.returnedSome(returned, quantity);
  return h('span', { class: 'returned' }, text);
}
