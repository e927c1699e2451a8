// The last known program and snapshot, kept in the browser only where the page allows it.
const KEY = 'stempel';
let shelved = {};
let customer;

/** The newest answers of this page, whole: some views read more of them than the first one. */
let newest = {};

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
      newest = { program: newest.program };
      shelved = {};
      if (core.settings.store) [sessionStorage, localStorage].forEach((it) => it.removeItem(KEY));
      return;
    }
    newest[name] = value;
    shelved = { ...shelved, endpoint: core.settings.endpoint, customer, [name]: value };
    (await shelf())?.setItem(KEY, JSON.stringify(shelved));
  } catch { /* Full or forbidden: it was only to be convenient. */ }
};

/** Gives the reader a value as a file. */
const offer = (name, value) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

/** Hands words to an application of the reader's choice; without words: whether that can be done. */
const share = (text) => (text ? navigator.share({ text }).catch(() => {}) : !!navigator.share);

/** What was kept of this endpoint. */
const kept = async () => {
  try {
    const found = JSON.parse((await shelf())?.getItem(KEY) ?? null);
    if (customer && found?.customer !== customer) keep();
    else if (found?.endpoint === core.settings.endpoint) return Object.assign(newest, { ...found, ...newest });
  } catch { /* As above. */ }
  return undefined;
};
