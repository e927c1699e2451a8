// Stempel's loader: reads the script tag, draws the launcher, reserves the room of inline elements,
// and stops. The application is fetched when a shopper shows intent or an inline element comes
// near. What is needed only after that is in loader/app; what a shopper reads in the panel, in src.
((guard) => guard(() => {
  const assets = __STEMPEL_ASSETS__;
  // A second tag has nothing to add. An element of the id `Stempel` is no first one.
  if (window.Stempel?.version) return;
  const page = document.documentElement;
  const script = document.currentScript || document.querySelector('script[src*="/stempel"]');
  // Settings and hooks: those of the tag, and what `init` adds.
  const settings = { ...script?.dataset };

  // One line a cause; the page of the docs says what to do.
  const told = {};
  const warn = (id, what) => {
    if (!told[id]) console.warn(`[stempel] ${id}: ${told[id] = what}. See docs/embed.md#${id}`);
  };

  const element = (name, attributes, ...children) => {
    const it = /svg|path/.test(name) ? document.createElementNS('http://www.w3.org/2000/svg', name)
      : document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => it.setAttribute(key, value));
    it.append(...children);
    return it;
  };

  // A strict policy on the page blocks inline styles; a constructed sheet is not one. The sheet
  // that was there before comes last and wins: it holds the room an element was promised.
  const dress = (host, css) => {
    const root = host.shadowRoot || host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    // Browsers that do not know the function are given its first colour.
    sheet.replaceSync(CSS.supports('color:light-dark(red,red)') ? css : css.replace(/light-dark\((.*?),[^)]*\)/g, '$1'));
    root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets];
    return root;
  };

  // The page's own colour scheme, unless the shop says otherwise.
  const scheme = () => (settings.theme === 'system' ? 'light dark' : settings.theme || 'inherit');
  const look = () => `:host{all:initial!important;font-size:medium!important;position:fixed!important;\
z-index:2147483647!important;inset-block-end:calc(1em + env(safe-area-inset-bottom))!important;\
inset-inline-${settings.position === 'start' ? 'start' : 'end'}:1em!important;\
color-scheme:${scheme()}!important}\
:host([data-open]){visibility:hidden!important}\
button,a{all:unset;box-sizing:border-box;display:flex;align-items:center;gap:.6em;min-height:3.5em;\
padding:.5em 1.15em .5em .6em;border-radius:9em;cursor:pointer;border:2px solid #0000;\
background:var(--stempel-accent,light-dark(#7a3e1d,#e9a56b));color:var(--stempel-accent-ink,light-dark(#fff,#2a1708));box-shadow:0 .1em .2em #321e0a1f,0 .5em 1.6em #321e0a47}\
span{font:650 .95em/1.2 var(--stempel-font,system-ui,sans-serif);white-space:nowrap}\
span,svg{pointer-events:none}\
svg{width:2.5em;height:2.5em;fill:none;stroke:currentColor;stroke-width:4;stroke-linecap:round}\
:hover{filter:brightness(1.07)}\
:focus-visible{outline:3px solid var(--stempel-accent,light-dark(#7a3e1d,#e9a56b));outline-offset:3px}\
[aria-busy=true]>svg{opacity:.6}\
@media print{:host{display:none!important}}`;

  const label = element('span', {});
  const icon = element('svg', { viewBox: '0 0 100 100', 'aria-hidden': 'true' },
    element('path', { d: 'M50 5a45 45 0 1 0 .1 0', 'stroke-dasharray': '6 5.3' }),
    element('path', { d: 'M50 15a35 35 0 1 0 .1 0' }),
    element('path', { d: 'm33 51 12 12 23-25', 'stroke-width': '8' }));
  const button = element('button', { 'aria-haspopup': 'dialog' }, icon, label);
  const launcher = element('stempel-launcher', {});

  // Lets the page work between our steps, so that none of them makes a long task of it.
  const pause = (time) => new Promise((it) => setTimeout(it, time));
  const file = (name) => new URL(name, script?.src).href;

  const get = async ([name, integrity]) => {
    const response = await fetch(file(name), { integrity, mode: 'cors', credentials: 'omit' });
    if (!response.ok) throw Error(`${name}: ${response.status}`);
    return response;
  };

  // `import()` knows no integrity; a preload does, and a failed one must stop us. After a crash
  // the module is asked for under another address: the memory of the first cannot be trusted.
  const code = ([name, integrity]) => new Promise((done, failed) => {
    const href = file(name) + '?'.repeat(crashes);
    const link = element('link', { rel: 'modulepreload', href, integrity, crossorigin: '' });
    link.onload = () => done(import(href));
    link.onerror = () => failed(TypeError(name));
    document.head.append(link);
  });

  const compile = async () => {
    const response = await get(assets.wasm);
    return WebAssembly.compileStreaming
      ? WebAssembly.compileStreaming(response)
      : WebAssembly.compile(await response.arrayBuffer());
  };

  // Calls wait for an endpoint, from the tag or from `init`.
  let begun;
  const ready = new Promise((done) => { begun = done; });
  let lang;
  let words;
  let app;
  let started;
  let crashes = 0;
  let gone;
  const near = new Set();

  const start = async () => {
    const [glue, module] = await Promise.all([
      code(assets.app).then((it) => (it.prepare(get, lang), it)), compile(),
    ]);
    await pause();
    const core = { module, settings, lang, words, label, launcher, ears, told, warn, dress, scheme, pause, crashed };
    app = await glue.run(core);
    near.forEach(app.attach);
  };

  const failed = async (error, again) => {
    // By then the browser has told what a policy forbids; and a network may have stumbled once.
    await pause(500);
    const offline = error instanceof TypeError && !told.policy;
    if (offline && !again) return start().catch((it) => failed(it, true));
    if (!offline || navigator.onLine) return giveUp(error);
    label.textContent = words.offline;
    started = 0;
  };
  const load = () => words && !gone && (started ||= start().catch(failed));

  const crashed = (error) => {
    const again = launcher.matches('[data-open]') ? api.open : load;
    app?.end();
    app = started = 0;
    if (crashes++) return giveUp(error);
    warn('crash', error);
    again();
  };

  // Without WebAssembly, under a policy that forbids it, or after a second crash: a plain link.
  const giveUp = (error) => {
    gone = true;
    if (!crashes && !told.policy && !told.browser) warn(window.WebAssembly ? 'file' : 'browser', error);
    label.textContent = words.fallback;
    // The link itself reads the address, as the page would, and never throws.
    const link = element('a', { href: settings.fallbackUrl || 'none:' }, icon, label);
    const plain = /^https?:$/.test(link.protocol);
    near.forEach((it) => it.shadowRoot.replaceChildren(plain && it.matches('stempel-panel') ? link.cloneNode(true) : ''));
    if (plain) button.replaceWith(link);
    else launcher.remove();
  };

  const ears = new Set();
  const api = {
    version: assets.version,
    init: (more) => {
      Object.assign(settings, more);
      begin();
      api.refresh();
    },
    on: (...ear) => { ears.add(ear); },
    off: (...ear) => ears.forEach((it) => ear.every((part, index) => part === it[index]) && ears.delete(it)),
    push: (...calls) => calls.forEach(([name, ...given]) => api[name]?.(...given)),
  };
  ['open', 'quote', 'close', 'refresh', 'identify', 'logout'].forEach((name, index) => {
    api[name] = async (argument) => {
      // What only matters to a running application is no reason to fetch it.
      if (index > 1 && !started) return;
      await ready;
      button.setAttribute('aria-busy', !app);
      await load();
      button.removeAttribute('aria-busy');
      return app?.command(name, argument);
    };
  });

  const idle = (run) => {
    const later = () => (window.requestIdleCallback || setTimeout)(run);
    if (document.readyState === 'complete') later();
    else addEventListener('load', later);
  };

  // A page that takes it away again and again gets its way.
  let draws = 9;
  const draw = () => {
    if (!gone && settings.position !== 'none' && !launcher.isConnected && draws--) page.append(launcher);
  };
  const follow = () => {
    const place = /^#stempel=(\w+)/.exec(location.hash);
    if (place) api.open(place[1]);
  };

  // Once there is an endpoint. What fails in it, fails in a call of the page, too.
  const begin = () => guard(() => {
    if (words || !/^http/.test(element('a', { href: settings.endpoint || 'none:' }).protocol)) return;
    // The page's language or the reader's, whichever comes first that there is a locale for.
    lang = [settings.lang, page.lang, ...(navigator.languages || []), 'en']
      .flatMap((it = '') => [it, it.split('-')[0]])
      .find((it) => assets.words[it]);
    words = assets.words[lang];
    launcher.lang = lang;
    label.textContent = settings.label || words.label;
    dress(launcher, look()).append(button);
    if (document.body) draw();
    else addEventListener('DOMContentLoaded', draw);
    // Beside the body it outlives pages that replace theirs; should one clean up there, too:
    new MutationObserver(() => setTimeout(draw)).observe(page, { childList: true });
    if (settings.load === 'idle' || near.size) idle(load);
    addEventListener('hashchange', follow);
    begun();
    follow();
  });

  const view = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
    if (!isIntersecting) return;
    view.unobserve(target);
    near.add(target);
    if (app) app.attach(target);
    else idle(load);
  }), { rootMargin: '50%' });
  for (const [name, room] of Object.entries({
    panel: 'block!important;min-block-size:var(--stempel-panel-height,47.5em)',
    balance: 'inline-block!important;min-inline-size:6em;min-block-size:1.5em',
    earn: 'block!important;min-block-size:1.5em',
  })) {
    const part = class extends HTMLElement {
      connectedCallback() {
        if (!this.shadowRoot) dress(this, `:host{font-size:medium!important;display:${room}!important}`);
        view.observe(this);
      }
      disconnectedCallback() {
        view.unobserve(this);
        near.delete(this);
        app?.detach(this);
      }
    };
    // Frameworks ask whether there is such a property before they set it.
    part.prototype.lines = null;
    customElements.define(`stempel-${name}`, part);
  }

  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    if (started && (/^wasm/.test(blockedURI) || blockedURI.startsWith(file('.')))) {
      warn('policy', `${effectiveDirective} forbids ${blockedURI.replace(/^wasm-eval/, "'wasm-unsafe-eval'")}`);
    }
  });

  button.onpointerenter = button.onfocus = load;
  button.onclick = () => api.open();

  const queue = window.Stempel;
  window.Stempel = api;
  if (Array.isArray(queue)) api.push(...queue);
  begin();
  idle(() => words || warn('data-endpoint', 'is missing or no address'));
}))((run) => {
  try {
    run();
  } catch (error) {
    console.warn(`[stempel] browser: ${error}. See docs/embed.md#browser`);
  }
});
