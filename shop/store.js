// What the page knows: the products, the customer, the cart. Pages listen to changes of the cart.

import * as server from './server.js';

export const shop = { products: [], customer: null, cart: null };

const listeners = new Set();

// Calls back now and after each change, until the page is left.
export function watch(listener) {
  listeners.add(listener);
  listener();
}

export function unwatchAll() {
  listeners.clear();
  listeners.add(frame);
}

let frame = () => {};
export function watchFrame(listener) {
  frame = listener;
  watch(listener);
}

export function setCart(cart) {
  shop.cart = cart;
  for (const listener of [...listeners]) listener();
  return cart;
}

export async function load() {
  const [catalogue, account, cart] = await Promise.all([server.products(), server.account(), server.cart()]);
  shop.products = catalogue.products;
  shop.customer = account.customer;
  setCart(cart);
}

// Another tab, or the way back, may have changed the cart or the customer.
export async function refresh() {
  const [account, cart] = await Promise.all([server.account(), server.cart()]);
  if (account.customer?.id !== shop.customer?.id) return location.reload();
  if (cart.id !== shop.cart.id || cart.version !== shop.cart.version) setCart(cart);
}

export const product = (sku) => shop.products.find((it) => it.sku === sku);
export const pieces = () => shop.cart.lines.reduce((sum, line) => sum + line.quantity, shop.cart.gifts.length);
