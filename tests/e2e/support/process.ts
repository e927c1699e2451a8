// One server of a stack: started, waited for, stopped, and never left behind.
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { root, server } from './places';
import { secrets } from './secrets';

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** A port nobody listens on. */
export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });

export class Server {
  private child?: ChildProcess;

  constructor(
    private readonly given: string[],
    private readonly environment: Record<string, string>,
    private readonly probe: string,
    /** What it printed. */
    readonly log: string,
  ) {}

  /** Starts it and waits until it answers. */
  async start() {
    const log = fs.openSync(this.log, 'a');
    const child = spawn(server, this.given, {
      cwd: root,
      env: { ...process.env, ...secrets, ...this.environment },
      stdio: ['ignore', log, log],
    });
    fs.closeSync(log);
    running.add(child);
    child.once('exit', () => running.delete(child));
    this.child = child;
    for (let tries = 0; !(await this.answers()); tries++) {
      if (child.exitCode !== null || tries > 400) {
        throw new Error(`${this.given[0]} does not start:\n${fs.readFileSync(this.log, 'utf8')}`);
      }
      await sleep(25);
    }
  }

  /** Stops it: asked to, or at once like a power cut. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(late);
  }

  private async answers() {
    return fetch(this.probe).then((response) => response.ok, () => false);
  }
}
