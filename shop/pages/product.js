// One product: its picture, its story, and how many of it.

import { h, picture } from '../dom.js';
import { quantity } from '../parts/quantity.js';
import { reviews } from '../parts/reviews.js';
import { say } from '../say.js';
import * as server from '../server.js';
import { product, setCart } from '../store.js';
import { money, why, words } from '../words.js';
import * as missing from './missing.js';

export function view(sku) {
  const it = product(sku);
  if (!it) return missing.view();
  return {
    title: it.name,
    body: [
      h('nav', { class: 'crumbs', 'aria-label': words.product.crumbs },
        h('a', { href: '/' }, words.backToShop), ` · ${words.categories[it.category]}`),
      h('article', { class: 'product' },
        h('div', { class: 'product-picture' }, picture(it.sku, 560)),
        h('div', { class: 'product-words' },
          h('div', {}, h('h1', {}, it.name), h('p', { class: 'product-taste' }, it.taste)),
          h('p', { class: 'product-story' }, it.story),
          h('ul', { class: 'facts' }, it.facts.map((fact) => h('li', {}, fact))),
          h('p', { class: 'product-price price' }, money(it.price), it.size && h('small', {}, ` / ${it.size}`)),
          buy(it),
          h('p', { class: 'product-promise' }, words.product.promise))),
      reviews(sku),
    ],
  };
}

function buy({ sku, name }) {
  let wanted = 1;
  const told = h('p', { class: 'notice added' });
  const add = async () => {
    try {
      setCart(await server.addLine(sku, wanted));
      say(words.added(name));
      told.className = 'notice good added';
      told.replaceChildren(`${words.added(name)} `, h('a', { href: '/cart' }, words.toCart));
    } catch (refused) {
      told.className = 'notice bad added';
      told.textContent = why(refused);
      say(why(refused));
    }
  };
  return [
    h('div', { class: 'buy' },
      quantity({ label: words.quantity.label, value: 1, change: (value) => { wanted = value; } }),
      h('button', { class: 'button', type: 'button', onclick: add }, words.add)),
    told,
  ];
}
