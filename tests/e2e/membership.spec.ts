// Guests and joining.
import { axe, expect, test } from './support/fixtures';

test.beforeEach(({ shop }) => shop.speak('en'));

test('M1 a guest sees what the program offers, what this cart would earn, and where to sign in', async ({ shop, page }) => {
  await shop.add('ethiopia-aricha');
  await shop.open();
  await shop.widget.open();
  const { panel } = shop.widget;
  await expect(panel.getByText('This cart earns 104 beans')).toBeVisible();
  await expect(panel.getByText('A bean for every złoty.')).toBeVisible();
  await expect(panel.getByText('A cappuccino on us')).toBeVisible();
  await axe(page);
  await panel.getByRole('link', { name: 'Sign in' }).first().click();
  await expect(page).toHaveURL(/\/account/);
});

test('M1 a guest can look at every reward', async ({ shop }) => {
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('Rewards').click();
  await expect(shop.widget.panel.getByText('The hand grinder', { exact: true })).toBeVisible();
});

test('M2 joining takes two taps and shows each consent in its version, unticked', async ({ shop, page }) => {
  await shop.signIn('nina');
  await shop.open();
  await shop.widget.open();
  const { panel } = shop.widget;
  const terms = panel.getByRole('checkbox', { name: /I know the rules/ });
  const news = panel.getByRole('checkbox', { name: /new coffees/ });
  await expect(terms).not.toBeChecked();
  await expect(news).not.toBeChecked();
  await expect(panel.getByText('version 2026-01').first()).toBeVisible();
  await axe(page);

  await terms.check();
  await shop.widget.button('Join').click();
  await expect(panel.getByText('Hello, Nina')).toBeVisible();
  const member = await shop.member();
  expect(member.status).toBe('active');
  expect(member.balance.available).toBe(100);
  expect(member.consents.map((it: { id: string }) => it.id)).toEqual(['terms']);
});

test('M2 joining without the required consent says so and loses nothing that was typed', async ({ shop }) => {
  await shop.signIn('nina');
  await shop.open();
  await shop.widget.open();
  const { panel } = shop.widget;
  const nickname = panel.getByRole('textbox', { name: /call you/ });
  await nickname.fill('Ninka <b>☕</b>');
  await shop.widget.button('Join').click();
  await expect(panel.getByRole('alert')).toContainText('Tick the required consent');
  await expect(nickname).toHaveValue('Ninka <b>☕</b>');
  await panel.getByRole('checkbox', { name: /I know the rules/ }).check();
  await shop.widget.button('Join').click();
  await expect(shop.widget.title).toHaveText('Hello, Ninka <b>☕</b>');
});

test('M2 an order made before joining counts', async ({ shop }) => {
  await shop.signIn('nina');
  await shop.buy('chocolate');
  await shop.open();
  await shop.widget.open();
  await shop.widget.panel.getByRole('checkbox', { name: /I know the rules/ }).check();
  await shop.widget.button('Join').click();
  await expect(shop.widget.panel.getByText('Hello, Nina')).toBeVisible();
  await expect.poll(async () => (await shop.member()).balance.available).toBe(100 + 26);
});
