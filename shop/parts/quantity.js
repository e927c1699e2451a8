// How many: two buttons and the number between them.

import { h } from '../dom.js';
import { words } from '../words.js';

const MAX = 99;

// `change` gets the new number; in the cart the caller draws it again, on a product page it stays.
export function quantity({ label, value, min = 1, key, change }) {
  const output = h('output', { 'aria-live': 'polite' }, String(value));
  const button = (sign, name, step) => h('button', {
    type: 'button', 'aria-label': `${name}: ${label}`, 'data-key': key && `${key}${step}`, onclick: () => set(value + step),
  }, sign);
  const less = button('−', words.quantity.less, -1);
  const more = button('+', words.quantity.more, 1);
  const limits = () => { less.disabled = value <= min; more.disabled = value >= MAX; };
  const set = (next) => {
    value = Math.min(MAX, Math.max(min, next));
    output.textContent = String(value);
    limits();
    change(value);
  };
  limits();
  return h('div', { class: 'quantity', role: 'group', 'aria-label': label }, less, output, more);
}
