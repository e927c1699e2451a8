// Words and numbers in the page's language. The texts are in words/.

import en from './words/en.js';
import pl from './words/pl.js';

export const lang = document.documentElement.lang === 'en' ? 'en' : 'pl';
export const words = lang === 'en' ? en : pl;

const locale = lang === 'en' ? 'en-GB' : 'pl-PL';
const zloty = new Intl.NumberFormat(locale, { style: 'currency', currency: 'PLN' });
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
const plural = new Intl.PluralRules(locale);

export const money = (grosze) => zloty.format(grosze / 100);
export const date = (instant) => day.format(new Date(instant));
export const count = (number, forms) => `${number} ${forms[plural.select(number)] ?? forms.other}`;

// Why the server refused, in words.
export function why(refused) {
  const text = words.refused[refused.code] ?? words.refused.internal;
  return typeof text === 'function' ? text(refused.coupon) : text;
}

// What a code does in this cart; it may be kept until the cart is large enough.
why.applied = (code, cart) => {
  const coupon = cart.coupons.find((it) => it.code === code);
  if (coupon?.state === 'waiting') return words.coupon.waits(money(coupon.missing));
  return coupon?.state === 'idle' ? words.coupon.idle : words.coupon.applied;
};
