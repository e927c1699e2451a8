// `data-store`: what is kept in the browser, when, and when it goes.
import { FAILED_REQUEST } from '../e2e/support/complaints';
import { Network } from '../e2e/support/network';
import { type Visit, expect, test } from './fixtures';
import { call } from './support/api';
import { buy, member } from './support/customer';

const arrive = (visit: Visit, store: string, extra = '') =>
  visit.page.goto(visit.hosts.url('settings.html', {}, `store ${store}`, {
    settings: `data-endpoint="{{endpoint}}" data-token-url="/account/token" ${store && `data-store="${store}"`}`, extra,
  }));

const kept = (visit: Visit) => visit.page.evaluate(() => ({
  local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie.replace(/customer=[^;]*;?\s*/, ''),
}));

const consent = (answer: boolean) => `<script>
  window.answer = ${answer};
  (window.Stempel = window.Stempel || []).push(['init', { consent: function () { return Promise.resolve(window.answer); } }]);
</script>`;

const cut = (visit: Visit) => visit.page.route(`${visit.hosts.endpoint}/**`, (route) => route.abort('internetdisconnected'));

for (const store of ['', 'none', 'local']) {
  test(`D11 data-store=${JSON.stringify(store)} keeps nothing`, async ({ visit }) => {
    await arrive(visit, store);
    await visit.widget.open();
    await visit.redeem();
    expect(await kept(visit)).toEqual({ local: {}, session: {}, cookie: '' });
  });
}

test('D11 data-store=consent keeps nothing until the shop’s hook says yes, and forgets when it says no', async ({ visit, page }) => {
  await arrive(visit, 'consent', consent(false));
  await visit.widget.open();
  expect((await kept(visit)).local).toEqual({});
  await page.evaluate(() => Object.assign(window, { answer: true }));
  await call(page, 'refresh');
  await buy(visit.hosts.endpoint, visit.sub, 1_000);
  await call(page, 'refresh');
  await expect.poll(async () => Object.keys((await kept(visit)).local)).toEqual(['stempel']);
  await page.evaluate(() => Object.assign(window, { answer: false }));
  await page.reload();
  await visit.widget.open();
  await expect.poll(async () => (await kept(visit)).local).toEqual({});
});

test('D11 the last state is shown with its age while the backend is away, and redeeming is closed', async ({ visit, page, complaints }) => {
  complaints.allow(FAILED_REQUEST);
  await arrive(visit, 'session');
  await visit.widget.open();
  await expect.poll(async () => Object.keys((await kept(visit)).session)).toEqual(['stempel']);
  await cut(visit);
  await page.reload();
  await visit.widget.launcher.click();
  const { panel } = visit.widget;
  await expect(panel).toContainText('550');
  await expect(panel.getByText(/As of/)).toBeVisible({ timeout: 25_000 });
  await visit.widget.tab('More').click();
  await visit.widget.button('Your data').click();
  await expect(panel).toContainText(/(?<!not )given · version/);
  await visit.widget.tab('Rewards').click();
  await visit.widget.button(/(Get it|View): Free delivery/).click();
  await expect(visit.widget.button(/^Get it for/)).toHaveAttribute('aria-disabled', 'true');
  await new Network(page, visit.hosts.endpoint).onlyWhenTold();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await visit.widget.button('Try again').first().click();
  await expect(panel.getByText(/As of/)).toBeHidden();
  await visit.widget.button(/^Get it for/).click();
  await expect(visit.widget.title).toHaveText('Your reward');
});

test('D11 what is kept holds no token, and goes on logout', async ({ visit, page }) => {
  await arrive(visit, 'session');
  await visit.widget.open();
  await expect.poll(async () => Object.keys((await kept(visit)).session)).toEqual(['stempel']);
  const { token } = await page.evaluate(async () => (await fetch('/account/token')).json());
  const text = JSON.stringify(await kept(visit));
  expect(text).not.toContain(token.split('.')[2]);
  expect(text).not.toMatch(/eyJ[\w-]+\.eyJ/);
  await page.context().clearCookies();
  await call(page, 'logout');
  await expect.poll(async () => (await kept(visit)).session).toEqual({});
});

test('D11 what is kept of one customer is never shown to the next', async ({ visit, page, hosts, complaints }) => {
  complaints.allow(FAILED_REQUEST);
  await arrive(visit, 'session');
  await visit.widget.open();
  await expect.poll(async () => Object.keys((await kept(visit)).session)).toEqual(['stempel']);
  await visit.signIn(await member(hosts.endpoint, 'Zenon'));
  await cut(visit);
  await page.reload();
  await visit.widget.launcher.click();
  await expect(visit.widget.panel).toContainText(/no connection/i, { timeout: 30_000 });
  await expect(visit.widget.panel).not.toContainText('Ola');
  await expect.poll(async () => JSON.stringify(await kept(visit))).not.toContain('550');
});
