// Moves to another address of the shop; the router listens.

let moved = async () => {};

export function onMove(listener) {
  moved = listener;
  window.addEventListener('popstate', listener);
}

export function go(path) {
  history.pushState(null, '', path);
  return moved();
}
