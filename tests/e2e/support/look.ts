// Pictures for a person to look at: `cargo xtask look`. They are compared with nothing.
import fs from 'node:fs';
import { Shop, type Stack, expect, test } from './fixtures';
import { target } from './places';
import { rest } from './rest';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 860 };
const folder = target('look');

fs.mkdirSync(folder, { recursive: true });

for (const [size, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const language of ['pl', 'en'] as const) {
      test(`${size} ${colorScheme} ${language}`, async ({ browser, stack }) => {
        test.setTimeout(120_000);
        const look = new Look(stack, `${size}-${colorScheme}-${language}`);
        for (const customer of [undefined, 'nina', 'anna', 'marek'] as const) {
          const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
          const shop = new Shop(await context.newPage(), stack);
          await shop.speak(language);
          if (customer) await shop.signIn(customer);
          await look.round(shop, customer ?? 'guest');
          await context.close();
        }
        const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
        const shop = new Shop(await context.newPage(), stack);
        await shop.speak(language);
        await shop.signIn('anna');
        await look.trouble(shop);
        await context.close();
      });
    }
  }
}

class Look {
  constructor(
    private readonly stack: Stack,
    private readonly name: string,
  ) {}

  /** The shop, then every place of the panel, then a reward taken when there is one in reach. */
  async round(shop: Shop, who: string) {
    const { panel } = shop.widget;
    if (who !== 'guest') await shop.add('kenya-nyeri', 3);
    await shop.open();
    await this.take(shop, `${who}-0-shop`);
    await shop.widget.open();
    await shop.page.waitForLoadState('networkidle');
    const tabs = panel.getByRole('navigation').getByRole('button');
    const count = await tabs.count();
    for (let index = 0; index < count; index++) {
      await tabs.nth(index).click();
      await this.take(shop, `${who}-${index + 1}`);
    }
    if (who === 'anna') await this.redeem(shop);
    if (who === 'nina') await this.join(shop);
    if (who === 'marek') await this.more(shop, count);
  }

  /** What is on screen while an answer is awaited, when none comes, and when the last one is old. */
  async trouble(shop: Shop) {
    await shop.network.silence('program');
    await shop.open();
    await shop.widget.launcher.click();
    await this.take(shop, 'trouble-1-loading');
    await shop.network.restore();
    await shop.network.cut();
    await shop.open();
    await shop.widget.launcher.click();
    await this.take(shop, 'trouble-2-failed');
    await shop.network.restore();
    await shop.open();
    await shop.widget.open();
    await shop.network.cut();
    await shop.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await this.take(shop, 'trouble-3-old');
  }

  private async redeem(shop: Shop) {
    const { panel } = shop.widget;
    await panel.getByRole('navigation').getByRole('button').nth(2).click();
    await panel.locator('.ticket').getByRole('button').first().click();
    await this.take(shop, 'anna-6-confirm');
    await panel.locator('#body').getByRole('button').last().click();
    await expect(panel.locator('[part~=code]')).toBeVisible();
    await this.take(shop, 'anna-7-code');
  }

  private async join(shop: Shop) {
    const { panel } = shop.widget;
    await panel.getByRole('navigation').getByRole('button').first().click();
    await panel.locator('#body').getByRole('button').first().click();
    await this.take(shop, 'nina-6-join');
  }

  private async more(shop: Shop, tabs: number) {
    const { panel } = shop.widget;
    const entries = panel.locator('#body .menu').first().getByRole('button');
    const count = await entries.count();
    for (let index = 0; index < count; index++) {
      await panel.getByRole('navigation').getByRole('button').nth(tabs - 1).click();
      await entries.nth(index).click();
      await this.take(shop, `marek-6-more-${index + 1}`);
    }
  }

  private async take(shop: Shop, name: string) {
    await shop.page.waitForTimeout(350);
    if (await shop.widget.panel.isVisible()) await rest(shop.widget.panel);
    await shop.page.screenshot({ path: `${folder}/${this.name}-${name}.png` });
  }
}
