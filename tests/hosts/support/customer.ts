// A customer of the fixture shop: tokens and webhooks, made as any shop's own server makes them.
import { createHmac, randomUUID } from 'node:crypto';
import { secrets } from '../../e2e/support/secrets';

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What the shop's page gets for its signed-in customer (HS256). The test key opens test books. */
export function token(sub: string, secret = secrets.STEMPEL_TOKEN_SECRET, name = 'Ola') {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: 'fixture', aud: 'demo', sub, iat: now, exp: now + 300, scope: 'read redeem', name };
  const signed = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`;
  const signature = createHmac('sha256', secret).update(signed).digest('base64url');
  return `${signed}.${signature}`;
}

/** Tells the backend what happened in the shop (Standard Webhooks 1.0). */
export async function tell(endpoint: string, event: unknown) {
  const [id, time, body] = [randomUUID(), Math.floor(Date.now() / 1000), JSON.stringify(event)];
  const key = Buffer.from(secrets.STEMPEL_WEBHOOK_SECRET.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
  await answered(fetch(`${endpoint}/webhooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(time),
      'webhook-signature': `v1,${signature}`,
    },
    body,
  }));
}

/** The backend's answer to one of a customer's calls. */
export async function ask(endpoint: string, sub: string, call: string, body?: unknown) {
  const response = await answered(fetch(`${endpoint}/${call}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token(sub)}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  }));
  return response.json();
}

/** A new member with 550 points: 100 for joining, 450 for an order. */
export async function member(endpoint: string, nickname: string | null = null) {
  const sub = `c-${randomUUID()}`;
  await ask(endpoint, sub, 'member', { consents: [{ id: 'terms', version: '2026-01' }], nickname });
  await buy(endpoint, sub, 45_000);
  return sub;
}

/** An order of theirs, paid. */
export const buy = (endpoint: string, customer: string, price: number) =>
  tell(endpoint, {
    type: 'order.paid',
    timestamp: new Date().toISOString(),
    data: {
      order: randomUUID(), customer, currency: 'PLN', discount: 0,
      lines: [{ sku: 'kettle', category: 'gear', quantity: 1, unit_price: price }],
    },
  });

async function answered(sent: Promise<Response>) {
  const response = await sent;
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return response;
}
