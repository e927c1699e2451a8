// The second part of the application: the views that a first look does not need. It is fetched when
// the page is idle after the panel was opened, or at once when such a view is.
let second;

/** Fetches it, unless it is here or on its way, and tells the application what came of it. */
const late = () => {
  second ||= add().then(() => guard(() => command('late')), () => {
    second = 0;
    guard(() => command('late', 'failed'));
  });
};

// It shares memory and functions, words and style with the first part.
const add = async () => {
  const [code, words] = await Promise.all([fetchPart(parts.late), fetchPart(parts.lateLocales[core.lang])]);
  const more = await words.json();
  await WebAssembly.instantiate(await code.arrayBuffer(), { a: wasm });
  Object.assign(texts, more.texts);
  // One rule after the other: the sheet as a whole is the core's, fitted to the browser.
  const extra = new CSSStyleSheet();
  extra.replaceSync(more.css);
  for (const { cssText } of extra.cssRules) style.insertRule(cssText, style.cssRules.length);
};

/** Fetches it when there is nothing else to do, unless the reader saves data. */
const soon = () => {
  if (!navigator.connection?.saveData) core.pause(1000).then(() => (window.requestIdleCallback || setTimeout)(late));
};
