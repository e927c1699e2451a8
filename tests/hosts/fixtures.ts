// What a test of an embedding gets: one backend and one shop a worker, a new member a test, and the
// widget in a page. The names say what a person does; how is the widget's own.
import { type Page, test as base, expect } from '@playwright/test';
import { Complaints } from '../e2e/support/complaints';
import { Widget } from '../e2e/support/widget';
import { take } from './support/picture';
import { ask, member } from './support/customer';
import type { HostServer } from './support/server';
import { stage } from './support/stage';
import { remember } from './support/trace';

export { expect };

export class Visit {
  readonly widget: Widget;

  constructor(
    readonly page: Page,
    readonly hosts: HostServer,
    /** Who is signed in; nobody when empty. */
    readonly sub: string,
  ) {
    this.widget = new Widget(page);
  }

  /** Signs them in, by the shop's cookie, in all tabs. */
  async signIn(sub = this.sub) {
    await this.page.context().addCookies([{ name: 'customer', value: sub, url: this.hosts.origin }]);
  }

  /** The member as the backend sees them. */
  member() {
    return ask(this.hosts.endpoint, this.sub, 'member');
  }

  /** From the open panel: takes the free delivery, for 300 points. */
  async redeem() {
    await this.widget.tab('Rewards').click();
    await this.widget.button('Get it: Free delivery').click();
    await this.widget.button(/^Get it for/).click();
    await expect(this.widget.title).toHaveText('Your reward');
  }

  /** The shop's own button still does what it did. */
  async shopWorks() {
    const cart = this.page.locator('#cart');
    const before = Number(await cart.textContent());
    await this.page.locator('#buy').click();
    await expect(cart).toHaveText(String(before + 1));
  }
}

type Shared = { hosts: HostServer; expected: { launcher: Buffer; panel: Buffer } };
type Own = { visit: Visit; complaints: Complaints };

export const test = base.extend<Own, Shared>({
  hosts: [async ({}, use) => stage(use), { scope: 'worker' }],

  // How both look on a page that has nothing special.
  expected: [async ({ browser, hosts }, use) => {
    const page = await browser.newPage({ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Europe/Warsaw' });
    const visit = new Visit(page, hosts, await member(hosts.endpoint));
    await visit.signIn();
    await page.goto(hosts.url('plain.html', {}, 'expected'));
    const launcher = await take(visit.widget.launcher);
    await visit.widget.open();
    await use({ launcher, panel: await take(visit.widget.panel.locator('.sheet')) });
    await page.close();
  }, { scope: 'worker' }],

  locale: 'en-GB',

  complaints: [async ({ context }, use) => {
    const complaints = new Complaints(context);
    await use(complaints);
    complaints.expectNone();
  }, { auto: true }],

  visit: async ({ page, hosts, complaints: _ }, use) => {
    await page.addInitScript(remember);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const visit = new Visit(page, hosts, await member(hosts.endpoint));
    await visit.signIn();
    await use(visit);
  },
});
