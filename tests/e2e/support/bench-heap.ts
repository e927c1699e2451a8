// The JavaScript heap of a page of the demo shop after everything unused was collected, in MB: what
// the engine's objects take, and the whole linear memory of each WebAssembly instance, touched or
// not, which the engine's own figure leaves out. Compiled code is in neither.
import type { Browser, CDPSession, Page } from '@playwright/test';
import { LOADER } from './bench-lighthouse';
import { Shop } from './fixtures';
import type { Stack } from './stack';

/** With the widget: before anybody touched it, and with the panel open. Without: the page alone. */
export type Heap = { before: number; open: number };

export async function heap(browser: Browser, stack: Stack, path: string, widget: boolean): Promise<Heap> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    if (!widget) await devtools.send('Network.setBlockedURLs', { urls: [LOADER] });
    await page.addInitScript(noteMemories);
    const shop = new Shop(page, stack);
    await shop.signIn('marek');
    await page.goto(stack.shopUrl + path, { waitUntil: 'networkidle' });
    const before = await measure(page, devtools);
    if (!widget) return { before, open: before };
    await shop.widget.open();
    await page.waitForLoadState('networkidle');
    const open = await measure(page, devtools);
    if (!(await wasmBytes(page))) throw new Error('no WebAssembly memory was seen');
    return { before, open };
  } finally {
    await context.close();
  }
}

async function measure(page: Page, devtools: CDPSession) {
  // What the first collection sets free may let go of more.
  for (let times = 0; times < 3; times++) await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return (usedSize + (await wasmBytes(page))) / 1e6;
}

const wasmBytes = (page: Page) => page.evaluate(() => (window as unknown as Noted).wasmBytes());

type Noted = { wasmBytes(): number };

function noteMemories() {
  const noted: WebAssembly.Memory[] = [];
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = (async (...given: Parameters<typeof instantiate>) => {
    const result: any = await instantiate.apply(WebAssembly, given);
    const { exports } = result.instance ?? result;
    for (const it of Object.values(exports)) if (it instanceof WebAssembly.Memory) noted.push(it);
    return result;
  }) as typeof instantiate;
  (window as unknown as Noted).wasmBytes = () => noted.reduce((sum, it) => sum + it.buffer.byteLength, 0);
}
