// Stempel's loader: reads the script tag, draws the launcher, and stops. The application is
// fetched when the shopper shows intent. It fetches files and owns the launcher; everything a
// shopper reads in the panel is the application's.
(() => {
  'use strict';
  const assets = __STEMPEL_ASSETS__;
  const script = document.currentScript || document.querySelector('script[data-endpoint]');
  if (!script || (window.Stempel && !Array.isArray(window.Stempel))) return;
  const settings = script.dataset;
  const base = new URL('./', script.src);
  const hooks = {};

  const warn = (setting, what) =>
    console.warn(`[stempel] ${setting}: ${what}. See docs/embed.md#${setting}`);

  // The page's language or the reader's, whichever comes first that there is a locale for.
  const lang = [settings.lang, document.documentElement.lang, ...navigator.languages, 'en']
    .flatMap((it = '') => [it, it.split('-')[0]])
    .find((it) => assets.locales[it]);
  const words = assets.words[lang];

  const element = (name, attributes, ...children) => {
    const svg = name === 'svg' || name === 'path';
    const it = svg ? document.createElementNS('http://www.w3.org/2000/svg', name)
      : document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => it.setAttribute(key, value));
    it.append(...children);
    return it;
  };

  const sheet = (css) => {
    const it = new CSSStyleSheet();
    it.replaceSync(css);
    return it;
  };

  const host = (name, css) => {
    const it = element(name, { lang });
    if (settings.theme) it.dataset.theme = settings.theme;
    if (settings.position) it.dataset.position = settings.position;
    const root = it.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet(css)];
    return root;
  };

  // A strict policy on the page blocks inline styles; a constructed sheet is not one.
  const look = `:host{all:initial!important;font-size:medium!important;position:fixed!important;\
z-index:2147483000!important;inset-block-end:calc(1em + env(safe-area-inset-bottom))!important;\
inset-inline-end:1em!important;display:block!important;\
--l:var(--stempel-accent,#7a3e1d);--i:var(--stempel-accent-ink,#fff)}\
:host([data-open]){visibility:hidden!important}\
:host([data-position=start]){inset-inline:1em auto!important}\
button,a{all:unset;box-sizing:border-box;display:flex;align-items:center;gap:.6em;min-height:3.5em;\
padding:.5em 1.15em .5em .6em;border-radius:9em;cursor:pointer;-webkit-tap-highlight-color:#0000;\
background:var(--l);color:var(--i);box-shadow:0 .1em .2em #321e0a1f,0 .5em 1.6em #321e0a47;transition:transform .16s}\
span{font:650 .95em/1.2 var(--stempel-font,system-ui,sans-serif);white-space:nowrap}\
svg{width:2.5em;height:2.5em;fill:none;stroke:currentColor;stroke-width:4;stroke-linecap:round;\
transition:transform .2s}\
:is(button,a):hover svg{transform:rotate(-9deg)}\
:is(button,a):active{transform:scale(.97)}\
:is(button,a):focus-visible{outline:3px solid var(--l);outline-offset:3px}\
[aria-busy=true] svg{animation:b .7s ease-in-out infinite alternate}\
@keyframes b{to{transform:rotate(-18deg)}}\
@media(prefers-color-scheme:dark){:host(:not([data-theme=light])){\
--l:var(--stempel-accent,#e9a56b);--i:var(--stempel-accent-ink,#2a1708)}}\
:host([data-theme=dark]){--l:var(--stempel-accent,#e9a56b);--i:var(--stempel-accent-ink,#2a1708)}\
@media(prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}\
@media(forced-colors:active){button,a{border:2px solid}}\
@media print{:host{display:none!important}}`;

  const label = element('span', {}, settings.label || words.label);
  const icon = element('svg', { viewBox: '0 0 100 100', 'aria-hidden': 'true' },
    element('path', { d: 'M50 5a45 45 0 1 0 .1 0', 'stroke-dasharray': '6 5.3' }),
    element('path', { d: 'M50 15a35 35 0 1 0 .1 0' }),
    element('path', { d: 'm33 51 12 12 23-25', 'stroke-width': '8' }));
  const button = element('button', { type: 'button', 'aria-haspopup': 'dialog' }, icon, label);
  const launcher = host('stempel-launcher', look);
  launcher.append(button);

  const emit = (name, detail) => {
    // The panel covers the launcher, which would only be in the way of its targets.
    if (name === 'open' || name === 'close') launcher.host.toggleAttribute('data-open', name === 'open');
    document.dispatchEvent(new CustomEvent(`stempel:${name}`, { detail }));
  };

  const file = (name) => new URL(name, base).href;
  const get = async ([name, integrity]) => {
    const response = await fetch(file(name), { integrity, mode: 'cors', credentials: 'omit' });
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response;
  };
  // Lets the page work between our steps, so that none of them makes a long task of it.
  const pause = () => new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); done(); };
    port2.postMessage(0);
  });

  // `import()` knows no integrity; a preload does, and a failed one must stop us.
  const code = ([name, integrity]) => new Promise((done, failed) => {
    const link = element('link', { rel: 'modulepreload', href: file(name), integrity, crossorigin: '' });
    link.onload = () => done(import(file(name)));
    link.onerror = () => failed(new Error(`${name} was refused`));
    document.head.append(link);
  });

  const compile = async () => {
    const response = await get(assets.wasm);
    return WebAssembly.compileStreaming
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer());
  };

  // The page's own token address, asked as the page would ask it.
  const askToken = async () => {
    const response = await fetch(settings.tokenUrl, { credentials: 'same-origin', cache: 'no-store' });
    if (response.status === 401 || response.status === 204) return null;
    const type = response.headers.get('content-type') || '';
    if (!response.ok || !type.includes('json')) {
      warn('data-token-url', `answered ${response.status} ${type}, expected JSON with a token`);
      throw new Error('token');
    }
    return (await response.json()).token;
  };

  let app;
  let started;
  const start = async () => {
    const [glue, module, css, texts] = await Promise.all([
      code(assets.app), compile(), get(assets.css).then((it) => it.text()),
      get(assets.locales[lang]).then((it) => it.json()),
    ]);
    await pause();
    glue.onTrap?.(giveUp);
    await glue.default({ module_or_path: module });
    await pause();
    if (settings.tokenUrl && !hooks.getToken) hooks.getToken = askToken;
    const root = host('stempel-sheet', css);
    const mount = root.appendChild(document.createElement('div'));
    document.body.append(root.host);
    glue.start(mount, {
      endpoint: settings.endpoint, lang, texts, hooks, emit, signInUrl: settings.signInUrl,
      launcher: (text) => { if (!settings.label) label.textContent = text || words.label; },
    });
    app = glue;
    emit('ready');
  };

  // Without WebAssembly, under a policy that forbids it, or after a crash: a plain link.
  const giveUp = (error) => {
    app = null;
    launcher.host.removeAttribute('data-open');
    document.querySelector('stempel-sheet')?.remove();
    warn('fallback', `the application cannot run here (${error?.message || error})`);
    // The link itself reads the address, as the page would, and never throws.
    const link = element('a', { href: settings.fallbackUrl || 'none:' }, icon,
      element('span', {}, words.fallback));
    if (/^https?:$/.test(link.protocol)) button.replaceWith(link);
    else launcher.host.remove();
  };

  const load = () => (started ||= start().catch(giveUp));
  const command = async (name, argument) => {
    button.setAttribute('aria-busy', 'true');
    await load();
    await pause();
    button.removeAttribute('aria-busy');
    try {
      app?.command(name, argument);
    } catch (error) {
      giveUp(error);
    }
  };
  // What only matters to a running application is not a reason to fetch it.
  const tell = (name) => { if (started) command(name); };

  const listeners = [];
  const api = {
    version: assets.version,
    init: (given) => { Object.assign(hooks, given); tell('refresh'); },
    open: (place) => command('open', place),
    close: () => tell('close'),
    refresh: () => tell('refresh'),
    identify: () => tell('identify'),
    logout: () => tell('logout'),
    on: (name, listener) => {
      const wrapped = (event) => listener(event.detail);
      listeners.push([name, listener, wrapped]);
      document.addEventListener(`stempel:${name}`, wrapped);
    },
    off: (name, listener) => listeners
      .filter((it) => it[0] === name && it[1] === listener)
      .forEach((it) => document.removeEventListener(`stempel:${name}`, it[2])),
    push: (...calls) => {
      for (const [name, ...given] of calls) api[name]?.(...given);
    },
  };
  const queue = window.Stempel || [];
  window.Stempel = api;
  api.push(...queue);

  if (!settings.endpoint) return warn('data-endpoint', 'is missing');
  for (const intent of ['pointerenter', 'focus', 'touchstart']) {
    button.addEventListener(intent, load, { once: true, passive: true });
  }
  button.addEventListener('click', () => api.open());

  const draw = () => {
    document.body.append(launcher.host);
    if (settings.load === 'idle') (window.requestIdleCallback || setTimeout)(load);
  };
  if (document.body) draw();
  else document.addEventListener('DOMContentLoaded', draw);
})();
