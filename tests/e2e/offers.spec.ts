// Offers to one member: why they are theirs, how long they last, what they bring.
import { axe, expect, test } from './support/fixtures';

test.beforeEach(async ({ shop }) => {
  await shop.speak('en');
  await shop.signIn('anna');
});

test('P1 an offer says why and until when, and what it brings counts once it is accepted', async ({ shop, page }) => {
  await shop.add('brazil-cerrado', 2);
  await shop.open();
  await shop.widget.open();
  const { panel } = shop.widget;
  await expect(panel).toContainText('This cart earns 234 beans');
  const offer = panel.locator('.card', { hasText: 'A third bean for coffee' });
  await expect(offer).toContainText('Because you spend most on this: Coffees from America.');
  await axe(page);
  await offer.getByRole('button', { name: 'Activate: A third bean for coffee, for a week' }).click();
  await expect(offer).toContainText('Activated');
  await expect(offer).toContainText('6 days left');
  await expect(offer.getByRole('button')).toHaveCount(0);
  await expect(panel).toContainText('This cart earns 351 beans');
  expect((await shop.member()).offers[0].accepted_at).not.toBeNull();
});

test('P1 an offer leads to the reward that it opens, which says where it comes from', async ({ shop, page }) => {
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('More').click();
  await shop.widget.button('Your data').click();
  const { panel } = shop.widget;
  await panel.getByRole('textbox', { name: /Birthday/ }).fill(new Date().toISOString().slice(5, 10));
  await shop.widget.button('Save').click();
  await expect(panel).toContainText('It can be changed from');
  await shop.widget.tab('Home').click();
  await expect(panel).toContainText('Because of your birthday.');
  await shop.widget.button('View: A birthday cappuccino').click();
  await expect(panel).toContainText('Comes with an offer for you');
  await axe(page);
  await shop.widget.button(/^Get it$/).click();
  await expect(panel.locator('[part~=code]')).toContainText('URODZINY-');
});

test('P4 products are suggested after the consent, each with its reason, and lead to their page', async ({ shop, page }) => {
  await shop.open();
  await shop.widget.open();
  const { panel } = shop.widget;
  await shop.widget.tab('More').click();
  await shop.widget.button('Products for you').click();
  const first = panel.getByRole('link').first();
  const because = /You bought it .* ago|Often bought together with|New in/;
  await expect(first).toContainText(because);
  await expect(first).toContainText(/zł\s\d+/);
  await axe(page, 'stempel-sheet');

  await shop.widget.button('Back').click();
  await shop.widget.button('Your data').click();
  await panel.getByRole('button', { name: /^Withdraw: Suggest products/ }).click();
  await shop.widget.button('Back').click();
  await shop.widget.button('Products for you').click();
  await expect(panel.getByText(/as soon as you agree/)).toBeVisible();
  await expect(panel.getByRole('link')).toHaveCount(0);
  await panel.getByRole('button', { name: /^Agree: Suggest products/ }).click();
  await expect(first).toContainText(because);

  const followed = page.waitForRequest(/\/member\/products\/.+\/click/);
  await first.click();
  await followed;
  await expect(page).toHaveURL(/\/product\//);
});
