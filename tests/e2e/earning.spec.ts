// What purchases earn, told before and credited after.
import { axe, expect, test } from './support/fixtures';

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

test('E2 each way to earn says how often, from what order and up to how many points', async ({ shop, page }) => {
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('Earn').click();
  const way = (name: string) => shop.widget.panel.locator('.way', { hasText: name });
  await expect(way('A review')).toContainText('2 times a month');
  await expect(way('A bag brought back')).toContainText('once a week');
  await expect(way('Coffee counts double')).toContainText('at most 2,000 beans an order');
  await axe(page);
});

test('B2 a line of the history says what it came from', async ({ shop }) => {
  await shop.signIn('marek');
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('More').click();
  await shop.widget.button('History').click();
  const line = shop.widget.panel.locator('.entry', { hasText: 'A month of good coffee' }).first();
  await expect(line).toContainText(/Challenge · \w+ \d+/);
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

test('E2 who bought a product writes a review, and the points come with its name', async ({ shop, page }) => {
  await shop.signIn('anna');
  await shop.buy('kettle');
  const before = await shop.member();
  await shop.open('/product/kettle');
  const reviews = page.getByRole('region', { name: 'Reviews' });
  await reviews.getByLabel('4 out of 5 stars').check();
  await reviews.getByLabel('A few words').fill('Pours in a thin, calm stream.');
  await reviews.getByRole('button', { name: 'Publish' }).click();
  await expect(reviews.getByText('Published. Thank you.')).toBeVisible();
  await expect(reviews.getByRole('listitem')).toContainText('Pours in a thin, calm stream.');
  await expect.poll(async () => (await shop.member()).balance.lifetime).toBeGreaterThanOrEqual(before.balance.lifetime + 40);
  await shop.widget.open();
  await shop.widget.tab('More').click();
  await shop.widget.button('History').first().click();
  await expect(shop.widget.panel.getByText('A review').first()).toBeVisible();
  await page.reload();
  await expect(reviews.getByText('You have written about it.')).toBeVisible();
  await expect(reviews.getByRole('button', { name: 'Publish' })).toBeHidden();
});

test('M6 with the paid membership a cart earns more, and without it as before', async ({ shop, page }) => {
  await shop.signIn('anna');
  const quote = () => shop.quote([{ sku: 'dripper', category: 'gear', quantity: 1, unit_price: 12_000 }]);
  const before = await quote();
  await shop.open('/account');
  const plus = page.getByRole('region', { name: 'Kawiarnia Plus' });
  await plus.getByRole('button', { name: 'Join Plus' }).click();
  await expect(page.locator('#content').getByText('Plus is on.')).toBeVisible();
  await expect.poll(quote).toBeGreaterThan(before);
  await plus.getByRole('button', { name: 'Pause' }).click();
  await expect(plus.getByText(/Resting/)).toBeVisible();
  await expect.poll(quote).toBe(before);
  await plus.getByRole('button', { name: 'End it' }).click();
  await expect(plus.getByText('Ended.')).toBeVisible();
});
