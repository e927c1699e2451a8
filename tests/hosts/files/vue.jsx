// The same shop written with Vue.
import { createApp, h, ref } from 'vue/dist/vue.runtime.esm-bundler.js';

const order = ref(['balance', 'earn', 'cart', 'panel']);
const shown = ref(true);
const price = ref(4900);

const parts = {
  balance: () => h('stempel-balance'),
  earn: () => h('stempel-earn', { id: 'product', sku: 'kettle', category: 'gear', price: price.value, currency: 'PLN' }),
  cart: () => h('stempel-earn', {
    id: 'lines', currency: 'PLN', '.lines': [{ sku: 'kettle', category: 'gear', quantity: 2, unit_price: price.value }],
  }),
  panel: () => h('stempel-panel'),
};
const button = (id, does) => h('button', { id, onClick: does }, id);

const App = () => [
  button('swap', () => (order.value = order.value.toReversed())),
  button('toggle', () => (shown.value = !shown.value)),
  button('price', () => (price.value = 9800)),
  button('replace', replace),
  order.value.map((name) => h('section', { key: name }, shown.value ? [parts[name]()] : [])),
];

let app;
function replace() {
  app?.unmount();
  const place = document.createElement('div');
  document.querySelector('main').replaceChildren(place);
  app = createApp(App);
  app.mount(place);
}
replace();
