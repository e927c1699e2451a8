// Keeps whatever the browser complains about, for those who ask later.
(function () {
  var complaints = (window.complaints = []);
  function keep(what, event) { complaints.push(what + ': ' + event); }
  addEventListener('error', function (event) { keep('error', event.message || (event.target && event.target.src)); }, true);
  addEventListener('unhandledrejection', function (event) { keep('rejection', event.reason && (event.reason.stack || event.reason)); });
  addEventListener('securitypolicyviolation', function (event) {
    // Browsers ask for an icon by themselves.
    if (!/favicon.ico$/.test(event.blockedURI)) keep('policy', event.violatedDirective + ' ' + event.blockedURI);
  });
  var error = console.error;
  console.error = function () { keep('console', [].join.call(arguments, ' ')); error.apply(console, arguments); };
})();
