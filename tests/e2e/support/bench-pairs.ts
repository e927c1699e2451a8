// What the widget costs the shop's pages, in pairs: with it and without it, one after the other,
// each time in the other order, so that what the machine does meanwhile meets both alike. Figures
// for a person; nothing here fails because they are high.
import { heap } from './bench-heap';
import { lighthouse } from './bench-lighthouse';
import { test } from './fixtures';

const RUNS = Number(process.env.STEMPEL_BENCH_RUNS ?? 5);
const PAGES = { home: '/', product: '/product/kenya-nyeri', cart: '/cart' };

type Row = { what: string; unit: string; digits: number; target: string };

const MARKS = {
  score: { what: 'Lighthouse performance', unit: '', digits: 0, target: '-1 at most' },
  blocking: { what: 'total blocking time', unit: 'ms', digits: 0, target: '+0' },
  shift: { what: 'layout shift', unit: '', digits: 4, target: '0' },
  paint: { what: 'largest paint', unit: 'ms', digits: 0, target: '+50 at most' },
} satisfies Record<string, Row>;

const HEAP = {
  before: { what: 'heap before intent', unit: 'MB', digits: 2, target: '+0.3 at most' },
  open: { what: 'heap, panel open', unit: 'MB', digits: 2, target: '+6 at most' },
} satisfies Record<string, Row>;

for (const [name, path] of Object.entries(PAGES)) {
  test(`the widget's cost: ${name}`, async ({ browser, stack }) => {
    test.setTimeout(RUNS * 150_000);
    const url = stack.shopUrl + path;
    const marks = await pairs((widget) => lighthouse(url, widget));
    const heaps = await pairs((widget) => heap(browser, stack, path, widget));
    console.log(`\n${name} (${path}), medians of ${RUNS} pairs${' '.repeat(12)}without      with  difference  target`);
    for (const [key, row] of Object.entries(MARKS)) report(row, marks, key as keyof typeof MARKS);
    for (const [key, row] of Object.entries(HEAP)) report(row, heaps, key as keyof typeof HEAP);
  });
}

type Pair<T> = { without: T; with: T };

// The first pair warms servers and disk and is not counted.
async function pairs<T>(measure: (widget: boolean) => Promise<T>): Promise<Pair<T>[]> {
  const all: Pair<T>[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const first = await measure(run % 2 === 0);
    const second = await measure(run % 2 !== 0);
    all.push(run % 2 === 0 ? { with: first, without: second } : { with: second, without: first });
  }
  return all.slice(1);
}

function report<K extends string>({ what, unit, digits, target }: Row, pairs: Pair<Record<K, number>>[], key: K) {
  const show = (value: number) => value.toFixed(digits);
  const sign = (value: number) => (value > 0 ? '+' : '') + show(value + 0);
  const without = median(pairs.map((pair) => pair.without[key]));
  const on = median(pairs.map((pair) => pair.with[key]));
  const differences = pairs.map((pair) => pair.with[key] - pair.without[key]);
  const columns = [show(without).padStart(9), show(on).padStart(9), sign(median(differences)).padStart(11)];
  const each = differences.map(sign).join(' ');
  console.log(`  ${`${what} ${unit}`.padEnd(38)}${columns.join(' ')}  ${target.padEnd(13)} (each: ${each})`);
}

function median(values: number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
