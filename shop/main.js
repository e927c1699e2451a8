// The demo shop's page: starts everything, keeps the frame current.

import * as club from './club.js';
import { h } from './dom.js';
import * as router from './router.js';
import { load, pieces, refresh, shop, watchFrame } from './store.js';
import { words } from './words.js';

async function begin() {
  try {
    await load();
  } catch {
    return sayFailed();
  }
  watchFrame(showCount);
  club.register();
  await router.start();
}

function showCount() {
  const badge = document.querySelector('[data-count]');
  badge.textContent = pieces();
  badge.hidden = pieces() === 0;
}

function sayFailed() {
  const retry = h('button', { class: 'button', type: 'button', onclick: () => location.reload() }, words.failed.retry);
  document.getElementById('content').replaceChildren(h('div', { class: 'blank' }, h('h1', {}, words.failed.title), retry));
}

// Back from the browser's cache, or from another tab.
function comeBack() {
  if (shop.cart) refresh().catch(() => {});
}

window.addEventListener('pageshow', (event) => event.persisted && comeBack());
document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && comeBack());

begin();
