// `cargo xtask bench`: from the click on the launcher to the filled panel, with an empty cache and a
// warm server and nothing that hinted at the click; and, imported, what the widget costs the pages.
import './bench-pairs';
import { Shop, test } from './fixtures';

const RUNS = 10;

test('from the click to the filled panel', async ({ browser, stack }) => {
  test.setTimeout(120_000);
  const times: number[] = [];
  // The first run warms the server and is not counted.
  for (let run = 0; run <= RUNS; run++) {
    const context = await browser.newContext();
    const shop = new Shop(await context.newPage(), stack);
    await shop.signIn('anna');
    await shop.open();
    await shop.page.waitForLoadState('networkidle');
    times.push(await shop.page.evaluate(clickAndWait));
    await context.close();
  }
  report(times.slice(1).sort((a, b) => a - b));
});

function clickAndWait() {
  const inside = (host: string, what: string) => document.querySelector(host)?.shadowRoot?.querySelector(what);
  const filled = () => inside('stempel-sheet', 'dialog[open] nav') && !inside('stempel-sheet', '[aria-busy=true]');
  return new Promise<number>((resolve) => {
    const start = performance.now();
    const look = () => (filled() ? resolve(performance.now() - start) : requestAnimationFrame(look));
    (inside('stempel-launcher', 'button') as HTMLElement).click();
    look();
  });
}

function report(times: number[]) {
  const round = (time: number) => `${Math.round(time)} ms`;
  const median = (times[(times.length - 1) >> 1] + times[times.length >> 1]) / 2;
  console.log(`click to filled panel: median ${round(median)} of ${times.length} (${times.map(round).join(', ')})`);
}
