// Accessibility as far as a program can judge it.
import AxeBuilder from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails when axe finds anything, in the whole page or in one part of it. */
export async function axe(page: Page, part?: string) {
  await still(page);
  const builder = new AxeBuilder({ page }).withTags(TAGS);
  const { violations } = await (part ? builder.include(part) : builder).analyze();
  const told = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.target.join(' ')) }));
  expect(told, 'axe finds nothing').toEqual([]);
}

// A colour measured while it fades in is nobody's colour.
async function still(page: Page) {
  await page.waitForFunction(() =>
    document.getAnimations().every((it) => it.playState !== 'running' || it.effect?.getTiming().iterations === Infinity));
}
