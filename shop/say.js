// Says to screen readers what changed without a new page.

export function say(text) {
  const place = document.querySelector('[data-said]');
  place.textContent = '';
  // The same words twice are heard twice only if the place was empty in between.
  setTimeout(() => { place.textContent = text; }, 50);
}
