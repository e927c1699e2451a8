// A first hour without riddles: each wrong setting is one line on the console that names it, and
// words, a link or nothing for the shopper.
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { root } from '../e2e/support/places';
import { freePort } from '../e2e/support/process';
import { FAILED_REQUEST } from '../e2e/support/complaints';
import { expect, test } from './fixtures';
import { line, lines } from './support/lines';

type Fault = {
  what: string;
  id: string;
  settings: string;
  gets: 'words' | 'link' | 'nothing' | 'panel';
  says?: RegExp;
  prepare?: (page: Page) => Promise<unknown>;
  /** Hooks and the like, as a script of the page. */
  extra?: string;
  /** Which of the page's origins; the other one is not among those the backend knows. */
  host?: string;
  timeout?: number;
};

const endpoint = 'data-endpoint="{{endpoint}}"';
const tokens = 'data-token-url="/account/token"';
const fallback = 'data-fallback-url="/points"';
const good = [endpoint, tokens, fallback].join(' ');
const init = (hooks: string) => `<script>(window.Stempel = window.Stempel || []).push(['init', { ${hooks} }]);</script>`;

const faults: Fault[] = [
  { what: 'an endpoint that is missing', id: 'data-endpoint', settings: tokens, gets: 'nothing' },
  { what: 'an endpoint that is no address', id: 'data-endpoint', settings: `data-endpoint="http://" ${tokens}`, gets: 'nothing' },
  { what: 'a token address that answers a page', id: 'data-token-url', settings: `${endpoint} data-token-url="/account/page"`, gets: 'words', says: /json/i },
  { what: 'a token address that is not there', id: 'data-token-url', settings: `${endpoint} data-token-url="/nowhere"`, gets: 'words', says: /404/ },
  { what: 'an origin that the backend does not know', id: 'origin', settings: good, gets: 'words', host: '127.0.0.1', says: /STEMPEL_ORIGINS|127\.0\.0\.1/ },
  { what: 'an endpoint where nobody listens', id: 'unreachable', settings: `data-endpoint="{{closed}}" ${tokens}`, gets: 'words' },
  { what: 'a program that there is not', id: 'program', settings: `data-endpoint="{{backend}}/v1/nowhere" ${tokens}`, gets: 'words', says: /nowhere|404/ },
  ...['wasm', 'js', 'json'].map((ending): Fault => ({
    what: `a file that cannot be had (${ending})`, id: 'file', settings: good, gets: 'link',
    prepare: (page) => page.route(new RegExp(`/w/(app|locale)-[^/]*\\.${ending}(\\?|$)`), (route) =>
      route.fulfill({ status: 404, headers: { 'access-control-allow-origin': '*' } })),
  })),
  {
    what: 'WebAssembly that is not what was built', id: 'file', settings: good, gets: 'link',
    prepare: (page) => page.route('**/w/app-*.wasm', async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      body[body.length - 1] ^= 1;
      await route.fulfill({ response, body });
    }),
  },
  {
    what: 'a module that is not what was built', id: 'file', settings: good, gets: 'link',
    prepare: (page) => page.route('**/w/app-*.js*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${await response.text()}\nwindow.owned = true;` });
    }),
  },
  {
    what: 'a browser without WebAssembly', id: 'browser', settings: good, gets: 'link',
    prepare: (page) => page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly')),
  },
  { what: 'a hook that throws', id: 'hook', settings: good, gets: 'panel', says: /cart/, extra: init('cart() { throw new Error("no") }') },
  { what: 'a hook that never answers', id: 'hook', settings: good, gets: 'panel', says: /cart/, extra: init('cart: () => new Promise(() => {})'), timeout: 10_000 },
  { what: 'a token hook that fails', id: 'hook', settings: `${endpoint}`, gets: 'words', says: /getToken/, extra: init('getToken: () => Promise.reject(new Error("no"))') },
];

for (const { what, id, settings, gets, says, prepare, extra, host, timeout = 8_000 } of faults) {
  test(`D1 ${what} is one line, and ${gets} for the shopper`, async ({ visit, page, hosts, complaints }) => {
    complaints.allow(FAILED_REQUEST, /integrity|digest/);
    const told = lines(page);
    await prepare?.(page);
    const fills = {
      backend: hosts.backend, closed: `http://localhost:${await freePort()}/v1/demo`, settings, extra: extra ?? '',
    };
    const url = hosts.url('settings.html', {}, what, fills);
    await page.goto(host ? url.replace('localhost', host) : url);
    if (gets === 'nothing') {
      await page.waitForLoadState();
      await expect(page.locator('stempel-launcher')).toHaveCount(0);
    } else if (gets === 'link') {
      // Intent is enough; by the time of a click the button may have become the link.
      await visit.widget.launcher.hover();
    } else {
      await visit.widget.launcher.click();
    }
    if (gets === 'words') await expect(visit.widget.panel.getByRole('alert').first()).toContainText(/\w+ \w+/);
    if (gets === 'panel') await expect(visit.widget.panel).toContainText('Hello, Ola');
    if (gets === 'link') await expect(page.locator('stempel-launcher').getByRole('link')).toHaveAttribute('href', /\/points$/);
    await expect.poll(() => told, { timeout }).toEqual([expect.stringMatching(line(id, says))]);
    if (gets === 'words' || gets === 'panel') await visit.widget.close();
    await visit.shopWorks();
    expect(told, 'each line at most once').toHaveLength(1);
    expect(await page.evaluate(() => 'owned' in window)).toBe(false);
  });
}

test('D1 every line has its place in the documents', () => {
  const text = fs.readFileSync(path.join(root, 'docs/embed.md'), 'utf8');
  const ids = [...new Set([...faults.map((it) => it.id), 'policy', 'crash'])];
  const missing = ids.filter((id) => !new RegExp(`^#+ ${id}$`, 'm').test(text));
  expect(missing).toEqual([]);
});
