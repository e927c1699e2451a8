// What the application asks of the page: its hooks, its token, its storage; and what it tells it.
const MILLISECONDS = { apply: 20_000, beforeRedeem: 20_000 };

/** Tells the page what happened: a DOM event, and the listeners of `Stempel.on`. */
const emit = (name, detail) => {
  // The panel covers the launcher, which would only be in the way of its targets.
  if (/^(open|close)$/.test(name)) core.launcher.toggleAttribute('data-open', name === 'open');
  if (name === 'open') soon();
  sheet.dispatchEvent(new CustomEvent(`stempel:${name}`, { detail, bubbles: true, composed: true }));
  for (const [wanted, listener] of core.ears) {
    // A listener's mistake is the page's to hear of, and stops nobody else.
    if (wanted === name) queueMicrotask(() => listener(detail));
  }
};

/** Puts words on the launcher; none stand for its first ones. */
const label = (words) => {
  if (!core.settings.label) core.label.textContent = words || core.words.label;
};

const asked = (name) => core.settings[name] || (name === 'getToken' && core.settings.tokenUrl && askToken);
const has = (name) => typeof asked(name) === 'function';

/** Asks a hook; undefined without one. A promise that is broken when the hook fails. */
const hook = (name, argument) => {
  if (!has(name)) return undefined;
  const ask = asked(name);
  return new Promise((done, broken) => {
    const failed = (why) => {
      if (ask !== askToken) core.warn('hook', `${name}: ${why}`);
      // A policy that forbids the address has its own line, soon.
      else core.pause(100).then(() => core.told.policy || core.warn('data-token-url', why));
      broken(why);
    };
    const timer = setTimeout(failed, MILLISECONDS[name] || 5_000, 'no answer in time');
    // After an answer the clock says nothing, after the clock an answer neither.
    Promise.resolve(argument).then(ask).finally(() => clearTimeout(timer)).then(done, failed);
  });
};

// The page's own token address, asked as the page would ask it.
const askToken = async () => {
  const response = await fetch(core.settings.tokenUrl, { credentials: 'same-origin', cache: 'no-store' });
  if (response.status === 401 || response.status === 204) return null;
  const type = response.headers.get('content-type') || '';
  const found = response.ok && type.includes('json') && await response.json();
  if (!found || found.token === undefined) {
    throw Error(`answered ${response.status} ${type}, expected JSON with a token`);
  }
  return found.token;
};

/** What a token says. It is the page's own; its signature is the backend's business. */
const claims = (token) => {
  try {
    const found = JSON.parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
    customer = found.sub;
    return found;
  } catch {
    return {};
  }
};

// The link reads an address as the page would, and never throws.
const resolved = (url) => Object.assign(document.createElement('a'), { href: url }).href;
const isWeb = (url) => /^https?:/.test(resolved(url));

// A policy of the page that forbids an address the application needs.
const policy = ({ effectiveDirective, blockedURI }) => {
  const { endpoint, tokenUrl } = core.settings;
  const ours = (url) => url && blockedURI.startsWith(resolved(url));
  if ([endpoint, tokenUrl].some(ours)) core.warn('policy', `${effectiveDirective} forbids ${blockedURI}`);
};

/** Finds out why an endpoint cannot be reached, for the developer's console. */
const unreachable = async () => {
  const { endpoint } = core.settings;
  // By then a policy has been heard of.
  await core.pause(100);
  if (core.told.policy || !navigator.onLine) return;
  const reached = () => core.warn('origin', `${endpoint} answers, but not to pages of ${location.origin}`);
  await fetch(`${endpoint}/program`, { mode: 'no-cors', credentials: 'omit' })
    .then(reached, () => core.warn('unreachable', `${endpoint} does not answer`));
};
