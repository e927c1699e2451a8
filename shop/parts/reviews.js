// What customers say of a product, and a form for who bought it.

import { h } from '../dom.js';
import { say } from '../say.js';
import * as server from '../server.js';
import { date, why, words } from '../words.js';

// Fills itself once the shop has answered; a page without reviews is still a page.
export function reviews(sku) {
  const place = h('section', { class: 'reviews', 'aria-labelledby': 'reviews' });
  server.reviews(sku).then((it) => draw(place, sku, it), () => {});
  return place;
}

function draw(place, sku, { reviews: all, standing }, told) {
  const heading = h('h2', { id: 'reviews', tabindex: '-1' }, words.reviews.title);
  const list = all.length > 0
    ? h('ul', { class: 'review-list' }, all.map(entry))
    : h('p', { class: 'quiet' }, words.reviews.none);
  const hint = words.reviews[standing];
  place.replaceChildren(heading,
    told ? h('p', { class: 'notice good' }, told) : standing === 'may' ? form(place, sku) : h('p', { class: 'quiet' }, hint), list);
  if (told) {
    heading.focus({ preventScroll: true });
    say(told);
  }
}

function entry({ name, stars, text, at }) {
  return h('li', { class: 'card review' },
    h('p', {}, h('b', {}, name), h('span', { class: 'stars', role: 'img', 'aria-label': words.reviews.stars(stars) },
      '★'.repeat(stars), h('span', { class: 'rest' }, '★'.repeat(5 - stars))),
    h('small', { class: 'quiet' }, date(at))),
    h('p', {}, text));
}

function form(place, sku) {
  const why_not = h('p', { class: 'notice bad', role: 'alert', hidden: true });
  const star = (value) => h('label', {}, h('input', { type: 'radio', name: 'stars', value, required: true }),
    h('span', { 'aria-hidden': 'true' }, '★'), h('span', { class: 'hidden' }, words.reviews.stars(value)));
  const send = async (event) => {
    event.preventDefault();
    const given = new FormData(event.target);
    const button = event.target.querySelector('button');
    button.disabled = true;
    try {
      const after = await server.review(sku, Number(given.get('stars')), given.get('text'));
      draw(place, sku, after, words.reviews.thanks);
    } catch (refused) {
      button.disabled = false;
      why_not.textContent = why(refused);
      why_not.hidden = false;
    }
  };
  return h('form', { class: 'card review-form', onsubmit: send },
    h('fieldset', { class: 'rate' }, h('legend', {}, words.reviews.rate), [1, 2, 3, 4, 5].map(star)),
    h('p', { class: 'field' }, h('label', { for: 'review-text' }, words.reviews.text),
      h('textarea', { id: 'review-text', name: 'text', rows: '3', maxlength: '1000', required: true })),
    why_not,
    h('button', { class: 'button', type: 'submit' }, words.reviews.send));
}
