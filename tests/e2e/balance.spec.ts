// What a member has, what happened to it, and what a refund takes back.
import { expect, test } from './support/fixtures';

const units = {
  pl: { one: 'ziarno', few: 'ziarna', many: 'ziaren', other: 'ziarna' },
  en: { one: 'bean', other: 'beans' },
} as const;

for (const language of ['pl', 'en'] as const) {
  test(`B1 the balance stands in the program's own unit, in ${language}`, async ({ shop }) => {
    await shop.speak(language);
    await shop.signIn('anna');
    await shop.open();
    await shop.widget.open();
    const { balance } = await shop.member();
    const forms: Partial<Record<Intl.LDMLPluralRule, string>> = units[language];
    const unit = forms[new Intl.PluralRules(language).select(balance.available)];
    const number = new Intl.NumberFormat(language, { useGrouping: 'always' as never }).format(balance.available);
    const hero = shop.widget.panel.locator('[part=hero]');
    await expect(hero).toContainText(number);
    await expect(hero).toContainText(unit!);
    await shop.widget.close();
    await expect(shop.widget.launcher).toContainText(number);
  });
}

test('B2 each line of the history says what it was, which order, which rules, and the balance after it', async ({ shop }) => {
  await shop.speak('en');
  await shop.signIn('anna');
  const before = (await shop.member()).balance.available;
  const { id: order } = await shop.buy('kenya-nyeri');
  await expect.poll(async () => (await shop.member()).balance.available).toBeGreaterThan(before);
  const { balance } = await shop.member();
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('More').click();
  await shop.widget.button('History').click();
  const line = shop.widget.panel.getByRole('listitem').filter({ hasText: String(order) }).first();
  await expect(line).toContainText('Purchase');
  await expect(line).toContainText('Shopping');
  await expect(line).toContainText('Coffee counts double');
  await expect(line).toContainText(new Intl.NumberFormat('en').format(balance.available));
  await expect(line).toContainText(`+${balance.available - before}`);
});

test('B2 a year of history comes page by page', async ({ shop }) => {
  await shop.speak('en');
  await shop.signIn('marek');
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('More').click();
  await shop.widget.button('History').click();
  const more = shop.widget.button('Show more');
  const amounts = shop.widget.panel.getByText(/balance [\d,]+/);
  await expect(more).toBeVisible();
  const first = await amounts.count();
  await more.click();
  await expect.poll(() => amounts.count()).toBeGreaterThan(first);
});

test('B4 a refund takes back exactly what its order earned, seen without a reload', async ({ shop, page }) => {
  await shop.speak('en');
  await shop.signIn('anna');
  const before = (await shop.member()).balance.available;
  await shop.buy('chocolate', 2);
  await expect.poll(async () => (await shop.member()).balance.available).toBeGreaterThan(before);

  await shop.open('/account');
  await page.getByRole('button', { name: 'Return the whole order' }).first().click();
  await expect.poll(async () => (await shop.member()).balance.available).toBe(before);

  await shop.widget.open();
  const number = new Intl.NumberFormat('en').format(before);
  await expect(shop.widget.panel.locator('[part=hero]')).toContainText(number);
  await shop.widget.tab('More').click();
  await shop.widget.button('History').click();
  await expect(shop.widget.panel.getByText('Order refunded').first()).toBeVisible();
});
