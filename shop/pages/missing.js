// An address the shop does not have.

import { h } from '../dom.js';
import { words } from '../words.js';

export function view(title = words.missing.title, text = words.missing.text) {
  return {
    title,
    body: h('div', { class: 'blank' }, h('h1', {}, title), h('p', {}, text), h('a', { class: 'button', href: '/' }, words.backToShop)),
  };
}
