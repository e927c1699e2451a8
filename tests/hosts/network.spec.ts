// A backend in trouble is left in peace: it is asked again later, more and more rarely, and when it
// said so.
import { setTimeout as sleep } from 'node:timers/promises';
import { FAILED_REQUEST } from '../e2e/support/complaints';
import { type Visit, expect, test } from './fixtures';
import { call } from './support/api';

const MEMBER = /\/v1\/demo\/member\?/;

test.beforeEach(async ({ visit, page, hosts, complaints }) => {
  complaints.allow(FAILED_REQUEST);
  await page.goto(hosts.url('async.html'));
  await visit.widget.open();
});

/** Answers each read with this, and writes down when it was asked. */
async function refuse(visit: Visit, status: number, headers = {}) {
  const times: number[] = [];
  await visit.page.route(MEMBER, (route) => {
    times.push(Date.now());
    return route.fulfill({
      status,
      headers: { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after', ...headers },
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'about:blank', title: 'no', status, code: 'unavailable', retryable: true }),
    });
  });
  return times;
}

const stale = (visit: Visit) => visit.widget.panel.getByText(/As of/);
const look = (visit: Visit) => visit.page.evaluate(() => void window.dispatchEvent(new Event('focus')));

test('D11 a Retry-After is kept, and the panel recovers by itself', async ({ visit, page }) => {
  const times = await refuse(visit, 503, { 'retry-after': '5' });
  await look(visit);
  await expect(stale(visit)).toBeVisible({ timeout: 25_000 });
  const asked = times.length;
  const last = times[asked - 1];
  // What is asked for besides is answered; that says nothing of the read.
  const cart = { currency: 'PLN', lines: [{ sku: 'yirga', category: 'africa', quantity: 1, unit_price: 4900 }] };
  await call(page, 'quote', cart);
  for (let again = 0; again < 6; again++) {
    await look(visit);
    await sleep(500);
  }
  // By the clock, not by the count: on a busy machine the looks above may take longer than the pause.
  const early = times.slice(asked).filter((time) => time - last < 4_900);
  expect(early, 'nothing was asked meanwhile').toEqual([]);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await expect(stale(visit)).toBeHidden({ timeout: 25_000 });
  expect(Date.now() - last).toBeGreaterThanOrEqual(4_900);
});

test('D11 a backend that is away is asked a few times, and found again', async ({ visit, page }) => {
  test.setTimeout(120_000);
  const times = await refuse(visit, 502);
  await look(visit);
  await expect(stale(visit)).toBeVisible({ timeout: 25_000 });
  for (let again = 0; again < 20; again++) {
    await look(visit);
    await sleep(1_000);
  }
  expect(times.length).toBeGreaterThan(1);
  expect(times.length, 'looking at the page does not hammer at the backend').toBeLessThanOrEqual(8);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await expect(stale(visit)).toBeHidden({ timeout: 60_000 });
  await visit.redeem();
});
