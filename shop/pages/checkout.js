// The checkout: how it arrives, where it goes, and paying, which here always succeeds.

import { h } from '../dom.js';
import { addressFields } from '../parts/address.js';
import { redraw } from '../parts/redraw.js';
import { totals } from '../parts/totals.js';
import { go } from '../navigate.js';
import * as server from '../server.js';
import { pieces, product, refresh, setCart, shop, watch } from '../store.js';
import { money, why, words } from '../words.js';
import * as cartPage from './cart.js';

export function view() {
  if (pieces() === 0) return cartPage.view();
  const address = addressFields(shop.customer?.address);
  const told = h('p', { class: 'notice bad', role: 'alert', hidden: true });
  const tell = (text) => { told.textContent = text; told.hidden = !text; };
  const button = h('button', { class: 'button', type: 'submit' }, words.checkout.pay);
  const sums = h('div', { class: 'panel-sums' });
  const due = h('p', { class: 'due' });
  const courier = choice('courier', words.checkout.courier, words.checkout.courierText, tell);
  const pickup = choice('pickup', words.checkout.pickup, words.checkout.pickupText, tell);
  const form = h('form', { class: 'form', id: 'checkout', novalidate: true, onsubmit: (event) => pay(event, address, button, tell) },
    !shop.customer && h('p', {}, words.checkout.guest, ' ', h('a', { href: '/account' }, words.checkout.signIn), words.checkout.guestText),
    h('fieldset', {}, h('legend', {}, words.checkout.delivery), courier, pickup),
    address.body,
    h('section', { class: 'form-part', 'aria-labelledby': 'payment' },
      h('h2', { id: 'payment' }, words.checkout.payment), h('p', { class: 'notice' }, words.checkout.honest), due, told, button));
  const update = () => {
    const { delivery } = shop.cart;
    courier.querySelector('input').checked = delivery === 'courier';
    pickup.querySelector('input').checked = delivery === 'pickup';
    address.toDoor(delivery === 'courier');
    courier.querySelector('.price').textContent = cost(shop.cart.courier);
    pickup.querySelector('.price').textContent = cost(0);
    due.replaceChildren(words.cart.total, h('b', { class: 'price' }, money(shop.cart.total)));
    redraw(sums, summary());
  };
  return {
    title: words.checkout.title,
    body: [
      h('h1', {}, words.checkout.title),
      h('div', { class: 'two' }, form,
        h('section', { class: 'card panel', 'aria-labelledby': 'order' },
          h('h2', { id: 'order' }, words.checkout.order), sums)),
    ],
    shown: () => watch(update),
  };
}

function choice(value, name, text, tell) {
  const change = async () => {
    try {
      setCart(await server.deliver(value));
    } catch (refused) {
      setCart(shop.cart);
      tell(why(refused));
    }
  };
  return h('label', { class: 'choice' },
    h('input', { type: 'radio', name: 'delivery', value, onchange: change }),
    h('b', {}, name), h('span', { class: 'price' }), h('small', {}, text));
}

const cost = (amount) => (amount > 0 ? money(amount) : words.cart.shippingFree);

function summary() {
  const { lines, gifts, coupons } = shop.cart;
  const row = (name, value) => h('li', {}, h('span', {}, name), h('span', { class: 'price' }, value));
  return [
    h('ul', { class: 'short' },
      lines.map(({ sku, quantity, unit_price }) => row(`${product(sku).name}${quantity > 1 ? ` × ${quantity}` : ''}`, money(unit_price * quantity))),
      gifts.map(({ sku }) => row(product(sku).name, words.cart.free))),
    totals(shop.cart),
    coupons.some((coupon) => coupon.state !== 'active') && h('p', { class: 'quiet small' }, words.checkout.idleCodes),
    h('p', {}, h('a', { href: '/cart' }, words.checkout.change)),
  ];
}

async function pay(event, address, button, tell) {
  event.preventDefault();
  if (button.getAttribute('aria-disabled')) return;
  tell('');
  if (address.wrong()) return;
  button.setAttribute('aria-disabled', 'true');
  button.textContent = words.checkout.paying;
  try {
    const { id, version } = shop.cart;
    const placed = await server.checkout({ cart: id, version, address: address.value() });
    setCart(await server.cart());
    await go(`/order/${placed.id}`);
  } catch (refused) {
    if (refused.field) address.mark(refused.field);
    await refresh().catch(() => {});
    const removed = refused.status === 409 && refused.coupon;
    tell([why(refused), removed && words.checkout.codeRemoved].filter(Boolean).join(' '));
  } finally {
    button.removeAttribute('aria-disabled');
    button.textContent = words.checkout.pay;
  }
}
