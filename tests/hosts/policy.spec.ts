// A policy that lacks one directive: the shopper gets words or a plain link, the developer one line
// that names the directive, and the page no error.
import { expect, test } from './fixtures';
import { line, lines } from './support/lines';
import { header } from './support/documents';

type Lack = {
  without: string;
  /** What the shopper gets. */
  gets: 'words' | 'link' | 'nothing';
  /** The directive that the line names, and the source it lacks. */
  names?: [string, string];
  policy: (widget: string, endpoint: string) => string[];
};

const NONE = "default-src 'none'";

const lacks: Lack[] = [
  {
    without: "'wasm-unsafe-eval'", gets: 'link', names: ['script-src', 'wasm-unsafe-eval'],
    policy: (widget, endpoint) => [NONE, `script-src 'self' ${widget}`, `connect-src 'self' ${widget} ${endpoint}`],
  },
  {
    without: "the widget's host in connect-src", gets: 'link', names: ['connect-src', 'WIDGET'],
    policy: (widget, endpoint) => [NONE, `script-src 'self' ${widget} 'wasm-unsafe-eval'`, `connect-src 'self' ${endpoint}`],
  },
  {
    without: 'the endpoint in connect-src', gets: 'words', names: ['connect-src', 'ENDPOINT'],
    policy: (widget) => [NONE, `script-src 'self' ${widget} 'wasm-unsafe-eval'`, `connect-src 'self' ${widget}`],
  },
  {
    without: "'self' in connect-src", gets: 'words', names: ['connect-src', 'SELF'],
    policy: (widget, endpoint) => [NONE, `script-src 'self' ${widget} 'wasm-unsafe-eval'`, `connect-src ${widget} ${endpoint}`],
  },
  {
    without: "the widget's host in script-src, the tag itself allowed by a nonce", gets: 'link', names: ['script-src', 'WIDGET'],
    policy: (widget, endpoint) => [NONE, "script-src 'self' 'nonce-abc' 'wasm-unsafe-eval'", `connect-src 'self' ${widget} ${endpoint}`],
  },
  {
    without: "the widget's host in script-src", gets: 'nothing',
    policy: (widget, endpoint) => [NONE, "script-src 'self' 'wasm-unsafe-eval'", `connect-src 'self' ${widget} ${endpoint}`],
  },
];

for (const { without, gets, names, policy } of lacks) {
  test(`D5 a policy without ${without} ends in ${gets}`, async ({ visit, page, hosts, complaints }) => {
    // The browser's own words about what it blocked; an error nobody caught is none of them.
    complaints.allow(/^(?!uncaught).*(Content Security Policy|violates|net::ERR_BLOCKED_BY_CSP|Failed to load resource)/s);
    const told = lines(page);
    // Two hosts, so that each can be forgotten by itself.
    const widget = hosts.backend.replace('localhost', '127.0.0.1');
    const url = hosts.url('settings.html', header(policy(widget, hosts.backend)), `without ${without}`, {
      widget: `${widget}/w`,
      settings: 'nonce="abc" data-endpoint="{{endpoint}}" data-token-url="/account/token" data-fallback-url="/points"',
    });
    await page.goto(url);
    if (gets === 'nothing') {
      await page.waitForTimeout(1_000);
      await expect(page.locator('stempel-launcher')).toHaveCount(0);
    } else if (gets === 'link') {
      // Intent is enough; by the time of a click the button may have become the link.
      await visit.widget.launcher.hover();
    } else {
      await visit.widget.launcher.click();
    }
    if (gets === 'words') await expect(visit.widget.panel.getByRole('alert')).toContainText(/\w+ \w+/);
    if (gets === 'link') {
      const link = page.locator('stempel-launcher').getByRole('link');
      await expect(link).toHaveAttribute('href', /\/points$/);
      await expect(visit.widget.panel).toHaveCount(0);
    }
    if (names) {
      const source = names[1].replace('WIDGET', widget).replace('ENDPOINT', hosts.backend).replace('SELF', hosts.origin);
      await expect.poll(() => told, { timeout: 10_000 }).toEqual([expect.stringMatching(line('policy', names[0]))]);
      expect(told[0], 'names what is missing').toContain(source);
    }
    if (gets === 'words') await visit.widget.close();
    await visit.shopWorks();
  });
}
