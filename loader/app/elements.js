// Inline elements: each is mounted on the one application as long as it is on the page.
const mounts = new Map();

/** Mounts an element, anew when it was mounted or told of another product. */
const attach = (element) => {
  if (mounts.has(element)) detach(element);
  else listen(element);
  clothe(element);
  const place = room(element);
  const kind = element.localName.slice('stempel-'.length);
  mounts.set(element, { place, id: guard(() => mount(kind, place, product(element))) });
  sight.observe(element);
};

/** Takes an element's content away. */
const detach = (element) => {
  const { place, id } = mounts.get(element) || {};
  if (!place) return;
  mounts.delete(element);
  sight.unobserve(element);
  seen.delete(element);
  guard(() => unmount(id));
  place.remove();
};

// What is in view is kept current.
const seen = new Set();
const sight = new IntersectionObserver((entries) => {
  entries.forEach(({ target, isIntersecting }) => seen[isIntersecting ? 'add' : 'delete'](target));
  guard(() => inView(seen.size > 0));
});

// The cart an element speaks of: its `lines`, or the one product of its attributes; null stands for
// the shop's own cart.
const product = (element) => {
  const read = (name) => element.getAttribute(name) ?? undefined;
  const one = () => [{
    sku: read('sku'), category: read('category'), quantity: +(read('quantity') ?? 1), unit_price: +(read('price') ?? NaN),
  }];
  const lines = element.lines || (read('sku') && one());
  return lines ? { currency: read('currency'), lines } : null;
};

// An element that is told of something else shows it. What was set before it was defined counts.
const heard = new WeakSet();
const listen = (element) => {
  if (heard.has(element)) return;
  heard.add(element);
  let { lines } = element;
  const again = () => mounts.has(element) && attach(element);
  const attributeFilter = ['sku', 'price', 'currency', 'category', 'quantity'];
  new MutationObserver(again).observe(element, { attributeFilter });
  Object.defineProperty(element, 'lines', {
    configurable: true,
    get: () => lines,
    set: (value) => {
      lines = value;
      again();
    },
  });
};
