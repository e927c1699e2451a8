// Firefox, driven by puppeteer-core over WebDriver BiDi.
import puppeteer from 'puppeteer-core';
import { type Engine, LANGUAGE, WINDOW } from './tab';

export async function start(executablePath: string): Promise<Engine> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: { 'intl.accept_languages': LANGUAGE },
  });
  return {
    stop: () => browser.close(),
    async tab() {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport(WINDOW);
      return {
        goto: async (url) => void (await page.goto(url)),
        run: (what, argument) => page.evaluate(what as never, argument as never) as never,
        click: (x, y) => page.mouse.click(x, y),
        press: (key) => page.keyboard.press(key),
        close: () => context.close(),
      };
    },
  };
}
