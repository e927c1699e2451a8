// The demo shop as a visitor uses it. What a journey is not about is done by the shop's own calls.
import { type Page, expect } from '@playwright/test';
import { Network } from './network';
import type { Stack } from './stack';
import { Widget } from './widget';

export type Customer = 'nina' | 'anna' | 'marek';

const ADDRESS = {
  name: 'Jan Test',
  email: 'jan@shop.example',
  street: 'Brzeska 14',
  postcode: '03-737',
  city: 'Warszawa',
};

export class Shop {
  readonly widget: Widget;
  readonly network: Network;

  constructor(
    readonly page: Page,
    readonly stack: Stack,
  ) {
    this.widget = new Widget(page);
    this.network = new Network(page, stack.endpoint);
  }

  /** The shop in a second tab of the same browser. */
  async secondTab() {
    return new Shop(await this.page.context().newPage(), this.stack);
  }

  async open(path = '/') {
    await this.page.goto(this.stack.shopUrl + path);
    await expect(this.widget.launcher).toBeVisible();
  }

  /** Opens the shop in a language, which it then remembers. */
  async speak(language: 'pl' | 'en') {
    const cookie = { name: 'lang', value: language, url: this.stack.shopUrl };
    await this.page.context().addCookies([cookie]);
  }

  /** Signs in before the page is opened, by the shop's own call. */
  async signIn(customer: Customer) {
    await this.call('POST', '/api/account/sign-in', { customer });
  }

  /** Puts a product in the cart. */
  async add(sku: string, quantity = 1) {
    await this.call('POST', '/api/cart/lines', { sku, quantity });
  }

  /** Pays for the cart; answers with what the shop says. */
  async checkout() {
    const { id, version } = await this.call('GET', '/api/cart');
    return this.call('POST', '/api/checkout', { cart: id, version, address: ADDRESS });
  }

  /** Buys one thing outright. */
  async buy(sku: string, quantity = 1) {
    await this.add(sku, quantity);
    return this.checkout();
  }

  /** One of the calls the shop's page makes. */
  async call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, data?: unknown) {
    const response = await this.page.request.fetch(this.stack.shopUrl + path, {
      method,
      data,
      headers: { origin: this.stack.shopUrl },
    });
    expect(response.ok(), `${method} ${path}: ${response.status()} ${await response.text()}`).toBe(true);
    return response.json();
  }

  /** The signed-in customer's token, as the widget would get it. */
  async token(): Promise<string | null> {
    return (await this.call('GET', '/account/token')).token;
  }

  /** The member as the loyalty backend sees them now. */
  async member() {
    const authorization = `Bearer ${await this.token()}`;
    const response = await this.page.request.get(`${this.stack.endpoint}/member`, { headers: { authorization } });
    return response.json();
  }

  /** Answers a question elsewhere, as on another device. */
  async answer(survey: string, response: object) {
    const authorization = `Bearer ${await this.token()}`;
    const url = `${this.stack.endpoint}/surveys/${survey}/responses`;
    const reply = await this.page.request.post(url, { headers: { authorization }, data: response });
    expect(reply.ok(), await reply.text()).toBe(true);
  }

  /** Counts today for the signed-in customer's days in a row, which else the panel does once open. */
  async comeBy() {
    const authorization = `Bearer ${await this.token()}`;
    const response = await this.page.request.post(`${this.stack.endpoint}/member/visits`, { headers: { authorization } });
    expect(response.ok(), await response.text()).toBe(true);
  }

  /** The points that the signed-in customer's cart of such lines would earn. */
  async quote(lines: { sku: string; category: string; quantity: number; unit_price: number }[]): Promise<number> {
    const response = await this.page.request.post(`${this.stack.endpoint}/quotes`, {
      headers: { authorization: `Bearer ${await this.token()}` },
      data: { cart: { currency: 'PLN', lines } },
    });
    expect(response.ok(), await response.text()).toBe(true);
    return (await response.json()).points;
  }
}
