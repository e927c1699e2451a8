// The shop's own doing: a button that counts, and a cart that the
// widget may ask for. Written with nothing but the oldest means, so that it works on every page.
(function () {
  // Pages that replace their body run this again.
  if (document.documentElement.shop) return;
  document.documentElement.shop = true;
  document.addEventListener('click', function (event) {
    if (event.target.id !== 'buy') return;
    var cart = document.getElementById('cart');
    cart.firstChild.data = String(Number(cart.firstChild.data) + 1);
  });

  var queue = window.Stempel || (window.Stempel = []);
  if (!queue.push) return;
  queue.push(['init', {
    cart: function () {
      return { currency: 'PLN', lines: [{ sku: 'kettle', category: 'gear', quantity: 1, unit_price: 4900 }] };
    },
  }]);
})();
