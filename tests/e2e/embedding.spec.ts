// The script tag, the page around it, phones, keyboards and readers.
import { axe, expect, test } from './support/fixtures';

test('D1 before intent the page fetches one script and no layout moves', async ({ shop, page }) => {
  const requests: string[] = [];
  page.on('request', (request) => request.url().startsWith(`${shop.stack.backendUrl}/`) && requests.push(request.url()));
  await shop.signIn('anna');
  await shop.open();
  await page.waitForTimeout(1_500);
  expect(requests).toEqual([`${shop.stack.backendUrl}/w/stempel.js`]);
  const shift = await page.evaluate(() => new Promise<number>((done) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += (entry as never as { value: number }).value)))
      .observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => done(sum), 200);
  }));
  expect(shift).toBe(0);
});

test('D1 the launcher opens the panel by a call that was made before the script arrived', async ({ shop, page }) => {
  await page.addInitScript(() => {
    (window as never as { Stempel: unknown[] }).Stempel = [['open', 'rewards']];
  });
  await shop.speak('en');
  await page.goto(shop.stack.shopUrl);
  await expect(shop.widget.title).toHaveText('Rewards');
});

for (const { width, height } of [{ width: 390, height: 844 }, { width: 320, height: 568 }]) {
  test(`D8 on a phone of ${width} by ${height} the sheet fits and scrolls inside`, async ({ shop, page }) => {
    await page.setViewportSize({ width, height });
    await shop.signIn('marek');
    await shop.open();
    await shop.widget.open();
    for (const name of ['Nagrody', 'Wyzwania', 'Więcej', 'Start']) {
      await shop.widget.tab(name).click();
      const box = (await shop.widget.panel.locator('.sheet').boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width + 0.5);
      expect(box.y + box.height).toBeLessThanOrEqual(height + 0.5);
      const wide = await shop.widget.panel.locator('#body').evaluate((it) => it.scrollWidth - it.clientWidth);
      expect(wide).toBeLessThanOrEqual(0);
    }
  });
}

test('D9 everything can be done by keyboard, and the focus comes back', async ({ shop, page }) => {
  await shop.speak('en');
  await shop.signIn('anna');
  await shop.open();
  await shop.widget.openByKeyboard();
  const focused = () => page.evaluate(() => {
    let at: Element | null = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? '';
  });
  const tabTo = async (name: string | RegExp) => {
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab');
      if ((await focused()).match(name)) return;
    }
    throw new Error(`${name} cannot be reached by Tab`);
  };
  await tabTo(/^Rewards$/);
  await page.keyboard.press('Enter');
  await expect(shop.widget.title).toHaveText('Rewards');
  await tabTo(/Get it: Free delivery/);
  await page.keyboard.press('Enter');
  await tabTo(/^Get it for/);
  await page.keyboard.press('Space');
  await expect(shop.widget.title).toHaveText('Your reward');
  await page.keyboard.press('Escape');
  await expect(shop.widget.panel).toBeHidden();
  await expect(shop.widget.launcher).toBeFocused();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`D9 every view should pass accessibility tests, ${colorScheme}`, async ({ shop, page }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme });
    await shop.speak('en');
    await shop.signIn('anna');
    await shop.open();
    await shop.widget.open();
    const sheet = 'stempel-sheet';
    await axe(page);
    for (const tab of ['Earn', 'Rewards', 'Challenges', 'More']) {
      await shop.widget.tab(tab).click();
      await expect(shop.widget.title).toHaveText(tab);
      await axe(page, sheet);
    }
    for (const place of ['History', 'Tiers', 'Rules and help']) {
      await shop.widget.button(place).first().click();
      await expect(shop.widget.title).toHaveText(place);
      await axe(page, sheet);
      await shop.widget.button('Back').click();
    }
    await shop.widget.tab('Rewards').click();
    await shop.widget.button('Get it: Free delivery').click();
    await axe(page, sheet);
    await shop.widget.button(/^Get it for/).click();
    await expect(shop.widget.title).toHaveText('Your reward');
    await axe(page, sheet);
    await shop.widget.button('Give it back').click();
    await axe(page, sheet);
    await shop.widget.button('Yes, give it back').click();
    await expect(shop.widget.panel.getByText('Given back')).toBeVisible();
    await axe(page, sheet);
  });
}

for (const [url, what] of [['/account', 'becomes a plain link'], ['javascript:alert(1)', 'goes away when its link is none']] as const) {
  test(`D14 where WebAssembly cannot run the launcher ${what}`, async ({ shop, page }) => {
    await page.addInitScript((address) => {
      Reflect.deleteProperty(globalThis, 'WebAssembly');
      new MutationObserver(() => {
        document.querySelector('script[data-endpoint]')?.setAttribute('data-fallback-url', address);
      }).observe(document, { childList: true, subtree: true });
    }, url);
    await page.goto(shop.stack.shopUrl);
    await shop.widget.launcher.click();
    const link = page.locator('stempel-launcher').getByRole('link');
    await expect(shop.widget.launcher).toHaveCount(0);
    await expect(link).toHaveCount(url === '/account' ? 1 : 0);
    if (url === '/account') await expect(link).toHaveAttribute('href', url);
  });
}

test('D4 a guest with the panel open is asked for as rarely as a member', async ({ shop, page }) => {
  await page.clock.install();
  await shop.open();
  await shop.widget.open();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  // Beyond the pause after the first answer; then time goes on as it does.
  await page.clock.fastForward(20_000);
  await page.waitForTimeout(5_000);
  expect(asked.filter((path) => path === '/account/token').length).toBeLessThanOrEqual(1);
  await page.clock.fastForward(20_000);
  await expect.poll(() => asked.filter((path) => path === '/account/token').length).toBeGreaterThan(0);
});
