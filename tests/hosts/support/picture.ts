// Pictures of the widget, compared point by point in a browser.
import type { Browser, Locator } from '@playwright/test';
import { rest } from '../../e2e/support/rest';

/** The share of points that differ visibly, from 0 to 1; 1 when the sizes differ. */
export async function difference(browser: Browser, one: Buffer, other: Buffer) {
  const page = await browser.newPage();
  try {
    return await page.evaluate(async (pictures) => {
      const [a, b] = await Promise.all(pictures.map(async (picture) => {
        const bytes = await (await fetch(`data:image/png;base64,${picture}`)).blob();
        const image = await createImageBitmap(bytes);
        const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height);
      }));
      if (a.width !== b.width || a.height !== b.height) return 1;
      let differing = 0;
      for (let at = 0; at < a.data.length; at += 4) {
        const far = Math.max(...[0, 1, 2].map((i) => Math.abs(a.data[at + i] - b.data[at + i])));
        if (far > 24) differing++;
      }
      return differing / (a.width * a.height);
    }, [one, other].map((it) => it.toString('base64')));
  } finally {
    await page.close();
  }
}

/** A picture of one element, in its final state. */
export async function take(of: Locator) {
  await rest(of);
  return of.screenshot({ animations: 'disabled', caret: 'hide' });
}
