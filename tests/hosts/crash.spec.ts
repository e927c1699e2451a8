// A crash, wherever it happens, restarts the application once; the second one leaves a plain link.
import { type Visit, expect, test } from './fixtures';
import { breakNext } from './support/crash';
import { line, lines } from './support/lines';

const settings = 'data-endpoint="{{endpoint}}" data-token-url="/account/token" data-fallback-url="/points"';

const arm = (visit: Visit) => visit.page.evaluate(breakNext, 1);
const openChallenges = (visit: Visit) =>
  visit.page.evaluate(() => { (window as never as { Stempel: { open(place: string): void } }).Stempel.open('challenges'); });

/** Ways to make it draw something, and so to crash. */
const ways: Record<string, (visit: Visit) => Promise<unknown>> = {
  'in the shopper’s click': async (visit) => {
    await arm(visit);
    await visit.widget.tab('Challenges').click();
  },
  'in a call of the page': async (visit) => {
    await arm(visit);
    await openChallenges(visit);
  },
  'in the answer of the server': async (visit) => {
    await visit.page.route(/\/member\/transactions/, async (route) => {
      const response = await route.fetch();
      await arm(visit);
      await route.fulfill({ response });
    }, { times: 1 });
    await visit.widget.tab('More').click();
    await visit.widget.button('History').first().click();
  },
};

for (const [where, crash] of Object.entries(ways)) {
  test(`D14 a crash ${where}: one restart, then the link, and the shop works on`, async ({ visit, page, hosts }) => {
    const told = lines(page);
    await page.goto(hosts.url('settings.html', {}, `crash ${where}`, { settings }));
    await visit.widget.open();
    await crash(visit);
    await expect.poll(() => told).toEqual([expect.stringMatching(line('crash'))]);

    // The panel comes back by itself or by the launcher, filled, and does its work.
    await expect(async () => {
      if (!(await visit.widget.panel.isVisible())) await visit.widget.launcher.click({ timeout: 2_000 });
      // It may have crashed before the click came, which then was one in the new panel.
      await visit.widget.tab('Home').click({ timeout: 2_000 });
      await expect(visit.widget.panel).toContainText('Ola', { timeout: 2_000 });
    }).toPass();
    await visit.widget.filled();
    await visit.redeem();
    expect((await visit.member()).balance).toMatchObject({ available: 250, reserved: 300 });
    await visit.widget.button(/^Back$/).click();

    await crash(visit);
    const link = page.locator('stempel-launcher').getByRole('link');
    await expect(link).toHaveAttribute('href', /\/points$/);
    await expect(visit.widget.panel).toHaveCount(0);
    await visit.shopWorks();
    expect(told, 'told once').toHaveLength(1);
  });
}

test('D14 after a restart the later views are there again', async ({ visit, page, hosts }) => {
  await page.goto(hosts.url('settings.html', {}, 'later views', { settings }));
  await visit.widget.open();
  await visit.widget.tab('Challenges').click();
  await expect(visit.widget.panel.locator('.stamps').first()).toBeVisible();
  await visit.widget.tab('Home').click();
  await ways['in the shopper’s click'](visit);
  await expect(async () => {
    if (!(await visit.widget.panel.isVisible())) await visit.widget.launcher.click({ timeout: 2_000 });
    await visit.widget.tab('Home').click({ timeout: 2_000 });
    await expect(visit.widget.panel).toContainText('Ola', { timeout: 2_000 });
  }).toPass();
  await visit.widget.filled();
  await visit.widget.tab('Challenges').click();
  await expect(visit.widget.panel.locator('.stamps').first()).toBeVisible();
  await visit.widget.tab('More').click();
  await visit.widget.button('History').first().click();
  await expect(visit.widget.title).toHaveText('History');
});

test('D14 a crash without a fallback address leaves nothing behind', async ({ visit, page, hosts }) => {
  await page.goto(hosts.url('async.html'));
  await page.evaluate(() => scrollTo(0, 120));
  await visit.widget.open();
  for (let times = 0; times < 2; times++) {
    await arm(visit);
    await openChallenges(visit);
    await page.waitForTimeout(1_500);
    if (times === 0) await visit.widget.filled();
  }
  await expect(page.locator('stempel-launcher, stempel-sheet')).toHaveCount(0);
  await visit.shopWorks();
  expect(await page.evaluate(() => scrollY)).toBe(120);
});

test('D14 inline elements survive a restart, and after the second crash the panel in the page is a link', async ({ visit, page, hosts }) => {
  await page.goto(hosts.url('settings.html', {}, 'crash inline', {
    settings, extra: '<stempel-balance></stempel-balance><stempel-panel></stempel-panel>',
  }));
  const inline = page.locator('stempel-panel');
  await inline.scrollIntoViewIfNeeded();
  await expect(inline).toContainText('Hello, Ola');
  const crash = async () => {
    await arm(visit);
    await inline.getByRole('navigation').getByRole('button', { name: 'Challenges' }).click();
  };
  await crash();
  await expect(inline).toContainText('Hello, Ola');
  await expect(page.locator('stempel-balance')).toContainText('550');
  await crash();
  await expect(inline.getByRole('link')).toHaveAttribute('href', /\/points$/);
  await visit.shopWorks();
});
