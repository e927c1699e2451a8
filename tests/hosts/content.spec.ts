// What strangers wrote: text is never markup, never turns other text around, and an address that is
// no web page is never a link.
import type { Page, Route } from '@playwright/test';
import { type Visit, expect, test } from './fixtures';

const settings = 'data-endpoint="{{endpoint}}" data-token-url="/account/token"';
const MARKUP = '<img src=x onerror="window.owned=1"><script>window.owned=1</script>';
const TURNED = 'Ol\u202Ea\u2066\u0007gpj.exe\u200F';
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

/** Changes every text of an answer, as a backend would that was made to say it. */
async function rewrite(page: Page, call: RegExp, change: (body: Record<string, any>) => void) {
  await page.route(call, async (route: Route) => {
    const response = await route.fetch();
    const body = response.status() === 200 ? await response.json() : undefined;
    if (!body) return route.fulfill({ response });
    change(body);
    await route.fulfill({ response, json: body });
  });
}

const arrive = (visit: Visit, name: string, more = '') =>
  visit.page.goto(visit.hosts.url('settings.html', {}, `content ${name}`, {
    settings: `${settings} ${more}`, extra: '<stempel-balance></stempel-balance><stempel-panel></stempel-panel>',
  }));

/** Everything in the widget's shadow roots. */
const inside = (page: Page) => page.evaluate(() => {
  const found = { text: '', elements: [] as string[], links: [] as string[] };
  for (const host of document.querySelectorAll('*')) {
    if (!host.shadowRoot) continue;
    found.text += host.shadowRoot.textContent;
    for (const element of host.shadowRoot.querySelectorAll('*')) {
      found.elements.push(element.localName);
      const { href, src } = element as HTMLAnchorElement & HTMLImageElement;
      if (typeof href === 'string') found.links.push(href);
      if (src) found.links.push(src);
    }
  }
  return found;
});

const everywhere = async (visit: Visit, look: () => Promise<void>) => {
  for (const tab of ['Earn', 'Rewards', 'Challenges', 'More', 'Home']) {
    await visit.widget.tab(tab).click();
    await look();
  }
  await visit.widget.tab('More').click();
  for (const place of ['Tiers', 'Rules', 'History']) {
    await visit.widget.button(place).first().click();
    await look();
    await visit.widget.button('Back').click();
  }
};

/** Puts words into each text field of a value, however deep. */
function fill(value: any, words: string, fields: RegExp) {
  for (const key of Object.keys(value ?? {})) {
    if (typeof value[key] === 'object') fill(value[key], words, fields);
    else if (typeof value[key] === 'string' && fields.test(key)) value[key] = words;
  }
}

test('D14 markup in a name and in every text of the program is text', async ({ visit, page }) => {
  await rewrite(page, /\/v1\/demo\/program/, (body) => fill(body, MARKUP, /^(name|title|text|detail|description|label)$/));
  await rewrite(page, /\/v1\/demo\/member\?/, (body) => fill(body, MARKUP, /^(name|nickname|title|text|detail|description)$/));
  await arrive(visit, 'markup');
  await visit.widget.open();
  await expect(visit.widget.panel).toContainText(MARKUP);
  await everywhere(visit, async () => {
    const { elements } = await inside(page);
    expect(elements.filter((it) => /^(img|script|iframe|object)$/.test(it))).toEqual([]);
  });
  expect(await page.evaluate(() => 'owned' in window)).toBe(false);
});

test('D14 bidirectional and control characters in names are neutralised', async ({ visit, page }) => {
  await rewrite(page, /\/v1\/demo\/member\?/, (body) => fill(body, TURNED, /^(name|nickname)$/));
  await arrive(visit, 'turned');
  await visit.widget.open();
  await expect(visit.widget.panel).toContainText('gpj.exe');
  await everywhere(visit, async () => {
    expect((await inside(page)).text).not.toMatch(INVISIBLE);
  });
});

const addresses = ['javascript:alert(1)', 'JaVa\tScript:alert(1)', 'data:text/html,<b>x', 'vbscript:x', 'file:///etc/passwd', 'blob:x', 'http://'];

const harmless = async (page: Page) => {
  const { links } = await inside(page);
  expect(links.filter((it) => !/^(https?|mailto):/.test(it))).toEqual([]);
};

test('D14 an address of the page that is no web page is never a link', async ({ visit, page }) => {
  await page.context().clearCookies();
  for (const [index, address] of addresses.entries()) {
    const attribute = address.replace(/\t/g, '&#9;').replace(/</g, '&lt;');
    await arrive(visit, `address ${index}`, `data-sign-in-url="${attribute}" data-fallback-url="${attribute}"`);
    await visit.widget.open();
    await harmless(page);
  }
});

test('D14 an address of the program that is no web page is never a link', async ({ visit, page }) => {
  await visit.signIn('c-nobody-yet');
  await rewrite(page, /\/v1\/demo\/program/, (body) => {
    body.consents = addresses.map((url, index) => ({ ...body.consents[0], id: `consent-${index}`, url }));
    body.rewards.forEach((it: Record<string, unknown>, index: number) => (it.image = addresses[index % addresses.length]));
  });
  await arrive(visit, 'addresses');
  await visit.widget.open();
  await expect(visit.widget.panel.getByRole('checkbox')).toHaveCount(addresses.length);
  await harmless(page);
  await visit.widget.tab('Rewards').click();
  await harmless(page);
});

test('D14 a picture is fetched over https alone, and tells no address', async ({ visit, page }) => {
  const asked: Record<string, string | undefined> = {};
  await page.route(/pictures\.example/, async (route) => {
    asked[route.request().url()] = route.request().headers().referer;
    await route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' });
  });
  await rewrite(page, /\/v1\/demo\/program/, (body) => {
    body.rewards.forEach((it: Record<string, unknown>, index: number) => (it.image = `${index % 2 ? 'http' : 'https'}://pictures.example/${index}.svg`));
  });
  await arrive(visit, 'pictures');
  await visit.widget.open();
  await visit.widget.tab('Rewards').click();
  await page.waitForTimeout(500);
  expect(Object.keys(asked).some((it) => it.startsWith('https:')), 'some are shown').toBe(true);
  expect(Object.keys(asked).filter((it) => it.startsWith('http:'))).toEqual([]);
  expect(Object.values(asked).filter(Boolean), 'no referrer').toEqual([]);
});
