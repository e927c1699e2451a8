// Trouble between the widget and its backend, for as long as a journey wants it. A call is named as
// in the contract: `member`, `redemptions`.
import { type Page, type Route } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';

export class Network {
  private readonly stopped: Array<() => void> = [];

  constructor(
    private readonly page: Page,
    private readonly endpoint: string,
  ) {}

  /** Answers with this status and a body that is no problem+json. */
  fail(call: string, status = 500) {
    return this.answer(call, { status, contentType: 'text/plain', body: 'no' });
  }

  /** Answers with a page of HTML, as a proxy does. */
  html(call: string) {
    return this.answer(call, { status: 200, contentType: 'text/html', body: '<!doctype html><p>Hi' });
  }

  /** Answers with the first half of the true reply. */
  truncate(call: string) {
    return this.on(call, async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({ response, body: text.slice(0, text.length / 2) });
    });
  }

  /** The server hears and acts, and its reply is lost. */
  loseReply(call: string) {
    return this.on(call, async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    });
  }

  /** The request never arrives. */
  cut(call = '**') {
    return this.on(call, (route) => route.abort('internetdisconnected'));
  }

  /** Nothing is heard until `restore`. */
  silence(call: string) {
    return this.on(call, async (route) => {
      await new Promise<void>((resolve) => this.stopped.push(resolve));
      await route.abort('timedout').catch(() => {});
    });
  }

  /** Each reply comes so much later. */
  delay(call: string, milliseconds: number) {
    return this.on(call, async (route) => {
      await sleep(milliseconds);
      await route.continue().catch(() => {});
    });
  }

  /** Answers in the server's stead. */
  answer(call: string, response: Parameters<Route['fulfill']>[0]) {
    const headers = { 'access-control-allow-origin': '*', ...response?.headers };
    return this.on(call, (route) => route.fulfill({ ...response, headers }));
  }

  /** From here on the panel asks only when it is told to: to its own clock no time passes. */
  async onlyWhenTold() {
    await this.page.clock.setFixedTime(Date.now() - 60_000);
  }

  /** All is well again. */
  async restore() {
    await this.page.unrouteAll({ behavior: 'ignoreErrors' });
    this.stopped.splice(0).forEach((release) => release());
  }

  private on(call: string, act: (route: Route) => Promise<void>) {
    return this.page.route(this.matches(call), act);
  }

  private matches(call: string) {
    return (url: URL) => {
      if (!url.href.startsWith(`${this.endpoint}/`)) return false;
      const rest = url.pathname.split('/').slice(3).join('/');
      return call === '**' || rest === call || (call.endsWith('/**') && rest.startsWith(call.slice(0, -2)));
    };
  }
}
