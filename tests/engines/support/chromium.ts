// Chromium, driven by Playwright.
import { chromium } from '@playwright/test';
import { launchOptions } from '../../e2e/support/chromium';
import { type Engine, LANGUAGE, WINDOW } from './tab';

export async function start(): Promise<Engine> {
  const browser = await chromium.launch(launchOptions);
  return {
    stop: () => browser.close(),
    async tab() {
      const context = await browser.newContext({ locale: LANGUAGE, viewport: WINDOW });
      const page = await context.newPage();
      return {
        goto: async (url) => void (await page.goto(url)),
        run: (what, argument) => page.evaluate(what as never, argument as never),
        click: (x, y) => page.mouse.click(x, y),
        press: (key) => page.keyboard.press(key),
        close: () => context.close(),
      };
    },
  };
}
