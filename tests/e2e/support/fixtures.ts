// What a journey gets: a stack of its own, the shop in a page, and a watch on the console.
import { test as base } from '@playwright/test';
import { Complaints } from './complaints';
import { Shop } from './shop';
import { Stack } from './stack';

export { expect } from '@playwright/test';
export { axe } from './axe';
export { FAILED_REQUEST } from './complaints';
export { Shop } from './shop';
export { Stack } from './stack';

type Fixtures = { stack: Stack; complaints: Complaints; shop: Shop };

export const test = base.extend<Fixtures>({
  stack: async ({}, use, info) => {
    const stack = await Stack.start();
    await use(stack);
    if (info.status !== info.expectedStatus) {
      await info.attach('backend.log', { path: stack.backend.log });
      await info.attach('shop.log', { path: stack.shop.log });
    }
    await stack.stop();
  },

  // Judged while the servers still run: what fails because they stop is nobody's fault.
  complaints: [
    async ({ context, stack: _ }, use) => {
      const complaints = new Complaints(context);
      await use(complaints);
      complaints.expectNone();
    },
    { auto: true },
  ],

  shop: async ({ page, stack, complaints: _ }, use) => {
    await use(new Shop(page, stack));
  },
});
