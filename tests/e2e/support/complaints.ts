// What the browser complained about: errors on the console and errors nobody caught. A journey
// that causes one on purpose says so first.
import { type BrowserContext, expect } from '@playwright/test';

export class Complaints {
  private readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];

  constructor(context: BrowserContext) {
    context.on('weberror', (error) => this.found.push(`uncaught: ${error.error().stack ?? error.error()}`));
    context.on('console', (message) => {
      if (message.type() === 'error') this.found.push(`${message.text()} (${message.location().url})`);
    });
  }

  /** From here on such a complaint is part of the journey. */
  allow(...patterns: RegExp[]) {
    this.allowed.push(...patterns);
  }

  /** The complaints that no journey asked for. */
  get unexpected() {
    return this.found.filter((text) => !this.allowed.some((pattern) => pattern.test(text)));
  }

  /** Fails when there are any. */
  expectNone() {
    expect(this.unexpected, 'nothing on the console, nothing uncaught').toEqual([]);
  }
}

/** What Chromium itself writes when a request fails or is answered with an error. */
export const FAILED_REQUEST = /Failed to load resource|net::ERR_|blocked by CORS policy/;
