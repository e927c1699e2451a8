// The only file that speaks to the loyalty widget, through what its documentation names: the stub
// queue, the hooks and the calls. The shop works the same when the widget never comes.

import * as server from './server.js';
import { setCart, shop } from './store.js';
import { why } from './words.js';

const queue = () => (window.Stempel = window.Stempel || []);
const call = (name, ...rest) => queue().push([name, ...rest]);

export function register() {
  call('init', { cart, apply });
}

export const identify = () => call('identify');
export const logout = () => call('logout');
export const openRewards = () => call('open', 'rewards');

// Runs once the widget's script is there; never, when it is not.
export function whenThere(run) {
  if (window.Stempel && !Array.isArray(window.Stempel)) return run();
  document.querySelector('script[data-endpoint]')?.addEventListener('load', run, { once: true });
}

function cart() {
  const { currency, lines, discount } = shop.cart;
  return {
    currency,
    lines: lines.map(({ sku, category, quantity, unit_price }) => ({ sku, category, quantity, unit_price })),
    discount,
  };
}

// The shopper uses a code in the widget: the same as typing it into the cart.
const apply = ({ code }) => applyCode(code);

export async function applyCode(code) {
  try {
    const answer = await server.applyCoupon(code);
    if (!answer.applied) return { applied: false, message: why(answer) };
    setCart(answer.cart);
    return { applied: true, message: why.applied(answer.coupon, answer.cart) };
  } catch (refused) {
    return { applied: false, message: why(refused) };
  }
}
