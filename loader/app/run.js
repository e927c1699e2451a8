// The application's half of the loader: starts the module, and mounts it where elements want it.
// Joined with the glue of wasm-bindgen into one module, like every file of this folder: the glue's
// functions are in reach, among them `guard`, which tells the core of a crash instead of throwing
// it at the page.
const parts = __STEMPEL_PARTS__;
let core;
let texts;
let fetchPart;
let sheet;

/** Asks for the texts while the module is still on its way. */
export const prepare = (get, lang) => {
  fetchPart = get;
  texts = get(parts.locales[lang]).then((it) => it.json());
  // Whoever waits for them hears of a failure; with nobody waiting it is none of the page's.
  texts.catch(() => {});
};

/** Starts the application; answers with what the core may do with it. */
export const run = async (given) => {
  core = given;
  onTrap(core.crashed);
  if (!window.HTMLDialogElement?.prototype.showModal) throw core.warn('browser', 'it has no dialogs');
  await __wbg_init({ module_or_path: core.module });
  texts = await texts;
  await core.pause();
  const { settings, lang, launcher, warn } = core;
  sheet = document.createElement('stempel-sheet');
  sheet.lang = lang;
  if (settings.position) sheet.dataset.position = settings.position;
  clothe(sheet);
  document.documentElement.append(sheet);
  watcher.observe(document.documentElement, { childList: true });
  document.addEventListener('securitypolicyviolation', policy);
  const sent = (name, value) => (value ? (newest[name] = value) : newest[name]);
  start(room(sheet), { settings, lang, texts, emit, label, hook, has, claims, isWeb, warn, unreachable, keep, kept, late, sent, offer, share });
  emit('ready');
  await core.pause();
  return { command: obey, attach, detach, end };
};

// One sheet of style for all, before the one an element came with.
const clothed = new WeakSet();
let style;
const clothe = (host) => {
  if (clothed.has(host)) return;
  clothed.add(host);
  const root = host.shadowRoot || host.attachShadow({ mode: 'open' });
  if (style) {
    root.adoptedStyleSheets = [style, ...root.adoptedStyleSheets];
  } else {
    core.dress(host, `${parts.css}:host(:not([data-theme])){color-scheme:${core.scheme()}!important}`);
    style = root.adoptedStyleSheets?.[0];
  }
};

const room = (host) => host.shadowRoot.appendChild(document.createElement('div'));

// Some pages clean up beside their body. What was open there is no longer in front.
const watcher = new MutationObserver(() => {
  if (!sheet || sheet.isConnected) return;
  document.documentElement.append(sheet);
  obey('close');
});

/** Does what the page asks; a quote is promised. */
const obey = (name, argument) => {
  if (name === 'quote') return new Promise((done, failed) => guard(() => quote(argument, done, failed)));
  if (name === 'open' && /^#stempel=/.test(location.hash)) {
    history.replaceState(history.state, '', location.href.split('#')[0]);
  }
  guard(() => command(name, argument));
};

/** Takes everything off the page. */
const end = () => {
  watcher.disconnect();
  document.removeEventListener('securitypolicyviolation', policy);
  for (const element of mounts.keys()) detach(element);
  sheet.remove();
  core.launcher.removeAttribute('data-open');
};
