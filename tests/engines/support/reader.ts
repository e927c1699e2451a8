// A person in a page: finds what can be seen by its words, through shadow roots, and uses a real
// pointer and real keys. Only what every engine has.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@playwright/test';
import type { Tab } from './tab';

type Wanted = { name: string; exact: boolean };

export class Reader {
  constructor(readonly tab: Tab) {}

  /** Everything that can be read on the page now. */
  text() {
    return this.tab.run(read, null);
  }

  /** Waits until these words are on the page. */
  async sees(words: string | RegExp) {
    await expect.poll(() => this.text(), { timeout: 15_000 }).toMatch(words instanceof RegExp ? words : escape(words));
  }

  /** Waits until they are not. */
  async seesNo(words: string) {
    await expect.poll(() => this.text(), { timeout: 15_000 }).not.toMatch(escape(words));
  }

  /** Presses the button, link or box of that name once it rests at its place. */
  async press(name: string, exact = true) {
    const { x, y } = await this.find({ name, exact });
    await this.tab.click(x, y);
  }

  /** What the page complained about; `/files/watch.js` keeps it. */
  complaints() {
    return this.tab.run(() => (window as never as { complaints: string[] }).complaints, null);
  }

  private async find(wanted: Wanted) {
    let last = '';
    for (let tries = 0; tries < 150; tries++) {
      const point = await this.tab.run(locate, wanted);
      const now = JSON.stringify(point);
      if (point && now === last) return point;
      last = now;
      await sleep(100);
    }
    throw new Error(`there is no “${wanted.name}” in: ${await this.text()}`);
  }
}

const escape = (words: string) => new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

// Runs in the page: the visible text, shadow roots included.
function read() {
  const words: string[] = [];
  const walk = (root: Node) => {
    for (const node of root.childNodes) {
      if (node.nodeType === 3) {
        const text = node.textContent!.replace(/\s+/g, ' ');
        if (text.trim()) words.push(text);
      }
      if (node.nodeType !== 1) continue;
      const element = node as Element;
      const style = getComputedStyle(element);
      if (style.display === 'none' || style.visibility === 'hidden' || /^(SCRIPT|STYLE)$/.test(element.tagName)) continue;
      walk(element.shadowRoot ?? element);
      if (style.display !== 'inline') words.push('\n');
    }
  };
  walk(document.body.parentNode!);
  return words.join('').replace(/ *\n+ */g, '\n').replace(/\u00a0/g, ' ');
}

// Runs in the page: the middle of the control of that name, if a click there would reach it.
function locate({ name, exact }: { name: string; exact: boolean }) {
  const controls: Element[] = [];
  const walk = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.matches('button, a[href], input')) controls.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  const label = (element: Element) =>
    (element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]?.textContent ?? element.textContent ?? '')
      .replace(/\s+/g, ' ').trim();
  const found = controls.filter((it) => (exact ? label(it) === name : label(it).includes(name)));
  for (const element of found) {
    element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    const { x, y, width, height } = element.getBoundingClientRect();
    const point = { x: x + width / 2, y: y + height / 2 };
    if (!width || !height || getComputedStyle(element).visibility === 'hidden') continue;
    let top = document.elementFromPoint(point.x, point.y);
    while (top?.shadowRoot) {
      const inner = top.shadowRoot.elementFromPoint(point.x, point.y);
      if (!inner || inner === top) break;
      top = inner;
    }
    const labelled = (element as HTMLInputElement).labels?.[0];
    if (top && (element.contains(top) || top.contains(element) || labelled?.contains(top))) return point;
  }
  return null;
}
