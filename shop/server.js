// The shop's own server, the only one this page talks to.

export class Refused extends Error {
  constructor(status, problem) {
    super(problem.code);
    this.status = status;
    this.code = problem.code;
    this.field = problem.field;
    this.coupon = problem.coupon;
  }
}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused(0, { code: 'offline' });
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, { code: 'internal', ...answer });
  return answer;
}

const at = encodeURIComponent;

export const products = () => call('GET', '/api/products');
export const account = () => call('GET', '/api/account');
export const signIn = (customer) => call('POST', '/api/account/sign-in', { customer });
export const signOut = () => call('POST', '/api/account/sign-out', {});
export const reviews = (sku) => call('GET', `/api/products/${at(sku)}/reviews`);
export const review = (sku, stars, text) => call('POST', `/api/products/${at(sku)}/reviews`, { stars, text });
export const plus = () => call('GET', '/api/plus');
export const changePlus = (step) => call('POST', '/api/plus', { step });
export const cart = () => call('GET', '/api/cart');
export const addLine = (sku, quantity) => call('POST', '/api/cart/lines', { sku, quantity });
export const setLine = (sku, quantity) => call('PUT', `/api/cart/lines/${at(sku)}`, { quantity });
export const deliver = (delivery) => call('PUT', '/api/cart/delivery', { delivery });
export const applyCoupon = (code) => call('POST', '/cart/coupon', { code });
export const removeCoupon = (code) => call('DELETE', `/cart/coupon/${at(code)}`);
export const checkout = (form) => call('POST', '/api/checkout', form);
export const orders = () => call('GET', '/api/orders');
export const order = (id) => call('GET', `/api/orders/${at(id)}`);
export const refund = (id, lines) => call('POST', `/api/orders/${at(id)}/refunds`, { lines });
