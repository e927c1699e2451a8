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
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

export function picture(sku, size = 320) {
  return h('img', { src: `/shop/pictures/${encodeURIComponent(sku)}.svg`, alt: '', width: size, height: size });
}
