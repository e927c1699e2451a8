// Rewards: taking one, its code, giving it back, and why not.
import { type Shop, axe, expect, test } from './support/fixtures';

test.beforeEach(({ shop }) => shop.speak('en'));

const rewards = [
  { id: 'percent-15', name: '15% off the whole cart', kind: 'percent off' },
  { id: 'minus-10', name: '10 zł off your order', kind: 'amount off' },
  { id: 'cold-brew', name: 'A cold brew with your order', kind: 'a free product' },
  { id: 'delivery', name: 'Free delivery', kind: 'free shipping' },
];

async function choose(shop: Shop, name: string) {
  await shop.widget.tab('Rewards').click();
  await shop.widget.button(new RegExp(`(Get it|View): ${name.replaceAll('%', '\\%')}`)).click();
  await expect(shop.widget.panel.getByRole('heading', { name })).toBeVisible();
}

async function take(shop: Shop, name: string) {
  await choose(shop, name);
  await shop.widget.button(/^Get it for/).click();
  await expect(shop.widget.title).toHaveText('Your reward');
  return (await shop.widget.panel.locator('[part=code] .code').textContent())!.trim();
}

for (const { id, name, kind } of rewards) {
  test(`R1 R5 ${kind}: taken, applied to the cart, and used at the checkout`, async ({ shop, page }) => {
    await shop.signIn('marek');
    await shop.add('ethiopia-aricha', 3);
    await shop.open('/cart');
    await shop.widget.open();
    const full = await shop.call('GET', '/api/cart');
    const before = (await shop.member()).balance;
    const code = await take(shop, name);
    await shop.widget.button('Use in cart').click();
    await expect(shop.widget.panel.getByRole('status').filter({ hasText: /\S/ }).first()).toBeVisible();
    await expect.poll(async () => JSON.stringify(await shop.call('GET', '/api/cart'))).toContain(code);
    await shop.widget.close();
    await expect(page.getByText(code).first()).toBeVisible();

    const cart = await shop.call('GET', '/api/cart');
    if (id !== 'cold-brew') expect(cart.total).toBeLessThan(full.total);
    const { id: order } = await shop.checkout();
    const redemption = async () =>
      (await shop.member()).redemptions.find((it: { code?: string }) => it.code === code);
    await expect.poll(async () => (await redemption()).status).toBe('used');
    expect((await redemption()).order).toBe(String(order));
    const after = (await shop.member()).balance;
    expect(after.spent).toBe(before.spent + (await redemption()).cost);
  });
}

test('R2 a reward of any amount is chosen by slider or field, by keyboard too, within what is there', async ({ shop, page }) => {
  await shop.signIn('anna');
  await shop.open();
  await shop.widget.open();
  await choose(shop, 'Pay with beans');
  const { panel } = shop.widget;
  const slider = panel.getByRole('slider', { name: 'How much' });
  const field = panel.getByRole('spinbutton', { name: /In steps of .*5, up to .*20\./ });
  await expect(shop.widget.button('Get it for 275 beans')).toBeVisible();
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', /10/);
  await expect(field).toHaveValue('10');
  await expect(shop.widget.button('Get it for 550 beans')).toBeVisible();
  await page.keyboard.press('End');
  await expect(field).toHaveValue('20');
  await field.fill('17');
  await expect(slider).toHaveValue('3');
  await field.press('Tab');
  await expect(field).toHaveValue('15');
  await axe(page);
  await shop.widget.button('Get it for 825 beans').click();
  await expect(panel.getByRole('heading', { name: /Pay with beans: .*15/ })).toBeVisible();
  const [taken] = (await shop.member()).redemptions;
  expect(taken).toMatchObject({ cost: 825, value: { amount: 1500 } });
});

test('R5 the code can be copied', async ({ shop, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await shop.signIn('anna');
  await shop.open();
  await shop.widget.open();
  const code = await take(shop, 'Free delivery');
  await shop.widget.button('Copy').click();
  await expect(shop.widget.panel.getByText('Copied')).toBeVisible();
  expect(await shop.page.evaluate(() => navigator.clipboard.readText())).toBe(code);
});

test('R4 an unused code runs down, and given back it returns its points', async ({ shop }) => {
  await shop.signIn('anna');
  await shop.open();
  await shop.widget.open();
  const before = (await shop.member()).balance.available;
  await take(shop, 'A cappuccino on us');
  const clock = shop.widget.panel.locator('.clock');
  await expect(clock).toHaveText(/^1[45]:\d\d$/);
  const shown = await clock.textContent();
  await expect(clock).not.toHaveText(shown!);
  expect((await shop.member()).balance).toMatchObject({ available: before - 900, reserved: 900 });

  await shop.widget.button('Give it back').click();
  await shop.widget.button('Yes, give it back').click();
  await expect(shop.widget.panel.getByText('Given back')).toBeVisible();
  expect((await shop.member()).balance).toMatchObject({ available: before, reserved: 0 });
});

test('R4 a used code cannot be given back', async ({ shop }) => {
  await shop.signIn('marek');
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('More').click();
  await shop.widget.panel.getByRole('button', { name: /Used/ }).first().click();
  await expect(shop.widget.title).toHaveText('Your reward');
  await expect(shop.widget.button('Give it back')).toHaveCount(0);
});

test('R6 what stands in the way is said before anything is spent', async ({ shop }) => {
  await shop.signIn('anna');
  await shop.add('chocolate');
  await shop.open();
  await shop.widget.open();
  const { panel } = shop.widget;
  await choose(shop, '10 zł off your order');
  await expect(panel.getByText(/The cart is .*34.* short/)).toBeVisible();
  await expect(shop.widget.button(/^Get it for/)).not.toHaveAttribute('aria-disabled');
  await shop.widget.button('Back').click();
  await choose(shop, 'The hand grinder');
  await expect(panel.getByText('For Platinum members.')).toBeVisible();
  await expect(panel.getByText(/beans to go/)).toBeVisible();
  await expect(shop.widget.button(/^Get it for/)).toHaveAttribute('aria-disabled', 'true');
  const { redemptions } = await shop.member();
  expect(redemptions.filter((it: { status: string }) => it.status === 'issued')).toEqual([]);
});
