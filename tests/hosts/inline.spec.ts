// The widget as parts of the page: any number, moved and removed at any time, one state, and room
// reserved before they fill.
import { expect, test } from './fixtures';
import { call } from './support/api';
import { arrive } from './support/arrive';

const product = '<stempel-earn id="product" sku="kettle" category="gear" price="4900" currency="PLN"></stempel-earn>';

test('D2 several of each, all from one state', async ({ visit, page }) => {
  const part = `<stempel-balance></stempel-balance>${product}<stempel-panel></stempel-panel>`;
  await arrive(visit, 'several', part + part);
  const [balances, panels] = [page.locator('stempel-balance'), page.locator('stempel-panel')];
  for (const index of [0, 1]) {
    await panels.nth(index).scrollIntoViewIfNeeded();
    await expect(balances.nth(index)).toContainText('550 beans');
    await expect(panels.nth(index)).toContainText('Hello, Ola');
    await expect(page.locator('stempel-earn').nth(index)).toContainText('49 beans');
  }
  const wasm = await page.evaluate(() => performance.getEntriesByType('resource').filter((it) => it.name.endsWith('.wasm')).length);
  expect(wasm, 'one application').toBe(1);
  await visit.widget.open();
  await visit.redeem();
  await visit.widget.close();
  for (const index of [0, 1]) {
    await expect(balances.nth(index)).toContainText('250 beans');
    await expect(panels.nth(index)).toContainText('250');
  }
});

test('D2 a balance opens the panel, and the focus comes back to it', async ({ visit, page }) => {
  await arrive(visit, 'balance', '<stempel-balance></stempel-balance>');
  const button = page.locator('stempel-balance').getByRole('button');
  await button.click();
  await visit.widget.filled();
  await visit.widget.close();
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('stempel-balance');
});

test('D2 a reward is taken in the panel that stands in the page', async ({ visit, page }) => {
  await arrive(visit, 'panel', '<stempel-panel></stempel-panel>');
  const panel = page.locator('stempel-panel');
  await panel.scrollIntoViewIfNeeded();
  await panel.getByRole('navigation').getByRole('button', { name: 'Rewards' }).click();
  await panel.getByRole('button', { name: 'Get it: Free delivery' }).click();
  await panel.getByRole('button', { name: /^Get it for/ }).click();
  await expect(panel.locator('[part~=code]')).toBeVisible();
  await expect(visit.widget.panel).toBeHidden();
  expect((await visit.member()).balance).toMatchObject({ available: 250, reserved: 300 });
});

test('D2 moved, taken out, put back, and made by script', async ({ visit, page }) => {
  await arrive(visit, 'moved', `<div id="one">${product}<stempel-balance></stempel-balance></div><div id="two"></div>`);
  const filled = async () => {
    await expect(page.locator('stempel-balance')).toContainText('550');
    await expect(page.locator('#product')).toContainText('49 beans');
  };
  await filled();
  await page.evaluate(() => document.querySelector('#two')!.append(...document.querySelectorAll('#one > *')));
  await filled();
  await page.evaluate(async () => {
    const kept = [...document.querySelectorAll('#two > *')];
    kept.forEach((it) => it.remove());
    await new Promise((done) => setTimeout(done, 300));
    document.querySelector('#one')!.append(...kept);
  });
  await filled();
  await page.evaluate(() => {
    for (let times = 0; times < 50; times++) {
      const it = document.querySelector('#product')!;
      it.remove();
      document.querySelector('#one')!.append(it);
    }
  });
  await filled();
  await page.evaluate(() => {
    const it = document.createElement('stempel-earn');
    it.id = 'made';
    Object.entries({ sku: 'cup', category: 'gear', price: '2600', currency: 'PLN' }).forEach(([name, value]) => it.setAttribute(name, value));
    document.querySelector('#two')!.append(it);
  });
  await expect(page.locator('#made')).toContainText('26 beans');
  await page.evaluate(() => document.querySelector('#made')!.setAttribute('price', '5200'));
  await expect(page.locator('#made')).toContainText('52 beans');
  await page.evaluate(() => document.querySelector('#made')!.setAttribute('quantity', '2'));
  await expect(page.locator('#made')).toContainText('104 beans');
});

