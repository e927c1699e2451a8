// `window.Stempel`, as a page's own script has it.
import type { Page } from '@playwright/test';

type Api = Record<string, (...given: unknown[]) => unknown> & { version: string };
type Told = { name: string; detail: never; on: string; bubbles: boolean; composed: boolean };

declare global {
  interface Window {
    Stempel: Api;
    told: Told[];
  }
}

/** Calls a method with plain arguments and waits for its answer. */
export const call = (page: Page, name: string, ...given: unknown[]) =>
  page.evaluate(([method, rest]) => window.Stempel[method as string](...(rest as unknown[])), [name, given] as const);

/** Writes down every event of the widget that reaches the document, from the start of each page. */
export const listen = (page: Page) =>
  page.addInitScript(() => {
    window.told = [];
    for (const name of ['ready', 'open', 'close', 'join', 'redeem', 'change']) {
      document.addEventListener(`stempel:${name}`, (event) => {
        const { bubbles, composed, detail } = event as CustomEvent;
        const from = event.composedPath()[0] as Element;
        window.told.push({ name, detail: structuredClone(detail), on: from.nodeName.toLowerCase(), bubbles, composed } as never);
      });
    }
  });

/** The last event of that name. */
export const last = (page: Page, name: string) =>
  page.evaluate((it) => window.told.filter((event) => event.name === it).at(-1), name);
