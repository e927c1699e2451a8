// The last known program and snapshot, kept in the browser only where the page allows it.
const KEY = 'stempel';
let shelved = {};
let customer;

// Pages may be denied any storage; then nothing is kept.
const shelf = async () => {
  const { store } = core.settings;
  if (store === 'session') return sessionStorage;
  if (store === 'consent' && has('consent')) {
    if (await hook('consent')) return localStorage;
    localStorage.removeItem(KEY);
  }
  return undefined;
};

/** Keeps an answer by its name; `undefined` forgets all of them, wherever they are. */
const keep = async (name, value) => {
  try {
    if (value === undefined) {
      shelved = {};
      if (core.settings.store) [sessionStorage, localStorage].forEach((it) => it.removeItem(KEY));
      return;
    }
    shelved = { ...shelved, endpoint: core.settings.endpoint, customer, [name]: value };
    (await shelf())?.setItem(KEY, JSON.stringify(shelved));
  } catch { /* Full or forbidden: it was only to be convenient. */ }
};

/** What was kept of this endpoint. */
const kept = async () => {
  try {
    const found = JSON.parse((await shelf())?.getItem(KEY) ?? null);
    if (customer && found?.customer !== customer) keep();
    else if (found?.endpoint === core.settings.endpoint) return found;
  } catch { /* As above. */ }
  return undefined;
};
