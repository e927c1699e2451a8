// What a journey needs of a browser, and no more: three drivers stand behind it.

/** A page with a profile of its own. */
export interface Tab {
  goto(url: string): Promise<void>;
  /** Runs a function in the page. It sees its argument and nothing else of ours. */
  run<A, T>(what: (argument: A) => T, argument: A): Promise<T>;
  /** A real click at a point of the viewport. */
  click(x: number, y: number): Promise<void>;
  /** A real key. */
  press(key: 'Enter' | 'Escape' | 'Tab'): Promise<void>;
  close(): Promise<void>;
}

/** A browser that is there. */
export interface Engine {
  tab(): Promise<Tab>;
  stop(): Promise<void>;
}

/** The reader's language in every engine, and the size of the window. */
export const LANGUAGE = 'en-GB';
export const WINDOW = { width: 1100, height: 800 };
