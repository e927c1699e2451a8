// The widget's second part: the views that a first look does not need. It is fetched when there is
// time for it, or when such a view is opened.
import { type Page, type Route } from '@playwright/test';
import { FAILED_REQUEST, expect, test } from './support/fixtures';

const LATE = /\/w\/late-/;

/** The files of the second part that the page asked for so far. */
const asked = (page: Page) => {
  const files: string[] = [];
  page.on('request', (request) => LATE.test(request.url()) && files.push(new URL(request.url()).pathname));
  return files;
};

/** What has the focus, as the panel calls it. */
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.id ?? '');

/** Where everything in the panel stands that can be read or pressed, element by element. */
const standing = (page: Page) =>
  page.evaluate(() => {
    const root = document.querySelector('stempel-sheet')!.shadowRoot!;
    const kept = window as never as { kept?: Element[] };
    kept.kept ??= [...root.querySelectorAll('#body .view *')];
    const place = (it: Element) => {
      const { x, y, width, height } = it.getBoundingClientRect();
      return [it.tagName, it.getAttribute('class'), Math.round(x), Math.round(y), Math.round(width), Math.round(height)].join(' ');
    };
    return { places: kept.kept.map(place), rules: root.adoptedStyleSheets.reduce((sum, it) => sum + it.cssRules.length, 0) };
  });

test.beforeEach(async ({ shop }) => {
  await shop.speak('en');
  await shop.signIn('anna');
});

test('D1 what comes later is asked for after the first open, each file once', async ({ shop, page }) => {
  const files = asked(page);
  await shop.open();
  await shop.widget.launcher.hover();
  await page.waitForTimeout(2_500);
  expect(files, 'not before the panel is open').toEqual([]);

  await shop.widget.open();
  await expect.poll(() => files.length).toBeGreaterThan(0);
  await shop.widget.tab('More').click();
  await shop.widget.button('History').first().click();
  await expect(shop.widget.panel.locator('.entry').first()).toBeVisible();
  await shop.widget.close();
  await shop.widget.open();
  await page.waitForTimeout(1_500);
  expect(new Set(files).size).toBe(files.length);
});

for (const customer of [null, 'nina', 'anna'] as const) {
  test(`D1 nothing moves under the finger of ${customer ?? 'a guest'} when what comes later arrives`, async ({ shop, page }) => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => { release = resolve; });
    await page.route(LATE, async (route) => {
      await held;
      await route.continue();
    });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    if (customer) await shop.signIn(customer);
    else await shop.call('POST', '/api/account/sign-out', {});
    await shop.open();
    await shop.widget.open();
    await expect(shop.widget.panel.locator('#body .ticket').first()).toBeVisible();
    await page.waitForTimeout(1_500);
    const before = await standing(page);
    release();
    await expect.poll(async () => (await standing(page)).rules).toBeGreaterThan(before.rules);
    await page.waitForTimeout(300);
    expect((await standing(page)).places).toEqual(before.places);
  });
}

test('D1 who saves data fetches a later view when it is opened, and not before', async ({ shop, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
  });
  const files = asked(page);
  await shop.open();
  await shop.widget.open();
  await page.waitForTimeout(2_500);
  expect(files).toEqual([]);
  await shop.widget.tab('More').click();
  await expect(shop.widget.button('History').first()).toBeVisible();
  expect(files).not.toEqual([]);
});

test('D11 a later view that is on its way shows that it loads, then itself, at its address as well', async ({ shop, page }) => {
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => { release = resolve; });
  await page.route(LATE, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${shop.stack.shopUrl}/#stempel=history`);
  await expect(shop.widget.title).toHaveText('History');
  await expect(shop.widget.panel.locator('#body [aria-busy=true]')).toBeVisible();
  expect(await focused(page)).toBe('title');
  release();
  await expect(shop.widget.panel.locator('.entry').first()).toBeVisible();
  expect(await focused(page)).toBe('title');
});

test('D11 a later view without a network says so, and trying again works', async ({ shop, page, complaints }) => {
  complaints.allow(FAILED_REQUEST);
  const fail = (route: Route) => route.abort('internetdisconnected');
  await page.route(LATE, fail);
  await shop.open();
  await shop.widget.open();
  await shop.widget.tab('More').click();
  await expect(shop.widget.panel).toContainText('There is no connection.');

  await shop.widget.button('Try again').click();
  await expect(shop.widget.panel).toContainText('There is no connection.');
  // The button went with the words it stood by, and came again: the focus stays in the panel.
  await expect.poll(() => focused(page)).toBe('title');

  // Another place works; and coming back asks again by itself.
  await shop.widget.tab('Rewards').click();
  await expect(shop.widget.button(/^Get it/).first()).toBeVisible();
  await page.unroute(LATE, fail);
  await shop.widget.tab('Challenges').click();
  await expect(shop.widget.panel.locator('.stamps').first()).toBeVisible();
});
