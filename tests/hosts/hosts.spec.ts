// Every page of pages/, one test: the widget does its work, and the page is as if it were not there.
import { expect, test } from './fixtures';
import { difference, take } from './support/picture';
import { documented, header } from './support/documents';
import { changes, differences, styles } from './support/trace';

const TRUSTED_TYPES = ["require-trusted-types-for 'script'", "trusted-types 'none'"];

type Case = {
  page: string;
  directives?: string[];
  /** Why the launcher may look otherwise: the page's own direction, or what lies over it. */
  launcherDiffers?: boolean;
};

const cases: Record<string, Case> = {
  'D1 at the end of the body': { page: 'plain' },
  'D1 async in the head': { page: 'async' },
  'D1 deferred': { page: 'defer' },
  'D1 blocking in the head, before there is a body': { page: 'head' },
  'D1 a module, with its settings by init': { page: 'module' },
  'D1 injected late by a tag manager': { page: 'late' },
  'D1 injected without attributes, with its settings by init': { page: 'late-init' },
  'D1 twice on one page': { page: 'twice' },
  'D3 a stub queue before load': { page: 'queue' },
  'D5 the integrity of the script checked': { page: 'integrity' },
  'D5 a strict policy': { page: 'policy', directives: [] },
  'D5 a strict policy that requires trusted types': { page: 'policy', directives: TRUSTED_TYPES },
  'D6 a style sheet that unsets everything': { page: 'unset' },
  'D6 a rem of 10 pixels': { page: 'rem' },
  'D6 a transformed body': { page: 'transform' },
  'D6 a war of layers': { page: 'overlay', launcherDiffers: true },
  'D6 a scrolled and locked body': { page: 'locked' },
  'D6 a body that lays out its children': { page: 'flex' },
  'D14 ids that are the names of globals': { page: 'clobber' },
  'D14 patched JSON': { page: 'json' },
  'D14 wrapped fetch and listeners': { page: 'fetch' },
  'D14 Prototype.js': { page: 'prototype' },
  'D14 MooTools': { page: 'mootools' },
  'D14 enumerable additions to all prototypes': { page: 'prototypes' },
  'D6 a page from right to left': { page: 'rtl', launcherDiffers: true },
  'D6 quirks mode': { page: 'quirks' },
};

for (const [name, { page: file, directives, launcherDiffers }] of Object.entries(cases)) {
  test(`${name}: works, looks the same, and leaves the page as it was`, async ({ visit, page, hosts, browser, expected }) => {
    const headers = directives ? header([...documented(hosts.backend), ...directives]) : {};
    const url = hosts.url(`${file}.html`, headers, name);

    await page.goto(`${url}?without`);
    await page.evaluate(() => scrollTo(0, 120));
    const own = { styles: await page.evaluate(styles), changes: await page.evaluate(changes) };

    await page.goto(url);
    await expect(visit.widget.launcher).toBeVisible();
    await page.evaluate(() => scrollTo(0, 120));
    expect(differences(own.styles, await page.evaluate(styles)), 'styles before opening').toEqual([]);
    const launcher = await take(visit.widget.launcher);
    await visit.widget.open();
    await expect(visit.widget.panel).toContainText('550');
    if (file !== 'clobber') await expect(visit.widget.panel).toContainText('This cart earns 49 beans');
    const panel = await take(visit.widget.panel.locator('.sheet'));
    await visit.redeem();
    await visit.widget.close();
    // The focus returned to the launcher, as it should; the page's own styles know nothing of it.
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    expect(differences(own.styles, await page.evaluate(styles)), 'styles after closing').toEqual([]);
    expect(await page.evaluate(changes), 'globals').toEqual([...new Set([...own.changes, 'added Stempel'])].sort());
    await visit.shopWorks();
    expect((await visit.member()).balance).toMatchObject({ available: 250, reserved: 300 });

    if (file === 'queue') await expect(page.locator('.long')).toHaveAttribute('data-opened');
    expect(await difference(browser, expected.panel, panel), 'the picture of the panel').toBeLessThan(0.002);
    if (!launcherDiffers) {
      expect(await difference(browser, expected.launcher, launcher), 'the picture of the launcher').toBeLessThan(0.01);
    }
  });
}
