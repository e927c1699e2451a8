// Replaces what is in a place and keeps the keyboard where it was.

export function redraw(place, ...children) {
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const inside = place.contains(document.activeElement);
  place.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (!inside) return;
  const again = key && place.querySelector(`[data-key="${CSS.escape(key)}"]:not(:disabled)`);
  const heading = document.querySelector('main h1');
  heading?.setAttribute('tabindex', '-1');
  (again || heading)?.focus({ preventScroll: true });
}
