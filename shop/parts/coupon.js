// The field for a code, its result, and the codes in the cart as small tickets.

import * as club from '../club.js';
import { h } from '../dom.js';
import { say } from '../say.js';
import * as server from '../server.js';
import { setCart, shop } from '../store.js';
import { money, why, words } from '../words.js';
import { redraw } from './redraw.js';

export function couponBox() {
  const input = h('input', {
    id: 'coupon', name: 'coupon', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', maxlength: 60,
    'aria-describedby': 'coupon-result',
  });
  const result = h('p', { class: 'notice', id: 'coupon-result' });
  const button = h('button', { class: 'button soft', type: 'submit' }, words.coupon.apply);
  const tickets = h('div', { class: 'coupon' });
  const rewards = h('button', { class: 'text-button', type: 'button', hidden: true, onclick: club.openRewards }, words.coupon.rewards);
  club.whenThere(() => { rewards.hidden = false; });

  const tell = (text, kind) => {
    result.className = `notice ${kind}`;
    result.textContent = text;
    say(text);
    input.setAttribute('aria-invalid', kind === 'bad');
  };
  const submit = async (event) => {
    event.preventDefault();
    const code = input.value.trim();
    if (!code) { tell(words.coupon.type, 'bad'); return input.focus(); }
    if (button.getAttribute('aria-disabled')) return;
    button.setAttribute('aria-disabled', 'true');
    tell(words.coupon.busy, '');
    const { applied, message } = await club.applyCode(code);
    button.removeAttribute('aria-disabled');
    tell(message, applied ? 'good' : 'bad');
    if (applied) input.value = '';
  };
  const body = h('div', { class: 'coupon' }, tickets,
    h('form', { class: 'coupon', onsubmit: submit, novalidate: true },
      h('div', { class: 'coupon-row' },
        h('div', { class: 'field' }, h('label', { for: 'coupon' }, words.coupon.label), input), button),
      result),
    h('div', {}, rewards));
  return { body, update: () => redraw(tickets, shop.cart.coupons.map(ticket)) };
}

function ticket(coupon) {
  const remove = async () => {
    try {
      setCart(await server.removeCoupon(coupon.code));
      say(words.coupon.removed(coupon.code));
    } catch (refused) {
      say(why(refused));
    }
  };
  return h('div', { class: 'ticket' },
    h('b', {}, coupon.code), h('p', {}, effect(coupon)),
    h('button', { class: 'text-button', type: 'button', 'aria-label': words.coupon.remove(coupon.code), 'data-key': `remove ${coupon.code}`, onclick: remove }, words.remove));
}

function effect(coupon) {
  if (coupon.state === 'waiting') return words.coupon.waits(money(coupon.missing));
  if (coupon.state === 'over') return words.coupon.over;
  if (coupon.state === 'idle') return words.coupon.idle;
  const off = coupon.off > 0 ? ` · −${money(coupon.off)}` : '';
  switch (coupon.kind) {
    case 'percent_off': return words.coupon.percent(coupon.percent) + off;
    case 'amount_off': return words.coupon.amount + off;
    case 'free_product': return words.coupon.gift;
    default: return words.coupon.shipping;
  }
}
