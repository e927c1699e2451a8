// What is the member's own: friends, questions, profile and consents, taking everything along, leaving.
import fs from 'node:fs';
import { FAILED_REQUEST, axe, expect, test } from './support/fixtures';

/** What the demo asks, by its ids. */
const QUESTIONS: Record<string, string> = {
  recommend: 'How likely are you to recommend us to a friend?',
  roast: 'How do you like your beans roasted?',
};

test.beforeEach(({ shop }) => shop.speak('en'));

test('F1 a member gets a code for a friend, sees the terms, and the friend joins by it', async ({ shop, page }) => {
  await shop.signIn('anna');
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('More').click();
  await shop.widget.button('Bring a friend').click();
  const { panel } = shop.widget;
  await expect(panel).toContainText('You get 300 beans.');
  await shop.widget.button('Get your code').click();
  const code = (await panel.locator('.invite code').textContent())!;
  await axe(page);

  await shop.signIn('nina');
  await shop.open();
  await shop.widget.open();
  await panel.getByRole('checkbox', { name: /I know the rules/ }).check();
  await panel.getByRole('textbox', { name: /friend's code/ }).fill(code);
  await shop.widget.button('Join').click();
  await expect(panel).toContainText('Hello, Nina');
  expect((await shop.member()).balance.available).toBe(100 + 100);
});

test('N2 a question is answered once, and its points come', async ({ shop, page }) => {
  await shop.signIn('anna');
  await shop.open();
  const before = await shop.member();
  const survey = before.surveys[0];
  await shop.widget.open();
  const { panel } = shop.widget;
  await panel.getByRole('button', { name: QUESTIONS[survey.id] }).click();
  await panel.getByRole('radio').last().check();
  await axe(page);
  await shop.widget.button('Send').click();
  await expect(panel).toContainText('Thank you');
  const after = await shop.member();
  expect(after.surveys.map((it: { id: string }) => it.id)).not.toContain(survey.id);
  expect(after.balance.available).toBe(before.balance.available + survey.points);
});

test('N2 who answered on another device meanwhile is told that the first answer counts', async ({ shop, page, complaints }) => {
  complaints.allow(FAILED_REQUEST);
  await shop.signIn('anna');
  await shop.open();
  await shop.widget.open();
  const { panel } = shop.widget;
  await panel.getByRole('button', { name: QUESTIONS.recommend }).click();
  await panel.getByRole('radio').last().check();
  const { order } = (await shop.member()).surveys.find((it: { id: string }) => it.id === 'recommend');
  await shop.answer('recommend', { score: 3, order });
  await shop.widget.button('Send').click();
  await expect(panel.getByRole('alert')).toContainText('You have answered this already. Your first answer counts.');
  await axe(page);
});

test('M4 a nickname and a birthday are kept, and a wrong one is refused in words', async ({ shop, page, complaints }) => {
  complaints.allow(FAILED_REQUEST);
  await shop.signIn('anna');
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('More').click();
  await shop.widget.button('Your data').click();
  const { panel } = shop.widget;
  await panel.getByRole('textbox', { name: /Birthday/ }).fill('13-40');
  await shop.widget.button('Save').click();
  await expect(panel.getByRole('alert')).toContainText('Something is missing or too long');
  await panel.getByRole('textbox', { name: /Birthday/ }).fill('03-21');
  await panel.getByRole('textbox', { name: /call you/ }).fill('Ania');
  await panel.getByRole('checkbox', { name: 'Things to brew with' }).check();
  await shop.widget.button('Save').click();
  await expect(panel).toContainText('Birthday: 03-21.');
  await axe(page);
  expect((await shop.member()).profile).toMatchObject({ nickname: 'Ania', birthday: '03-21', interests: ['gear'] });
});

test('M5 a consent is given and withdrawn, everything can be taken along, and leaving erases', async ({ shop, page }) => {
  await shop.signIn('anna');
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('More').click();
  await shop.widget.button('Your data').click();
  const { panel } = shop.widget;
  const consents = async () => (await shop.member()).consents.map((it: { id: string }) => it.id);
  const held = (await consents()).includes('marketing');
  for (const step of held ? ['Withdraw', 'Agree'] : ['Agree', 'Withdraw']) {
    await panel.getByRole('button', { name: new RegExp(`^${step}: Tell me`) }).click();
    await expect.poll(async () => (await consents()).includes('marketing')).toBe(step === 'Agree');
  }

  const download = page.waitForEvent('download');
  await shop.widget.button('Download').click();
  const file = JSON.parse(fs.readFileSync(await (await download).path(), 'utf8'));
  expect(JSON.stringify(file)).toContain('orders');

  await shop.widget.button('Leave and erase everything').click();
  await expect(shop.widget.button('Stay')).toBeFocused();
  await shop.widget.button('Leave').last().click();
  await expect(panel).toContainText('Join for free');
  expect((await shop.member()).status).toBe('not_joined');
});
