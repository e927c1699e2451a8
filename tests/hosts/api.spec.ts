// `Stempel.*`, deep links and DOM events, as a page uses them.
import { expect, test } from './fixtures';
import { call, last, listen } from './support/api';
import { arrive, script } from './support/arrive';
import { ask, buy } from './support/customer';

const titles = {
  earn: 'Earn', rewards: 'Rewards', challenges: 'Challenges', history: 'History', tiers: 'Tiers', rules: 'Rules and help', more: 'More',
};

for (const [place, title] of Object.entries(titles)) {
  test(`D3 open('${place}') and #stempel=${place} show ${title}`, async ({ visit, page }) => {
    await arrive(visit, `open ${place}`);
    await call(page, 'open', place);
    await expect(visit.widget.title).toHaveText(title);
    await call(page, 'close');
    await expect(visit.widget.panel).toBeHidden();

    await page.evaluate((it) => history.replaceState({ own: 1 }, '', `?q=1#stempel=${it}`), place);
    await page.reload();
    await expect(visit.widget.title).toHaveText(title);
    expect(await page.evaluate(() => [location.search, location.hash, history.state])).toEqual(['?q=1', '', { own: 1 }]);
  });
}

test('D3 open() without a place, or with one that is none, opens home', async ({ visit, page }) => {
  await arrive(visit, 'open');
  await call(page, 'open');
  await expect(visit.widget.panel).toContainText('Hello, Ola');
  await call(page, 'close');
  await call(page, 'open', '<b>');
  await expect(visit.widget.panel).toContainText('Hello, Ola');
});

test("D3 open('join') shows a customer who has not joined what to tick", async ({ visit, page }) => {
  await visit.signIn('c-not-a-member');
  await arrive(visit, 'join');
  await call(page, 'open', 'join');
  await expect(visit.widget.panel.getByRole('checkbox', { name: /I know the rules/ })).toBeVisible();
});

test('D3 a deep link in the page opens the panel without a new entry in the history', async ({ visit, page }) => {
  await arrive(visit, 'link', '<a id="deep" href="#stempel=rewards">Rewards</a>');
  await expect(visit.widget.launcher).toBeVisible();
  for (let times = 0; times < 2; times++) {
    await page.evaluate(() => document.getElementById('deep')!.click());
    await expect(visit.widget.title).toHaveText('Rewards');
    expect(await page.evaluate(() => location.hash)).toBe('');
    await visit.widget.close();
  }
  await page.evaluate(() => (location.hash = 'text'));
  await page.waitForTimeout(300);
  await expect(visit.widget.panel).toBeHidden();
  expect(await page.evaluate(() => location.hash), 'the shop’s own hash stays').toBe('#text');
});

test('D3 each event bubbles to the document and is composed', async ({ visit, page, hosts }) => {
  const sub = `c-${Math.random()}`;
  await visit.signIn(sub);
  await listen(page);
  await arrive(visit, 'events');
  await visit.widget.open();
  await visit.widget.panel.getByRole('checkbox').first().check();
  await visit.widget.button('Join').first().click();
  await expect(visit.widget.panel).toContainText('100 beans');
  await buy(hosts.endpoint, sub, 45_000);
  await call(page, 'refresh');
  await expect(visit.widget.panel).toContainText('550');
  expect(await last(page, 'change')).toMatchObject({ detail: { available: 550, pending: 0, tier: 'kraft' } });
  await visit.redeem();
  const { redemptions: [redemption] } = await ask(hosts.endpoint, sub, 'member');
  await visit.widget.close();
  expect(await last(page, 'redeem')).toMatchObject({ detail: { redemption: redemption.id } });
  // Having come by today is told a moment later, and a change as well.
  await expect(async () => {
    const { version } = await ask(hosts.endpoint, sub, 'member');
    expect(await last(page, 'change')).toMatchObject({ detail: { available: 250, version } });
  }).toPass({ timeout: 10_000 });

  const all = await page.evaluate(() => window.told);
  expect([...new Set(all.map((it) => it.name))].sort()).toEqual(['change', 'close', 'join', 'open', 'ready', 'redeem']);
  for (const event of all) {
    expect(event).toMatchObject({ bubbles: true, composed: true, on: expect.stringMatching(/^stempel-/) });
  }
});

test('D3 on and off tell a listener, with the detail', async ({ visit, page }) => {
  await arrive(visit, 'listeners');
  await page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard, ear: (detail: unknown) => heard.push(detail) });
    window.Stempel.on('open', (window as never as { ear: () => void }).ear);
    window.Stempel.on('redeem', (window as never as { ear: () => void }).ear);
  });
  const heard = () => page.evaluate(() => (window as never as { heard: unknown[] }).heard);
  await visit.widget.open();
  await expect.poll(heard).toHaveLength(1);
  await page.evaluate(() => window.Stempel.off('open', (window as never as { ear: () => void }).ear));
  await visit.widget.close();
  await visit.widget.open();
  await visit.redeem();
  await expect.poll(heard).toHaveLength(2);
  expect((await heard())[1]).toEqual({ redemption: expect.stringMatching(/^[0-9a-f-]{36}$/) });
});

test('D3 a listener that throws harms nobody else', async ({ visit, page, complaints }) => {
  await arrive(visit, 'throwing');
  complaints.allow(/ears/);
  await page.evaluate(() => {
    window.Stempel.on('open', () => { throw new Error('ears'); });
    window.Stempel.on('open', () => (document.title = 'told'));
  });
  await visit.widget.open();
  await expect(page).toHaveTitle('told');
  await visit.redeem();
});

test('D3 quote answers with what a cart earns', async ({ visit, page, complaints }) => {
  complaints.allow(/Failed to load resource.* 422/);
  await arrive(visit, 'quote');
  const cart = { currency: 'PLN', lines: [{ sku: 'kettle', category: 'gear', quantity: 2, unit_price: 4900 }], discount: 0 };
  expect(await call(page, 'quote', cart)).toMatchObject({ points: 98 });
  const failed = await page.evaluate(() =>
    (window.Stempel.quote({ currency: 'XXX', lines: [] }) as Promise<unknown>).then(() => 'answered', () => 'refused'));
  expect(failed, 'a cart that is none').toBe('refused');
});

test('D3 quote, on and version are there through the stub queue and before the application', async ({ visit, page }) => {
  await arrive(visit, 'early', script(`(window.Stempel = window.Stempel || []).push(['on', 'open', function () { document.title = 'told'; }]);`));
  await expect(visit.widget.launcher).toBeVisible();
  expect(await page.evaluate(() => window.Stempel.version)).toMatch(/^\d+\.\d+\.\d+/);
  await visit.widget.open();
  await expect(page).toHaveTitle('told');
});
