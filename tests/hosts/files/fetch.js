// What monitoring scripts do: calls are wrapped, counted and read along.
(function () {
  var calls = 0;
  var fetch = window.fetch;
  window.fetch = function (address, options) {
    calls++;
    return fetch.call(window, address, options).then(function (response) {
      return response.clone().text().then(function () { return response; });
    });
  };
  var open = XMLHttpRequest.prototype.open;
  XMLHttpRequest.prototype.open = function () { calls++; return open.apply(this, arguments); };
  var listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (typeof listener !== 'function') return listen.call(this, type, listener, options);
    return listen.call(this, type, function (event) { calls++; return listener.call(this, event); }, options);
  };
  var timeout = window.setTimeout;
  window.setTimeout = function (run, time) { calls++; return timeout(function () { run(); }, time); };
})();
