// The widget as a shopper meets it: by roles and words, through its shadow roots.
import { type Locator, type Page, expect } from '@playwright/test';

export class Widget {
  readonly launcher: Locator;
  readonly panel: Locator;
  readonly title: Locator;

  constructor(readonly page: Page) {
    this.launcher = page.locator('stempel-launcher').getByRole('button');
    this.panel = page.locator('stempel-sheet').getByRole('dialog');
    this.title = this.panel.getByRole('heading', { level: 2 }).first();
  }

  /** Clicks the launcher and waits for the filled panel. */
  async open() {
    await this.launcher.click();
    await this.filled();
  }

  /** Opens it without a mouse. */
  async openByKeyboard() {
    await this.launcher.focus();
    await this.page.keyboard.press('Enter');
    await this.filled();
  }

  async close() {
    await this.page.keyboard.press('Escape');
    await expect(this.panel).toBeHidden();
  }

  /** Waits until the panel shows and no part of it is still loading. */
  async filled() {
    await expect(this.panel).toBeVisible();
    await expect(this.panel.locator('[aria-busy=true]')).toHaveCount(0);
    await expect(this.panel.getByRole('navigation').or(this.panel.getByRole('alert')).first()).toBeVisible();
  }

  /** A place of the tab bar, by its words. */
  tab(name: string | RegExp) {
    return this.panel.getByRole('navigation').getByRole('button', { name });
  }

  button(name: string | RegExp) {
    return this.panel.getByRole('button', { name });
  }
}
