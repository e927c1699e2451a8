// What an ad blocker can see: addresses of files and calls, the light DOM, storage. None of it
// carries a word that the lists hide.
import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { type Visit, expect, test } from './fixtures';
import { buy } from './support/customer';

const HIDDEN = /loyal|reward|refer+al|affiliat|track|analytic|banner|pop-?up/i;

/** Every name in the light DOM, and every key the page's storages hold. */
async function names(page: Page) {
  return page.evaluate(async () => {
    const found: string[] = [];
    for (const element of document.querySelectorAll('*')) {
      found.push(`element ${element.localName}`);
      if (/^(script|link|meta|title|a)$/.test(element.localName)) continue;
      for (const { name, value } of element.attributes) found.push(`attribute ${name}=${value}`);
    }
    for (const link of document.querySelectorAll('link, script, iframe')) {
      found.push(`file ${(link as HTMLLinkElement).href ?? (link as HTMLScriptElement).src}`);
    }
    found.push(...Object.keys(localStorage).map((key) => `local ${key}`));
    found.push(...Object.keys(sessionStorage).map((key) => `session ${key}`));
    found.push(...(await indexedDB.databases()).map((it) => `database ${it.name}`));
    found.push(...(await caches.keys()).map((key) => `cache ${key}`));
    found.push(...document.cookie.split('; ').map((it) => `cookie ${it.split('=')[0]}`));
    return found;
  });
}

const carrying = (all: string[]) => [...new Set(all)].filter((it) => HIDDEN.test(it));

/** Everything a shopper can come to: each place of the panel, a reward taken and given back. */
async function everywhere(visit: Visit) {
  const seen: string[] = [];
  const look = async () => seen.push(...(await names(visit.page)));
  for (const tab of ['Earn', 'Rewards', 'Challenges', 'More']) {
    await visit.widget.tab(tab).click();
    await look();
  }
  for (const place of ['History', 'Tiers', 'Rules and help']) {
    await visit.widget.button(place).first().click();
    await expect(visit.widget.title).toHaveText(place);
    await look();
    await visit.widget.button('Back').click();
  }
  await visit.redeem();
  await look();
  await visit.widget.button('Give it back').click();
  await visit.widget.button('Yes, give it back').click();
  await expect(visit.widget.panel.getByText('Given back')).toBeVisible();
  await look();
  return seen;
}

test('D14 a whole journey shows no name that an ad blocker hides', async ({ visit, page, hosts }) => {
  const addresses: string[] = [];
  page.on('request', (request) => request.url().startsWith(hosts.backend) && addresses.push(`address ${new URL(request.url()).pathname}${new URL(request.url()).search}`));
  const url = hosts.url('settings.html', {}, 'names', {
    settings: 'data-endpoint="{{endpoint}}" data-token-url="/account/token" data-store="session"',
    extra: `<stempel-balance></stempel-balance><stempel-earn sku="kettle" price="4900" currency="PLN"></stempel-earn>
      <stempel-earn></stempel-earn><stempel-panel></stempel-panel>`,
  });
  await page.goto(url);
  const seen = await names(page);
  await visit.widget.open();
  seen.push(...(await names(page)), ...(await everywhere(visit)));
  await visit.widget.close();
  await page.locator('stempel-panel').scrollIntoViewIfNeeded();
  await expect(page.locator('stempel-panel')).toContainText('Ola');
  seen.push(...(await names(page)));

  // Somebody who joins.
  const sub = `c-${randomUUID()}`;
  await visit.signIn(sub);
  await page.reload();
  await visit.widget.open();
  await visit.widget.panel.getByRole('checkbox').first().check();
  await visit.widget.button('Join').first().click();
  await expect(visit.widget.panel).toContainText('100 beans');
  await buy(hosts.endpoint, sub, 5_000);
  seen.push(...(await names(page)));

  expect(carrying(addresses), 'addresses').toEqual([]);
  expect(carrying(seen), 'names').toEqual([]);
  // The walk was a real one: it met the widget, its files and its calls.
  expect(seen).toContain('element stempel-launcher');
  expect(seen).toContain('element stempel-sheet');
  for (const part of ['/w/app-', '/v1/demo/member', '/v1/demo/program', '/v1/demo/redemptions', '/v1/demo/member/transactions']) {
    expect(addresses.some((it) => it.includes(part)), part).toBe(true);
  }
});
