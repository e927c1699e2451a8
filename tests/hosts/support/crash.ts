// Makes the application crash for real: a native that it relies on throws once where nobody
// expects it, which is a panic in the WebAssembly. Runs in the page.

/** From now on the next element that anyone creates cannot be had, so many times. */
export function breakNext(times: number) {
  const create = Document.prototype.createElement;
  const createNs = Document.prototype.createElementNS;
  let left = times;
  const fail = () => {
    if (left-- > 0) throw new Error('no element can be had');
    Document.prototype.createElement = create;
    Document.prototype.createElementNS = createNs;
  };
  Document.prototype.createElement = function (this: Document, ...given: unknown[]) {
    fail();
    return (create as never as (...given: unknown[]) => Element).apply(this, given);
  } as never;
  Document.prototype.createElementNS = function (this: Document, ...given: unknown[]) {
    fail();
    return (createNs as never as (...given: unknown[]) => Element).apply(this, given);
  } as never;
}
