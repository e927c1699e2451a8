// R7: whatever the network, the shopper and other tabs do, one redemption and never a lost point.
import { FAILED_REQUEST, type Shop, expect, test } from './support/fixtures';

test.beforeEach(async ({ shop }) => {
  await shop.speak('en');
  await shop.signIn('anna');
});

const take = /^Get it for/;

async function reach(shop: Shop) {
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('Rewards').click();
  await shop.widget.button('Get it: Free delivery').click();
  await expect(shop.widget.button(take)).toBeVisible();
}

const issued = async (shop: Shop) =>
  (await shop.member()).redemptions.filter((it: { status: string }) => it.status === 'issued');

async function exactlyOne(shop: Shop, before: number) {
  await expect.poll(async () => (await issued(shop)).length).toBe(1);
  const { balance } = await shop.member();
  expect(balance.available).toBe(before - 300);
  expect(balance.reserved).toBe(300);
}

test('R7 a double click redeems once', async ({ shop }) => {
  const before = (await shop.member()).balance.available;
  await reach(shop);
  await shop.widget.button(take).dblclick();
  await expect(shop.widget.title).toHaveText('Your reward');
  await exactlyOne(shop, before);
});

test('R7 a lost reply redeems once and shows the code', async ({ shop, complaints }) => {
  complaints.allow(FAILED_REQUEST);
  const before = (await shop.member()).balance.available;
  await reach(shop);
  await shop.network.loseReply('redemptions');
  await shop.widget.button(take).click();
  await expect(shop.widget.title).toHaveText('Your reward');
  await shop.network.restore();
  await exactlyOne(shop, before);
});

test('R7 a reload in the middle redeems once and shows the open code', async ({ shop, page }) => {
  const before = (await shop.member()).balance.available;
  await reach(shop);
  await shop.network.delay('redemptions', 300);
  const sent = page.waitForRequest((request) => request.url().includes('/redemptions'));
  await shop.widget.button(take).click();
  await sent;
  await page.waitForTimeout(600);
  await shop.network.restore();
  await page.reload();
  await shop.widget.open();
  await expect(shop.widget.button('Show code: Free delivery')).toBeVisible();
  await exactlyOne(shop, before);
});

test('R7 two tabs redeem once, and the other tab says what changed', async ({ shop }) => {
  // Coming by changes the member, too, and is not what this is about.
  await shop.comeBy();
  const before = (await shop.member()).balance.available;
  const other = await shop.secondTab();
  await reach(shop);
  await reach(other);
  await shop.widget.button(take).click();
  await expect(shop.widget.title).toHaveText('Your reward');
  await exactlyOne(shop, before);
  const rest = new Intl.NumberFormat('en').format(before - 300);
  await expect(other.widget.panel.getByText(`${rest} beans`).first()).toBeVisible();
});

test('R7 offline nothing is redeemed, nothing is lost, and the words say so', async ({ shop, complaints }) => {
  complaints.allow(FAILED_REQUEST);
  const before = (await shop.member()).balance.available;
  await reach(shop);
  await shop.network.cut();
  await shop.widget.button(take).click();
  await expect(shop.widget.panel.getByRole('alert')).toContainText('There is no connection');
  await expect(shop.widget.panel.getByText(/As of/)).toBeVisible();
  await shop.network.onlyWhenTold();
  await shop.network.restore();
  await shop.widget.button('Try again').first().click();
  await expect(shop.widget.panel.getByText(/As of/)).toBeHidden();
  expect((await shop.member()).balance.available).toBe(before);
  await shop.widget.button(take).click();
  await expect(shop.widget.title).toHaveText('Your reward');
  await exactlyOne(shop, before);
});
