// What purchases earn, told before and credited after.
import { expect, test } from './support/fixtures';

test.beforeEach(({ shop }) => shop.speak('en'));

test('E1 E3 the cart is told exactly what it will earn, tier and rules counted', async ({ shop }) => {
  await shop.signIn('anna');
  await shop.add('sumatra-gayo');
  await shop.add('dripper', 2);
  await shop.open();
  await shop.widget.open();
  const words = await shop.widget.panel.getByText(/This cart earns/).first().textContent();
  const told = Number(words!.replace(/\D/g, ''));
  expect(told).toBeGreaterThan(0);
  await shop.widget.close();

  const before = await shop.member();
  await shop.checkout();
  await expect.poll(async () => (await shop.member()).version).toBeGreaterThan(before.version);
  const page = await shop.page.request.get(`${shop.stack.endpoint}/member/transactions`, {
    headers: { authorization: `Bearer ${await shop.token()}` },
  });
  const earned = (await page.json()).items.find((it: { order?: string }) => it.order);
  expect(earned.points).toBe(told);
});

test('E1 a purchase arrives in the open panel without a reload', async ({ shop }) => {
  await shop.signIn('anna');
  await shop.open();
  await shop.widget.open();
  const before = (await shop.member()).balance.available;
  await shop.buy('espresso-cup');
  await expect.poll(async () => (await shop.member()).balance.available).toBeGreaterThan(before);
  const after = new Intl.NumberFormat('en').format((await shop.member()).balance.available);
  await expect(shop.widget.panel.locator('[part=hero]')).toContainText(after, { timeout: 20_000 });
  await expect(shop.widget.panel.getByText(/You have .* more/)).toBeVisible();
});
