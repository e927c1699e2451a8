// Another customer, or none, while the page stays: nothing of the last one stays anywhere.
import { type Visit, expect, test } from './fixtures';
import { call } from './support/api';
import { arrive } from './support/arrive';
import { buy, member } from './support/customer';

const BALANCE = '<stempel-balance></stempel-balance>';
const STORE = 'data-store="session"';

/** Everything that is left of somebody on the page: texts, attributes, storage, of all roots. */
const traces = (visit: Visit) =>
  visit.page.evaluate(() => {
    const found: string[] = [];
    const walk = (root: Node) => {
      if (root instanceof Element) found.push(...[...root.attributes].map((it) => it.value));
      if (root instanceof HTMLInputElement) found.push(root.value);
      if (root.nodeType === 3) found.push(root.textContent!);
      root.childNodes.forEach(walk);
      if (root instanceof Element && root.shadowRoot) walk(root.shadowRoot);
    };
    walk(document);
    return [...found, ...Object.values(localStorage), ...Object.values(sessionStorage)].join('\n');
  });

test('D3 logout with the panel open leaves nothing of the customer', async ({ visit, page }) => {
  await arrive(visit, 'logout', BALANCE, STORE);
  await visit.widget.open();
  await visit.redeem();
  const { redemptions: [{ code }] } = await visit.member();
  expect(await traces(visit)).toContain(code);
  await page.context().clearCookies();
  await call(page, 'logout');
  await expect(visit.widget.panel).not.toContainText('Ola');
  await expect.poll(() => traces(visit)).not.toMatch(new RegExp(`${code}|Ola|\\b(550|250)\\b|${visit.sub}`));
});

test('D3 identify with the panel open shows the next customer and nothing of the last', async ({ visit, page, hosts }) => {
  await arrive(visit, 'identify', BALANCE, STORE);
  await visit.widget.open();
  await visit.redeem();
  const { redemptions: [{ code }] } = await visit.member();
  const next = await member(hosts.endpoint, 'Zenon');
  await buy(hosts.endpoint, next, 7_700);
  await visit.signIn(next);
  await call(page, 'identify');
  await call(page, 'open', 'home');
  await expect(visit.widget.panel).toContainText('Hello, Zenon');
  await expect(page.locator('stempel-balance')).toContainText('627');
  // One of the program's rewards weighs 250 g.
  expect(await traces(visit)).not.toMatch(new RegExp(`${code}|Ola|\\b550\\b|\\b250 beans`));
});

test('D3 a slow answer for the last customer never shows after identify', async ({ visit, page, hosts }) => {
  await arrive(visit, 'slow');
  await visit.widget.open();
  const next = await member(hosts.endpoint, 'Zenon');
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  await page.route(`${hosts.endpoint}/member?*`, async (route) => {
    const response = await route.fetch();
    if (!(await response.text()).includes('Zenon')) await held;
    await route.fulfill({ response }).catch(() => {});
  });
  await buy(hosts.endpoint, visit.sub, 10_000);
  await call(page, 'refresh');
  await visit.signIn(next);
  await call(page, 'identify');
  await expect(visit.widget.panel).toContainText('Hello, Zenon');
  release();
  await page.waitForTimeout(800);
  await expect(visit.widget.panel).toContainText('Hello, Zenon');
  await expect(visit.widget.panel).not.toContainText('650');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('D5 a test key shows its mark and moves no real points', async ({ visit, page, hosts }) => {
  await page.context().addCookies([{ name: 'keys', value: 'test', url: hosts.origin }]);
  await arrive(visit, 'test key');
  await visit.widget.open();
  await visit.widget.panel.getByRole('checkbox').first().check();
  await visit.widget.button('Join').first().click();
  await expect(visit.widget.panel).toContainText('100 beans');
  await expect(visit.widget.panel.getByText(/test/i).first()).toBeVisible();
  expect((await visit.member()).balance).toMatchObject({ available: 550 });
});