test("D2 the cart comes by property, also one set before the script, or by the shop's hook", async ({ visit, page }) => {
  const lines = (price: number) => [{ sku: 'kettle', category: 'gear', quantity: 1, unit_price: price }];
  await page.addInitScript((early) => {
    addEventListener('DOMContentLoaded', () => Object.assign(document.querySelector('#early')!, { currency: 'PLN', lines: early }));
  }, lines(1_300));
  await arrive(visit, 'cart', '<stempel-earn id="hook"></stempel-earn><stempel-earn id="early" currency="PLN"></stempel-earn>');
  await expect(page.locator('#hook')).toContainText('49 beans');
  await expect(page.locator('#early')).toContainText('13 beans');
  await page.evaluate((later) => Object.assign(document.querySelector('#early')!, { lines: later }), lines(2_100));
  await expect(page.locator('#early')).toContainText('21 beans');
});

test('D2 a guest sees what a product earns', async ({ visit, page }) => {
  await page.context().clearCookies();
  await arrive(visit, 'guest', `${product}<stempel-balance></stempel-balance>`);
  await expect(page.locator('#product')).toContainText('49 beans');
});

test('D2 wrong attributes show nothing and break nothing', async ({ visit, page, complaints }) => {
  complaints.allow(/Failed to load resource.*4\d\d/);
  await arrive(visit, 'wrong', `<stempel-earn id="wrong" sku="kettle" price="<b>" currency="?"></stempel-earn>
    <stempel-earn id="text" price="4900"></stempel-earn>${product}`);
  await expect(page.locator('#product')).toContainText('49 beans');
  await expect(page.locator('#wrong')).not.toContainText(/\d/);
  await visit.shopWorks();
});

test('D2 nothing shifts: the room is there before it is filled', async ({ visit, page }) => {
  await page.addInitScript(() => {
    Object.assign(window, { shift: 0 });
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
      (window as never as { shift: number }).shift += (entry as never as { value: number }).value;
    })).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(visit.hosts.url('inline.html', {}, 'inline shift'));
  const boxes = () => page.evaluate(() => ['#text', '#after', 'stempel-panel', 'stempel-balance', 'stempel-earn'].map((it) => {
    const { x, y, height } = document.querySelector(it)!.getBoundingClientRect();
    // The header stays where it is.
    return [it, x, it === 'stempel-balance' ? y : y + scrollY, height];
  }));
  await page.waitForFunction(() => customElements.get('stempel-panel'));
  const before = await boxes();
  await expect(page.locator('stempel-balance')).toContainText('550');
  await page.locator('stempel-panel').scrollIntoViewIfNeeded();
  await expect(page.locator('stempel-panel')).toContainText('Hello, Ola');
  await page.waitForTimeout(500);
  expect(await boxes()).toEqual(before);
  expect(await page.evaluate(() => (window as never as { shift: number }).shift)).toBe(0);
});

test('D2 far below the fold nothing is fetched until it comes near', async ({ visit, page, hosts }) => {
  const files: string[] = [];
  page.on('request', (request) => request.url().startsWith(`${hosts.backend}/`) && files.push(request.url()));
  await arrive(visit, 'far', '<style>.long { height: 6000px }</style><stempel-panel></stempel-panel>');
  await page.waitForTimeout(1_500);
  expect(files).toEqual([`${hosts.backend}/w/stempel.js`]);
  await page.locator('stempel-panel').scrollIntoViewIfNeeded();
  await expect(page.locator('stempel-panel')).toContainText('Hello, Ola');
});

test('D2 data-position=none has no launcher, and the panel opens by the page', async ({ visit, page }) => {
  await arrive(visit, 'none', '', 'data-position="none"');
  await page.waitForTimeout(800);
  await expect(visit.widget.launcher).toBeHidden();
  await call(page, 'open', 'rewards');
  await expect(visit.widget.title).toHaveText('Rewards');
});
