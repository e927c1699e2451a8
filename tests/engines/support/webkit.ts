// WebKit: GTK's MiniBrowser on a screen of its own, driven by selenium-webdriver. A session is a
// browser with an empty profile, so each tab is one.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Builder, Capabilities, Key, Origin } from 'selenium-webdriver';
import { freePort } from '../../e2e/support/process';
import { type Engine, LANGUAGE, type Tab, WINDOW } from './tab';

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export async function start(driver: string, browser: string): Promise<Engine> {
  return { tab: () => open(driver, browser), stop: async () => {} };
}

// Each has a screen and a driver of its own: a window that is still closing would take the next
// one's clicks.
async function open(driver: string, browser: string) {
  const { screen, display } = await startScreen();
  const port = await freePort();
  const language = LANGUAGE.replace('-', '_');
  const environment = { ...process.env, DISPLAY: display, LANG: `${language}.UTF-8`, LANGUAGE: language };
  const service = run(driver, [`--port=${port}`], environment);
  const stop = () => [service, screen].forEach((child) => child.kill());
  try {
    const url = `http://127.0.0.1:${port}`;
    for (let tries = 0; !(await fetch(`${url}/status`).then((it) => it.ok, () => false)); tries++) {
      if (tries > 200) throw new Error(`${driver} does not start`);
      await sleep(50);
    }
    return await tab(url, browser, stop);
  } catch (error) {
    stop();
    throw error;
  }
}

async function tab(url: string, binary: string, stop: () => void): Promise<Tab> {
  const capabilities = new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary, args: ['--automation'] },
  });
  const session = await new Builder().usingServer(url).withCapabilities(capabilities).build();
  await session.manage().window().setRect({ ...WINDOW, x: 0, y: 0 });
  return {
    goto: (address) => session.get(address),
    run: (what, argument) => session.executeScript(`return (${what}).call(null, arguments[0])`, argument),
    click: (x, y) =>
      session.actions({ async: true }).move({ x: Math.round(x), y: Math.round(y), origin: Origin.VIEWPORT }).click().perform(),
    press: (key) =>
      session.actions({ async: true }).sendKeys(Key[key.toUpperCase() as 'ENTER']).perform(),
    close: () => session.quit().finally(stop),
  };
}

// The screen says which number it took.
async function startScreen() {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  keep(child);
  const display = await new Promise<string>((done, failed) => {
    child.once('error', failed);
    child.stdio[3]!.once('data', (number) => done(`:${String(number).trim()}`));
  });
  return { screen: child, display };
}

const run = (program: string, given: string[], env: NodeJS.ProcessEnv) =>
  keep(spawn(program, given, { env, stdio: 'ignore' }));

function keep(child: ChildProcess) {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}
