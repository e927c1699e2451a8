// Signing in by choosing a customer, and the history of orders with returns.

import * as club from '../club.js';
import { h } from '../dom.js';
import { orderLines } from '../parts/orderLines.js';
import { plus } from '../parts/plus.js';
import { redraw } from '../parts/redraw.js';
import { totals } from '../parts/totals.js';
import { go } from '../navigate.js';
import { say } from '../say.js';
import * as server from '../server.js';
import { shop } from '../store.js';
import { date, money, why, words } from '../words.js';

export function view() {
  return shop.customer ? history(shop.customer) : people();
}

function people() {
  const told = h('p', { class: 'notice bad', role: 'alert', hidden: true });
  const person = (id, name) => h('button', { class: 'person', type: 'button', onclick: () => enter(id, told) },
    h('span', { class: 'initial', 'aria-hidden': 'true' }, name[0]), h('b', {}, name), h('small', {}, words.account[id]));
  return {
    title: words.account.title,
    body: [
      h('h1', {}, words.account.title), h('p', {}, words.account.text), told,
      h('div', { class: 'people' }, person('nina', 'Nina'), person('anna', 'Anna'), person('marek', 'Marek')),
    ],
  };
}

async function enter(id, told) {
  try {
    shop.customer = (await server.signIn(id)).customer;
    club.identify();
    await go('/account');
    say(words.account.signedIn(shop.customer.name));
  } catch (refused) {
    told.textContent = why(refused);
    told.hidden = false;
  }
}

async function leave(told) {
  try {
    await server.signOut();
    shop.customer = null;
    club.logout();
    await go('/account');
  } catch (refused) {
    told(why(refused), 'bad');
  }
}

async function history({ name }) {
  const notice = h('p', { class: 'notice', hidden: true });
  const told = (text, kind) => { notice.className = `notice ${kind}`; notice.textContent = text; notice.hidden = false; say(text); };
  const list = h('div', { class: 'orders' });
  const draw = async (open) => redraw(list, orders(await server.orders(), open, giveBack));
  const giveBack = async (order, lines) => {
    const card = list.querySelector(`[data-order="${CSS.escape(order)}"]`);
    if (card.getAttribute('aria-busy')) return;
    card.setAttribute('aria-busy', 'true');
    try {
      const { amount } = await server.refund(order, lines);
      told(words.account.done(money(amount)), 'good');
    } catch (refused) {
      told(why(refused), 'bad');
    }
    await draw(order).catch(() => card.removeAttribute('aria-busy'));
    list.querySelector(`[data-order="${CSS.escape(order)}"] summary`)?.focus({ preventScroll: true });
  };
  await draw().catch((refused) => told(why(refused), 'bad'));
  return {
    title: words.account.orders,
    body: [
      h('div', { class: 'account-head' },
        h('h1', {}, words.account.hello(words.account.vocative[name] ?? name)),
        h('button', { class: 'button soft small', type: 'button', onclick: () => leave(told) }, words.account.signOut)),
      notice, plus(told), h('h2', {}, words.account.orders), list,
    ],
  };
}

function orders(all, open, giveBack) {
  if (all.length === 0) {
    return h('div', { class: 'blank' }, h('p', {}, words.account.none), h('a', { class: 'button', href: '/' }, words.backToShop));
  }
  const first = open ?? all[0].id;
  return all.map((order) => entry(order, order.id === first, giveBack));
}

function entry(order, open, giveBack) {
  const left = order.lines.filter((line) => !line.gift && line.returned < line.quantity);
  const untouched = order.lines.every((line) => line.returned === 0);
  const act = (line, name) => !line.gift && line.returned < line.quantity && h('button', {
    class: 'text-button small', type: 'button', 'aria-label': words.account.returnNamed(name),
    onclick: () => giveBack(order.id, [{ sku: line.sku, quantity: 1 }]),
  }, words.account.returnOne);
  return h('details', { class: 'card order', open, 'data-order': order.id },
    h('summary', {},
      h('b', {}, words.order.title(order.id)),
      h('b', { class: 'price' }, money(order.total)),
      h('span', { class: 'quiet' }, date(order.placed_at), left.length === 0 && !untouched && ` · ${words.account.returned}`)),
    h('div', { class: 'order-body' },
      h('div', { class: 'order-acts' },
        h('a', { href: `/order/${order.id}` }, words.account.details),
        left.length > 0 && h('button', {
          class: 'button soft small', type: 'button', onclick: () => giveBack(order.id),
        }, untouched ? words.account.returnAll : words.account.returnRest)),
      orderLines(order, act), totals(order)));
}
