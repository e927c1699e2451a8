// Addresses to pages, with the browser's own history.

import * as account from './pages/account.js';
import * as cart from './pages/cart.js';
import * as checkout from './pages/checkout.js';
import * as home from './pages/home.js';
import * as missing from './pages/missing.js';
import * as order from './pages/order.js';
import * as product from './pages/product.js';
import { go, onMove } from './navigate.js';
import { unwatchAll } from './store.js';
import { words } from './words.js';

const routes = [
  [/^\/$/, home],
  [/^\/product\/([^/]+)$/, product],
  [/^\/cart$/, cart],
  [/^\/checkout$/, checkout],
  [/^\/order\/([^/]+)$/, order],
  [/^\/account$/, account],
];

const content = document.getElementById('content');
let shown = 0;

// Draws the page of the current address.
async function show({ focus = false } = {}) {
  const turn = ++shown;
  const [page, parameter] = find(location.pathname);
  const view = await page.view(parameter);
  // A slower page must not replace the one that was asked for after it.
  if (turn !== shown) return;
  unwatchAll();
  content.replaceChildren(...[view.body].flat());
  view.shown?.();
  document.title = view.title ? `${view.title} · ${words.shop}` : words.shop;
  markCurrent();
  if (!focus) return;
  window.scrollTo(0, 0);
  const heading = content.querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  (heading ?? content).focus({ preventScroll: true });
}

export function start() {
  document.addEventListener('click', follow);
  onMove(() => show({ focus: true }));
  return show();
}

function find(path) {
  for (const [pattern, page] of routes) {
    const match = pattern.exec(path.replace(/(.)\/$/, '$1'));
    if (match) return [page, match[1] && decodeURIComponent(match[1])];
  }
  return [missing];
}

function follow(event) {
  const link = event.target.closest?.('a[href]');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.target || link.origin !== location.origin) return;
  if (link.search || link.hash) return;
  event.preventDefault();
  go(link.pathname);
}

function markCurrent() {
  for (const link of document.querySelectorAll('.links a')) {
    const here = !link.search && link.pathname === location.pathname;
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}
