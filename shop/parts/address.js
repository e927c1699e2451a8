// The fields of an address; which of them are asked for depends on the delivery.

import { h } from '../dom.js';
import { words } from '../words.js';

const FIELDS = [
  ['name', 'name', 'text'],
  ['email', 'email', 'email'],
  ['street', 'street-address', 'text'],
  ['postcode', 'postal-code', 'text'],
  ['city', 'address-level2', 'text'],
];
const LOOKS_RIGHT = { email: /^\S+@\S+\.\S+$/, postcode: /^\d{2}-\d{3}$/ };

export function addressFields(address = {}) {
  const fields = Object.fromEntries(FIELDS.map(([name, autocomplete, type]) => [name, field(name, autocomplete, type, address[name] ?? '')]));
  const street = h('div', { class: 'form-part' }, fields.street.body, h('div', { class: 'pair' }, fields.postcode.body, fields.city.body));
  const legend = h('legend', {});
  const wanted = () => (street.hidden ? ['name', 'email'] : FIELDS.map(([name]) => name));
  return {
    body: h('fieldset', {}, legend, fields.name.body, fields.email.body, street),
    value: () => Object.fromEntries(FIELDS.map(([name]) => [name, fields[name].input.value.trim()])),
    toDoor: (yes) => { street.hidden = !yes; legend.textContent = yes ? words.checkout.address : words.checkout.contact; },
    // Marks what cannot be right, goes to the first of it, and says whether there was any.
    wrong: () => {
      const bad = wanted().filter((name) => !right(name, fields[name].input.value.trim()));
      for (const [name] of FIELDS) fields[name].mark(bad.includes(name));
      if (bad.length) fields[bad[0]].input.focus();
      return bad.length > 0;
    },
    mark: (name) => { fields[name]?.mark(true); fields[name]?.input.focus(); },
  };
}

const right = (name, value) => value !== '' && (LOOKS_RIGHT[name]?.test(value) ?? true);

function field(name, autocomplete, type, value) {
  const why = h('p', { class: 'why', id: `${name}-why` });
  const input = h('input', {
    id: name, name, type, autocomplete, value, required: true, maxlength: 120, 'aria-describedby': why.id,
    inputmode: type === 'email' ? 'email' : undefined,
  });
  const mark = (bad) => {
    input.setAttribute('aria-invalid', String(bad));
    why.textContent = bad ? words.checkout.wrong[name] : '';
  };
  input.addEventListener('change', () => right(name, input.value.trim()) && mark(false));
  return { body: h('div', { class: 'field' }, h('label', { for: name }, words.checkout[name]), input, why), input, mark };
}
