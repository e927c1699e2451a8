// Pages that replace their body, frameworks that own the tree, the back/forward cache, and tabs.
import { chromium } from '@playwright/test';
import { launchOptions } from '../e2e/support/chromium';
import { type Visit, Visit as Visits, expect, test } from './fixtures';
import { buy, member } from './support/customer';

const balance = (visit: Visit) => visit.page.locator('stempel-balance').getByRole('button');

/** One launcher, one panel that opens, filled, and closes. */
async function works(visit: Visit, points: string) {
  await expect(visit.widget.launcher).toHaveCount(1);
  await visit.widget.open();
  await expect(visit.widget.panel).toHaveCount(1);
  await expect(visit.widget.panel).toContainText(points);
  await visit.widget.close();
}

for (const library of ['turbo', 'htmx']) {
  test(`D2 ${library} replaces the body and the widget stays`, async ({ visit, page, hosts }) => {
    await page.goto(hosts.url(`${library}.html`));
    await works(visit, '550');
    await expect(balance(visit)).toContainText('550');
    const document = await page.evaluateHandle(() => window.document.documentElement);

    for (const [link, address] of [['Cups', /cups$/], ['Kettle', /html$/]] as const) {
      await page.getByRole('link', { name: link }).click();
      await expect(page).toHaveURL(address);
      await works(visit, '550');
      await expect(balance(visit)).toContainText('550');
    }
    await page.goBack();
    await expect(page).toHaveURL(/cups$/);
    await works(visit, '550');
    await expect(balance(visit)).toHaveCount(1);
    await expect(balance(visit)).toContainText('550');
    await visit.shopWorks();
    expect(await page.evaluate((it) => it === window.document.documentElement, document), 'still the same page').toBe(true);
  });

  test(`D2 ${library} replaces the body while the panel is open, and nothing is left behind`, async ({ visit, page, hosts }) => {
    await page.goto(hosts.url(`${library}.html`));
    await visit.widget.open();
    await page.evaluate(() => (document.querySelectorAll('nav a')[1] as HTMLElement).click());
    await expect(page).toHaveURL(/cups$/);
    await expect(page.locator('stempel-launcher')).toHaveCount(1);
    if (await visit.widget.panel.isVisible()) await visit.widget.close();
    await visit.shopWorks();
    await works(visit, '550');
  });
}

for (const library of ['react', 'vue']) {
  test(`D2 ${library} moves, takes out and puts back the inline elements`, async ({ visit, page, hosts }) => {
    await page.goto(hosts.url(`${library}.html`));
    const filled = async (product: string, lines: string) => {
      await expect(balance(visit)).toContainText('550');
      await expect(page.locator('#product')).toContainText(product);
      await expect(page.locator('#lines')).toContainText(lines);
      await expect(page.locator('stempel-panel')).toContainText('Hello, Ola');
    };
    await filled('49 beans', '98 beans');
    await page.locator('#swap').click();
    await filled('49 beans', '98 beans');
    for (let times = 0; times < 3; times++) {
      await page.locator('#toggle').click();
      await expect(balance(visit)).toHaveCount(0);
      await page.locator('#toggle').click();
      await filled('49 beans', '98 beans');
    }
    await page.locator('#replace').click();
    await filled('49 beans', '98 beans');
    await page.locator('#price').click();
    await filled('98 beans', '196 beans');
    await visit.widget.open();
    await visit.redeem();
    await visit.widget.close();
    await expect(balance(visit)).toContainText('250');
    await expect(page.locator('stempel-panel')).toContainText('250');
  });
}

test('D2 a page that throws away what it does not know gets its launcher back', async ({ visit, page, hosts }) => {
  await page.goto(hosts.url('async.html'));
  await works(visit, '550');
  await page.evaluate(() => document.querySelectorAll('stempel-launcher, stempel-sheet').forEach((it) => it.remove()));
  await works(visit, '550');
  await page.evaluate(() => document.body.replaceWith(document.createElement('body')));
  await works(visit, '550');
});

test('D14 a page that removes the widget whenever it comes back is not fought for ever', async ({ visit, page, hosts }) => {
  await page.addInitScript(() => {
    new MutationObserver(() => document.querySelectorAll('stempel-launcher, stempel-sheet').forEach((it) => it.remove()))
      .observe(document, { childList: true, subtree: true });
  });
  await page.goto(hosts.url('async.html'));
  await page.waitForTimeout(500);
  await visit.shopWorks();
});

test('D2 the back/forward cache keeps the page, and what changed meanwhile is there on return', async ({ hosts }) => {
  const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  try {
    const page = await browser.newPage({ locale: 'en-GB' });
    const visit = new Visits(page, hosts, await member(hosts.endpoint));
    await visit.signIn();
    await page.goto(hosts.url('async.html'));
    await works(visit, '550');
    await page.evaluate(() => {
      addEventListener('pageshow', (event) => (document.documentElement.dataset.persisted = String(event.persisted)));
    });
    await page.goto(hosts.url('defer.html'));
    await buy(hosts.endpoint, visit.sub, 10_000);
    await page.goBack({ waitUntil: 'commit' });
    await expect(page.locator('html')).toHaveAttribute('data-persisted', 'true');
    await expect(visit.widget.launcher).toContainText('650');
    await works(visit, '650');
  } finally {
    await browser.close();
  }
});

test('D2 a redemption in one tab shows in the other', async ({ visit, page, hosts }) => {
  await page.goto(hosts.url('inline.html'));
  await expect(balance(visit)).toContainText('550');
  const other = new Visits(await page.context().newPage(), hosts, visit.sub);
  await other.page.goto(hosts.url('async.html'));
  await other.widget.open();
  await other.redeem();
  // Before the next poll would have seen it.
  await expect(balance(visit)).toContainText('250', { timeout: 5_000 });
});

test('D2 points of an order are there on the page after the checkout', async ({ visit, page, hosts }) => {
  await page.goto(hosts.url('inline.html'));
  await expect(balance(visit)).toContainText('550');
  await buy(hosts.endpoint, visit.sub, 10_000);
  await page.goto(hosts.url('engine.html'));
  await works(visit, '650');
  await page.goBack();
  await expect(balance(visit)).toContainText('650');
});
