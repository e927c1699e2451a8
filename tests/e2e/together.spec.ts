// What members do together: a leaderboard under names of their own, and causes.
import { ask, member } from '../hosts/support/customer';
import { FAILED_REQUEST } from './support/complaints';
import { axe, expect, test } from './support/fixtures';

test.beforeEach(async ({ shop }) => {
  await shop.speak('en');
  await shop.signIn('anna');
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('More').click();
});

test('G3 a member takes part under a name, sees nobody under ten people, then their place, and leaves', async ({ shop, page, stack }) => {
  const { panel } = shop.widget;
  await shop.widget.button('Most beans this month').click();
  await expect(panel).toContainText('With fewer than ten people nobody is shown.');
  await panel.getByRole('textbox', { name: /seen under/ }).fill('Ania');
  await axe(page);
  await shop.widget.button('Take part').click();
  await expect(panel).toContainText('You take part as Ania.');
  await expect(panel).toContainText('1 person takes part');
  await expect(panel.getByRole('listitem')).toHaveCount(0);

  for (let count = 1; count < 10; count++) {
    await ask(stack.endpoint, await member(stack.endpoint), 'leaderboards/month/entry', { alias: `Member ${count}` });
  }
  const places = panel.getByRole('list').getByRole('listitem');
  // Others are added up once in some seconds.
  await expect(async () => {
    await shop.widget.button('Back').click();
    await shop.widget.button('Most beans this month').click();
    await expect(places).toHaveCount(10, { timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await expect(places.first()).toContainText('Member');
  await expect(places.filter({ hasText: 'Ania (you)' })).toHaveCount(1);
  await axe(page);
  await shop.widget.button('Leave the leaderboard').click();
  await expect(shop.widget.button('Take part')).toBeVisible();
  await expect(panel.getByText('Ania')).toHaveCount(0);
});

test('G6 a cause shows how far it is, and what a member gives brings it further', async ({ shop, page }) => {
  const { panel } = shop.widget;
  await shop.widget.button('Give together').click();
  await expect(panel).toContainText('0 of 500 trees');
  await axe(page);
  await shop.widget.button('Plant a coffee tree').click();
  await shop.widget.button('Get it for 350 beans').click();
  await expect(shop.widget.title).toHaveText('Your reward');
  await shop.widget.button('Back').click();
  // What it comes to is a few seconds old at most.
  await expect(async () => {
    await shop.widget.tab('More').click();
    await shop.widget.button('Give together').click();
    await expect(panel).toContainText('1 of 500 trees', { timeout: 1_000 });
  }).toPass();
  await expect(panel).toContainText('1 person gave');
});

test('D11 a place that asks for something of its own says when that fails, and trying again works', async ({ shop, page, complaints }) => {
  complaints.allow(FAILED_REQUEST);
  const { panel } = shop.widget;
  const causes = /\/v1\/demo\/causes/;
  await page.route(causes, (route) => route.abort());
  await shop.widget.button('Give together').click();
  await expect(panel.getByRole('alert')).toContainText('There is no connection');
  await axe(page);
  await page.unroute(causes);
  await shop.widget.button('Try again').first().click();
  await expect(panel).toContainText('Trees for Huila');
  await expect(panel.getByRole('alert')).toBeHidden();
});
