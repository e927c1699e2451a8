// Builds elements. Text is always text: no markup is ever made from a string.

const SVG = 'http://www.w3.org/2000/svg';

// h('a', { href: '/cart', class: 'button', onclick }, 'text', child, [more])
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  const shown = children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false);
  element.append(...shown.map((child) => (element.localName === 'p' && typeof child === 'string' ? keep(child) : child)));
  return element;
}

// Polish typesetting leaves no one-letter word at the end of a line.
function keep(text) {
  return document.documentElement.lang === 'pl' ? text.replace(/(^|\s)([aiouwz])\s/gi, '$1$2\u00a0') : text;
}

export function picture(sku, size = 320) {
  return h('img', { src: `/shop/pictures/${encodeURIComponent(sku)}.svg`, alt: '', width: size, height: Math.round(size * 7 / 6) });
}
