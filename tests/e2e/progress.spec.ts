// Tiers, challenges and badges; what opens earlier, the card and the paid membership.
import { tell } from '../hosts/support/customer';
import { Shop, Stack, axe, expect, test } from './support/fixtures';
import { dayIn, programWith } from './support/program';

test.beforeEach(({ shop }) => shop.speak('en'));

test('T1 the panel shows the tier, the way to the next one, and what each tier brings', async ({ shop }) => {
  await shop.signIn('anna');
  await shop.open();
  await shop.widget.open();
  const { panel } = shop.widget;
  const { tier } = await shop.member();
  const bar = panel.getByRole('progressbar', { name: 'Progress to the next tier' });
  await expect(bar).toHaveAttribute('aria-valuetext', new RegExp(`^${new Intl.NumberFormat('en').format(tier.next.missing)}\\s`));
  await panel.getByRole('button', { name: /see all tiers/ }).click();
  await expect(shop.widget.title).toHaveText('Tiers');
  for (const name of ['Kraft', 'Silver', 'Gold', 'Platinum']) {
    await expect(panel.getByText(name, { exact: true }).first()).toBeVisible();
  }
  await expect(panel.getByText('You are here')).toHaveCount(1);
  await expect(panel.getByText('A reward of 15% off the whole cart')).toBeVisible();
});

test('T1 a purchase that reaches the next tier shows it', async ({ shop }) => {
  await shop.signIn('nina');
  await shop.open();
  await shop.widget.open();
  await shop.widget.panel.getByRole('checkbox', { name: /I know the rules/ }).check();
  await shop.widget.button('Join').click();
  await expect(shop.widget.panel.getByText('Hello, Nina')).toBeVisible();
  await shop.buy('sumatra-gayo', 7);
  await expect(shop.widget.panel.getByRole('button', { name: /Silver tier/ })).toBeVisible({ timeout: 20_000 });
});

test('G1 G2 the last step completes a challenge, credits its points and gives its badge', async ({ shop }) => {
  await shop.signIn('anna');
  await shop.open();
  await shop.widget.open();
  const { panel } = shop.widget;
  await shop.widget.tab('Challenges').click();
  const card = panel.locator('[part=card]').filter({ hasText: 'Three coffees of the world' }).first();
  await expect(card).toContainText('2 of 3');
  const before = await shop.member();
  const badge = (member: typeof before) => member.badges.find((it: { id: string }) => it.id === 'traveller');
  expect(badge(before).earned_at).toBeNull();

  await shop.buy('india-malabar');
  await expect(panel.getByText(/Three coffees of the world/).first()).toBeVisible();
  await expect(card).toContainText('Done', { timeout: 20_000 });
  const after = await shop.member();
  expect(badge(after).earned_at).not.toBeNull();
  const page = await shop.page.request.get(`${shop.stack.endpoint}/member/transactions`, {
    headers: { authorization: `Bearer ${await shop.token()}` },
  });
  const { items } = await page.json();
  const parts = items.flatMap((it: { parts: { rule: string; points: number }[] }) => it.parts);
  expect(parts).toContainEqual(expect.objectContaining({ rule: 'three-coffees', points: 150 }));
});

test('T3 what opens earlier to a tier says when it opens to the member and when to everybody', async ({ page }) => {
  const sale = (id: string, days: number) =>
    `[[access]]\nid = "${id}"\ntitle = "The ${id} sale"\nstarts = ${dayIn(days)}\nearly = [{ tier = "gold", hours = 72 }]\n`;
  const stack = await Stack.start(programWith(sale('near', 2) + sale('far', 9)));
  try {
    const shop = new Shop(page, stack);
    await shop.speak('en');
    await shop.signIn('anna');
    await shop.open();
    await shop.widget.open();
    const { panel } = shop.widget;
    await expect(panel.locator('.card', { hasText: 'The near sale' })).toContainText('Open for you now; for everybody on');
    await panel.getByRole('button', { name: /see all tiers/ }).click();
    const far = panel.locator('.card', { hasText: 'The far sale' });
    await expect(far).toContainText(/Opens for you on .*; for everybody on /);
    await expect(far).toContainText(/in \d days/);
    await axe(page);
  } finally {
    await stack.stop();
  }
});

test('M3 M6 the card number can be copied, and the paid membership says until when it is on', async ({ shop, page, context, stack }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await shop.signIn('anna');
  await tell(stack.endpoint, {
    type: 'membership.started',
    timestamp: new Date().toISOString(),
    data: { customer: 'c-7f3a91c6', membership: 'S-1', until: '2099-03-01T12:00:00Z' },
  });
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('More').click();
  const { panel } = shop.widget;
  const { card } = await shop.member();
  await expect(panel).toContainText(`${card.slice(0, 1)} ${card.slice(1, 7)} ${card.slice(7)}`);
  await expect(panel).toContainText('On, until March 1, 2099');
  await shop.widget.button('Copy the card number').click();
  await expect(panel.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(card);
  await axe(page);
});
