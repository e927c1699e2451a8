// A demo shop and its loyalty backend with data of their own, on ports of their own.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dist, program, seeded, site } from './places';
import { Server, freePort } from './process';

export class Stack {
  private constructor(
    /** The shop's address. */
    readonly shopUrl: string,
    /** The loyalty backend's address. */
    readonly backendUrl: string,
    /** The folder of both databases. */
    readonly data: string,
    readonly shop: Server,
    readonly backend: Server,
  ) {}

  /** Starts both servers on a fresh copy of the seeded year; pages of other origins may call, too. */
  static async start(programFile = program, origins: string[] = []) {
    const data = fs.mkdtempSync(path.join(os.tmpdir(), 'stempel-'));
    fs.cpSync(seeded, data, { recursive: true });
    const [shopPort, backendPort] = [await freePort(), await freePort()];
    const [shopUrl, backendUrl] = [shopPort, backendPort].map((port) => `http://localhost:${port}`);
    const listen = (port: number) => ['--listen', `127.0.0.1:${port}`, '--data', data];
    const backend = new Server(
      ['serve', '--program', programFile, '--assets', dist, ...listen(backendPort)],
      { STEMPEL_ORIGINS: [shopUrl, ...origins].join() },
      `${backendUrl}/healthz`,
      path.join(data, 'backend.log'),
    );
    const shop = new Server(
      ['demo', '--program', 'demo', '--backend', backendUrl, '--assets-url', `${backendUrl}/w`,
        ...(site ? ['--site', site] : []), ...listen(shopPort)],
      {},
      `${shopUrl}/`,
      path.join(data, 'shop.log'),
    );
    const stack = new Stack(shopUrl, backendUrl, data, shop, backend);
    try {
      await Promise.all([backend.start(), shop.start()]);
    } catch (error) {
      await stack.stop();
      throw error;
    }
    return stack;
  }

  /** The widget's endpoint. */
  get endpoint() {
    return `${this.backendUrl}/v1/demo`;
  }

  /** Stops both and removes their data. */
  async stop() {
    await Promise.all([this.shop.stop(), this.backend.stop()]);
    fs.rmSync(this.data, { recursive: true, force: true });
  }
}
