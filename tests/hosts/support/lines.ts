// The widget's lines on the console.
import type { Page } from '@playwright/test';

/** Collects what begins with `[stempel]`, as it is printed. */
export function lines(page: Page) {
  const found: string[] = [];
  page.on('console', (message) => {
    if (message.text().startsWith('[stempel]')) found.push(message.text());
  });
  return found;
}

/** One line of that id, told once, that names the page of the documents. */
export const line = (id: string, what: RegExp | string = '') => {
  const words = what instanceof RegExp ? what.source : what;
  return new RegExp(`^\\[stempel\\] ${id}: .*${words}.* See docs/embed\\.md#${id}$`, 'si');
};
