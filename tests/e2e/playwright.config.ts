// How the journeys run. `cargo xtask test` starts this and tells where the built files are; what a
// journey can use is in support/.
import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/chromium';
import { target } from './support/places';

export default defineConfig({
  testDir: '.',
  outputDir: target('e2e/output'),
  globalSetup: './support/seed.ts',
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  workers: 2,
  retries: 0,
  timeout: 45_000,
  expect: { timeout: 8_000 },
  reporter: [['list'], ['json', { outputFile: target('e2e/results.json') }]],
  use: {
    launchOptions,
    actionTimeout: 15_000,
    locale: 'pl-PL',
    timezoneId: 'Europe/Warsaw',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'journeys', testMatch: '*.spec.ts' },
    { name: 'hosts', testDir: '../hosts', testMatch: '*.spec.ts' },
    { name: 'engines', testDir: '../engines', testMatch: '*.spec.ts' },
    { name: 'bench', testMatch: 'support/bench.ts', workers: 1 },
    { name: 'look', testMatch: 'support/look.ts' },
    { name: 'trunk', testMatch: 'support/trunk.ts' },
  ],
});
