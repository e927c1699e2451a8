// The core journeys in three engines. `cargo xtask test` gets the browsers and names those that it
// could not get.
import { randomUUID } from 'node:crypto';
import { test as base, expect } from '@playwright/test';
import { ask, member } from '../hosts/support/customer';
import { documented, header } from '../hosts/support/documents';
import type { HostServer } from '../hosts/support/server';
import { stage } from '../hosts/support/stage';
import * as chromium from './support/chromium';
import * as firefox from './support/firefox';
import { Reader } from './support/reader';
import type { Engine } from './support/tab';
import * as webkit from './support/webkit';

const { STEMPEL_FIREFOX, STEMPEL_WEBKIT_DRIVER, STEMPEL_WEBKIT } = process.env;

/** How each starts; nothing for one that is not here. */
const engines: Record<string, (() => Promise<Engine>) | undefined> = {
  Chromium: () => chromium.start(),
  Firefox: STEMPEL_FIREFOX ? () => firefox.start(STEMPEL_FIREFOX) : undefined,
  WebKit: STEMPEL_WEBKIT_DRIVER && STEMPEL_WEBKIT
    ? () => webkit.start(STEMPEL_WEBKIT_DRIVER, STEMPEL_WEBKIT)
    : undefined,
};

const test = base.extend<object, { hosts: HostServer }>({
  hosts: [async ({}, use) => stage(use), { scope: 'worker' }],
});

for (const [name, start] of Object.entries(engines)) {
  test.describe(name, () => {
    test.describe.configure({ mode: 'default', timeout: 90_000 });
    test.skip(!start, `${name} is not here`);
    let engine: Engine;
    let reader: Reader;

    test.beforeAll(async () => {
      engine = await start!();
    });
    test.afterAll(() => engine?.stop());
    test.beforeEach(async () => {
      reader = new Reader(await engine.tab());
    });
    test.afterEach(() => reader?.tab.close());

    const arrive = async (hosts: HostServer, page: string, sub: string, headers = {}) => {
      await reader.tab.goto(`${hosts.origin}/account/sign-in?customer=${sub}`);
      await reader.tab.goto(hosts.url(page, headers, `${name} ${page}`));
    };

    const redeem = async (hosts: HostServer, sub: string) => {
      await reader.press('Rewards');
      await reader.press('Get it: Free delivery');
      await reader.press('Get it for 300 beans');
      await reader.sees('Give it back');
      expect((await ask(hosts.endpoint, sub, 'member')).balance).toMatchObject({ available: 250, reserved: 300 });
    };

    const closed = async () => {
      await reader.tab.press('Escape');
      await reader.seesNo('Give it back');
      await reader.press('Buy');
      expect(await reader.tab.run(() => document.querySelector('#cart')!.textContent, null)).toBe('1');
      expect(await reader.complaints()).toEqual([]);
    };

    test('a customer joins', async ({ hosts }) => {
      await arrive(hosts, 'engine.html', `c-${randomUUID()}`);
      await reader.press('Your points');
      await reader.press('I know the rules', false);
      await reader.press('Join');
      await reader.sees('Hello, Ola');
      await reader.sees('100 beans');
      expect(await reader.complaints()).toEqual([]);
    });

    test('a member opens the panel, sees what the cart earns, and redeems', async ({ hosts }) => {
      const sub = await member(hosts.endpoint);
      await arrive(hosts, 'engine.html', sub);
      await reader.press('Your points');
      await reader.sees('This cart earns 49 beans');
      await redeem(hosts, sub);
      await closed();
    });

    test('inline elements are filled, and a balance opens the panel', async ({ hosts }) => {
      await arrive(hosts, 'inline.html', await member(hosts.endpoint));
      await reader.sees(/49 beans/);
      await reader.press('550 beans', false);
      await reader.sees('Hello, Ola');
      await reader.tab.press('Escape');
      expect(await reader.complaints()).toEqual([]);
    });

    test('a page with a strict policy that requires trusted types has it all', async ({ hosts }) => {
      const sub = await member(hosts.endpoint);
      const policy = [...documented(hosts.backend), "require-trusted-types-for 'script'", "trusted-types 'none'"];
      await arrive(hosts, 'policy.html', sub, header(policy));
      await reader.press('Your points');
      await reader.sees('550');
      await redeem(hosts, sub);
      await closed();
    });
  });
}
