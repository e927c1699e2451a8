// One Lighthouse run over a page of the demo shop, with the widget or without it: as on a phone in
// the middle of the field, the browser's cache empty. "Without" means that the browser is told not
// to load the script of the tag; nothing else about the page differs.
import { chromium } from '@playwright/test';
import { launchOptions } from './chromium';
import { freePort } from './process';

/** What Lighthouse found. */
export type Marks = { score: number; blocking: number; shift: number; paint: number };

/** The script of the tag. */
export const LOADER = '*/w/stempel*.js';

export async function lighthouse(url: string, widget: boolean): Promise<Marks> {
  const port = await freePort();
  const args = [...(launchOptions.args ?? []), `--remote-debugging-port=${port}`];
  const browser = await chromium.launch({ ...launchOptions, args });
  try {
    const { default: run } = await import('lighthouse');
    const result = await run(url, {
      port,
      logLevel: 'error',
      onlyCategories: ['performance'],
      blockedUrlPatterns: widget ? [] : [LOADER],
    });
    if (!result || result.lhr.runtimeError) throw new Error(result?.lhr.runtimeError?.message ?? 'no result');
    const { audits, categories } = result.lhr;
    checkRequests(audits['network-requests'].details, widget);
    const value = (audit: string) => audits[audit].numericValue ?? NaN;
    return {
      score: (categories.performance.score ?? NaN) * 100,
      blocking: value('total-blocking-time'),
      shift: value('cumulative-layout-shift'),
      paint: value('largest-contentful-paint'),
    };
  } finally {
    await browser.close();
  }
}

// A pair that compares a page with itself would show no cost, too.
function checkRequests(details: unknown, widget: boolean) {
  const items = (details as { items: Array<{ url: string; statusCode: number }> }).items;
  const loaded = items.some(({ url, statusCode }) => /\/w\/stempel[^/]*\.js$/.test(url) && statusCode === 200);
  if (loaded !== widget) throw new Error(`the widget's script was ${loaded ? '' : 'not '}loaded`);
}
