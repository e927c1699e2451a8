// What a page's own scripts can see of the widget's passage: globals, natives, styles, boxes and
// scroll. Everything here runs in the page; `remember` before any script of it.

/** Keeps every native as the browser made it. */
export function remember() {
  const initial = new Map<string, PropertyDescriptor>();
  // Written without the natives that pages replace later.
  const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
  const { ownKeys } = Reflect;
  const { get, has, set, forEach } = Map.prototype;
  const call = Function.prototype.call.bind(Function.prototype.call) as (it: unknown, self: unknown, ...rest: unknown[]) => unknown;

  const walk = (see: (path: string, descriptor: PropertyDescriptor) => void) => {
    const members = (path: string, of: object) => {
      const keys = ownKeys(of);
      for (let i = 0; i < keys.length; i++) {
        see(`${path}.${String(keys[i])}`, getOwnPropertyDescriptor(of, keys[i])!);
      }
    };
    const names = ownKeys(window);
    for (let i = 0; i < names.length; i++) {
      const name = String(names[i]);
      if (/^(\d+|event|__pw.*|__changes)$/.test(name)) continue;
      const descriptor = getOwnPropertyDescriptor(window, names[i])!;
      see(name, descriptor);
      const value = descriptor.value;
      if (!value || value === window || name === 'Stempel') continue;
      if (typeof value !== 'function' && (typeof value !== 'object' || !/^[A-Z]/.test(name))) continue;
      members(name, value);
      if (typeof value === 'function' && value.prototype) members(`${name}.prototype`, value.prototype);
    }
    members('document', document);
    members('window.prototype', getPrototypeOf(window));
  };

  walk((path, descriptor) => call(set, initial, path, descriptor));

  const changes = () => {
    const found: string[] = [];
    const seen = new Map<string, true>();
    walk((path, now) => {
      call(set, seen, path, true);
      const before = call(get, initial, path) as PropertyDescriptor | undefined;
      if (!before) found[found.length] = `added ${path}`;
      else if (before.value !== now.value && !(before.value !== before.value && now.value !== now.value)) found[found.length] = `changed ${path}`;
      else if (before.get !== now.get || before.set !== now.set) found[found.length] = `changed ${path}`;
    });
    call(forEach, initial, (_: unknown, path: string) => {
      if (!call(has, seen, path)) found[found.length] = `removed ${path}`;
    });
    return found;
  };
  Object.defineProperty(window, '__changes', { value: changes });
}

/** What differs from how the browser made it: the page's doing, and whose else. */
export const changes = () =>
  (window as never as { __changes: () => string[] }).__changes().sort();

/** Each computed style and box of the page's own elements. */
export function styles() {
  const found: Record<string, string> = {};
  for (const selector of ['html', 'body', 'h1', '#top', '#text', '#buy', 'main']) {
    const element = document.querySelector(selector)!;
    const style = getComputedStyle(element);
    for (let i = 0; i < style.length; i++) found[`${selector} ${style[i]}`] = style.getPropertyValue(style[i]);
    const { x, y, width, height } = element.getBoundingClientRect();
    found[`${selector} box`] = [x, y, width, height].join();
    found[`${selector} attributes`] = element.getAttributeNames().map((name) => `${name}=${element.getAttribute(name)}`).join(' ');
  }
  found.scroll = `${scrollX},${scrollY}`;
  found.title = document.title;
  found.address = location.hash;
  found.focus = document.activeElement?.tagName ?? '';
  return found;
}

/** The entries that are not the same in both, as `name: one -> other`. */
export function differences(one: Record<string, string>, other: Record<string, string>) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => one[name] !== other[name]).map((name) => `${name}: ${one[name]} -> ${other[name]}`);
}
