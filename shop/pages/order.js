// The thanks page, and later the page of a past order.

import { h, svg } from '../dom.js';
import { orderLines } from '../parts/orderLines.js';
import { totals } from '../parts/totals.js';
import * as server from '../server.js';
import { shop } from '../store.js';
import { why, words } from '../words.js';
import * as missing from './missing.js';

export async function view(id) {
  try {
    return page(await server.order(id));
  } catch (refused) {
    const unknown = refused.status === 404;
    return missing.view(unknown ? words.order.missing : words.failed.title, unknown ? words.order.missingText : why(refused));
  }
}

function page(order) {
  const { address } = order;
  const where = order.delivery === 'pickup' ? [words.order.pickup] : [address.name, address.street, `${address.postcode} ${address.city}`];
  return {
    title: words.order.title(order.id),
    body: [
      h('div', { class: 'thanks' }, stamp(),
        h('div', {}, h('h1', {}, words.order.thanks), h('p', {}, words.order.text(order.id, address.email)))),
      h('div', { class: 'two' },
        h('section', { 'aria-labelledby': 'what' }, h('h2', { id: 'what' }, words.order.what), h('div', { class: 'orders' }, orderLines(order))),
        h('section', { class: 'card panel', 'aria-labelledby': 'sum' },
          h('h2', { id: 'sum' }, words.cart.summary), totals(order),
          order.codes.length > 0 && h('div', {}, h('h3', {}, words.order.codes), order.codes.map((code) => h('p', {}, code))),
          h('div', {}, h('h3', {}, words.order.where), where.map((line) => h('p', {}, line))),
          h('a', { class: 'button soft', href: '/' }, words.backToShop),
          shop.customer && h('a', { href: '/account' }, words.order.history))),
    ],
  };
}

function stamp() {
  return svg('svg', { class: 'thanks-stamp', viewBox: '0 0 100 100', 'aria-hidden': 'true' },
    svg('circle', { cx: 50, cy: 50, r: 46 }), svg('circle', { cx: 50, cy: 50, r: 37, 'stroke-width': 3 }),
    svg('path', { d: 'm33 51 12 12 23-25', 'stroke-width': 7 }));
}
