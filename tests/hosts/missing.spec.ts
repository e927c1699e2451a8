// Natives that are not there, or refuse: the panel works without it, or
// gives way to the link or to nothing; the shop never notices.
import { expect, test } from './fixtures';

const settings = 'data-endpoint="{{endpoint}}" data-token-url="/account/token" data-fallback-url="/points"';
const remove = (path: string) => {
  const parts = path.split('.');
  const name = parts.pop()!;
  const owner = parts.reduce((it, part) => (it as Record<string, object>)[part], globalThis as object);
  Reflect.deleteProperty(owner, name);
};

const natives = [
  'BroadcastChannel', 'IntersectionObserver', 'requestIdleCallback', 'MessageChannel', 'Intl', 'AbortController',
  'CSSStyleSheet.prototype.replaceSync', 'HTMLDialogElement.prototype.showModal', 'WebAssembly.compileStreaming',
  'customElements', 'Element.prototype.attachShadow', 'Navigator.prototype.languages', 'Array.prototype.flatMap',
];

for (const native of natives) {
  test(`D14 without ${native} there is the panel, the link or nothing, and the shop works`, async ({ visit, page, hosts }) => {
    await page.addInitScript(remove, native);
    await page.goto(hosts.url('settings.html', {}, `without ${native}`, { settings }));
    const link = page.locator('stempel-launcher').getByRole('link');
    const launcher = page.locator('stempel-launcher').getByRole('button');
    await page.waitForTimeout(500);
    if (await launcher.isVisible()) {
      // It may become the link under the pointer.
      await launcher.click({ timeout: 3_000 }).catch(() => {});
      await expect(visit.widget.panel.getByText('Hello, Ola').or(link)).toBeVisible();
      if (await visit.widget.panel.isVisible()) await visit.widget.close();
    }
    await visit.shopWorks();
  });
}

test('D14 settings that come by a call throw nothing into the page that lacks a native', async ({ visit, page, hosts }) => {
  await page.addInitScript(remove, 'Array.prototype.flatMap');
  await page.goto(hosts.url('module.html', {}, 'a call without flatMap', {}));
  await expect.poll(() => page.evaluate(() => 'version' in (window as never as { Stempel: object }).Stempel)).toBe(true);
  const thrown = await page.evaluate((endpoint) => {
    const { Stempel } = window as never as { Stempel: { init(settings: object): void } };
    try {
      Stempel.init({ endpoint });
      return '';
    } catch (error) {
      return String(error);
    }
  }, hosts.endpoint);
  expect(thrown).toBe('');
  await visit.shopWorks();
});

test('D14 a storage that refuses harms nothing', async ({ visit, page, hosts }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });
    }
  });
  await page.goto(hosts.url('settings.html', {}, 'no storage', { settings: `${settings} data-store="session"` }));
  await visit.widget.open();
  await visit.redeem();
  await visit.widget.close();
  await visit.shopWorks();
});
