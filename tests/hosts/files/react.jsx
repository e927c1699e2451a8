// A shop written with React: its inline elements are moved, taken out, put back, and the whole tree
// is thrown away and built again.
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

function App() {
  const [order, setOrder] = useState(['balance', 'earn', 'cart', 'panel']);
  const [shown, setShown] = useState(true);
  const [price, setPrice] = useState(4900);
  const parts = {
    balance: <stempel-balance />,
    earn: <stempel-earn id="product" sku="kettle" category="gear" price={price} currency="PLN" />,
    cart: <stempel-earn id="lines" currency="PLN" lines={[{ sku: 'kettle', category: 'gear', quantity: 2, unit_price: price }]} />,
    panel: <stempel-panel />,
  };
  return <>
    <button id="swap" onClick={() => setOrder(order.toReversed())}>Swap</button>
    <button id="toggle" onClick={() => setShown(!shown)}>Toggle</button>
    <button id="price" onClick={() => setPrice(9800)}>Price</button>
    <button id="replace" onClick={replace}>Replace</button>
    {order.map((name) => <section key={name}>{shown && parts[name]}</section>)}
  </>;
}

let root;
function replace() {
  root?.unmount();
  const place = document.createElement('div');
  document.querySelector('main').replaceChildren(place);
  root = createRoot(place);
  root.render(<App />);
}
replace();
