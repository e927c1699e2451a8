// What members read, and whom they can tell that something is wrong.
import { FAILED_REQUEST, Shop, Stack, axe, expect, test } from './support/fixtures';
import { dayIn, programWith } from './support/program';
import { secrets } from './support/secrets';

test('M7 the rules say which terms hold, what will change, what others ask, and where to write', async ({ page }) => {
  const stack = await Stack.start(programWith(`[[terms.next]]\nfrom = ${dayIn(30)}\ntext = "Beans will last longer."`));
  try {
    const shop = new Shop(page, stack);
    await shop.speak('en');
    await shop.open();
    await shop.widget.open();
    await shop.widget.tab('More').click();
    await shop.widget.button('Rules and help').click();
    const { panel } = shop.widget;
    await expect(panel.locator('.note')).toContainText('Beans will last longer.');
    const collecting = panel.locator('.rule', { hasText: 'Collecting' });
    const sentences = (await collecting.innerText()).split('\n');
    expect(sentences, 'each sentence has a line of its own').toContain('A review: 40 beans (up to 2 times a month).');
    await expect(panel).toContainText('Terms version 2026-01, since');
    await expect(panel).toContainText('What is ordered by 2 pm leaves on the same day.');
    const answer = panel.getByText('As soon as you have paid for your order.');
    await expect(answer).toBeHidden();
    await panel.getByText('When do I get my beans?').click();
    await expect(answer).toBeVisible();
    await expect(panel.getByRole('link', { name: 'Write to the shop' })).toHaveAttribute('href', 'mailto:klub@kawiarnia.example');
    await axe(page);
  } finally {
    await stack.stop();
  }
});

test('N4 a member says what is wrong with a line, sees that it arrived, and reads the answer', async ({ shop, page, stack, complaints }) => {
  complaints.allow(FAILED_REQUEST);
  await shop.speak('en');
  await shop.signIn('anna');
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('More').click();
  await shop.widget.button('History').click();
  const { panel } = shop.widget;
  await panel.locator('.entry').getByRole('button', { name: /^Something wrong\? Purchase/ }).first().click();
  await expect(panel).toContainText('Purchase, ');
  await shop.widget.button('Send').click();
  await expect(panel.getByRole('alert')).toContainText('Something is missing or too long');
  await panel.getByRole('textbox').fill('There are ten beans too few.\nPlease look.');
  await axe(page);
  await shop.widget.button('Send').click();
  await expect(panel.getByRole('status').filter({ hasText: 'It arrived' })).toBeVisible();
  await expect(panel.locator('.card', { hasText: 'ten beans too few' })).toContainText('Waiting');

  const { items } = await admin(page, stack, 'GET', 'messages');
  expect(items[0].message.about.kind).toBe('transaction');
  await admin(page, stack, 'POST', `messages/${items[0].message.id}/answers`, { text: 'Here they are.' });
  await shop.widget.tab('More').click();
  await shop.widget.button('Something wrong?').click();
  const message = panel.locator('.card', { hasText: 'ten beans too few' });
  await expect(message).toContainText('Here they are.');
  await expect(message).toContainText('Answered');
  await axe(page);
});

test('N4 a reward that was taken has a way to say that something is wrong with it', async ({ shop, stack, page }) => {
  await shop.speak('en');
  await shop.signIn('anna');
  await shop.open();
  await shop.widget.open();
  await shop.widget.button('Get it: 15% off the whole cart').click();
  await shop.widget.button(/^Get it for/).click();
  await shop.widget.button('Something wrong?').click();
  const { panel } = shop.widget;
  await expect(panel).toContainText('15% off the whole cart');
  await panel.getByRole('textbox').fill('The code does not work.');
  await shop.widget.button('Send').click();
  await expect(panel).toContainText('It arrived');
  expect((await admin(page, stack, 'GET', 'messages')).items[0].message.about.kind).toBe('redemption');
});

/** A call of the shop's people. */
async function admin(page: Shop['page'], stack: Stack, method: string, path: string, data?: unknown) {
  const headers = { authorization: `Bearer ${secrets.STEMPEL_ADMIN_KEY}` };
  return (await page.request.fetch(`${stack.endpoint}/admin/${path}`, { method, data, headers })).json();
}
