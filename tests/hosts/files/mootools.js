// What MooTools 1.2 to 1.4 did to the natives, in our own words: types of its own in the place of
// Element, Event, Window, Document and JSON, another bind and another Array.from, and methods that
// everything inherits and `for in` sees.
(function (global) {
  function implement(type, methods) { for (var name in methods) type.prototype[name] = methods[name]; }
  var slice = Array.prototype.slice;
  function isEnumerable(it) { return it != null && typeof it.length === 'number' && typeof it !== 'function'; }
  global.MooTools = { version: '1.2.5' };
  global.typeOf = global.$type = function (it) { return Array.isArray(it) ? 'array' : it === null ? 'null' : typeof it; };
  global.$ = document.id = function (id) { return typeof id === 'string' ? document.getElementById(id) : id; };
  global.$$ = function (selector) { return slice.call(document.querySelectorAll(selector)); };

  Array.from = function (it) {
    if (it == null) return [];
    return isEnumerable(it) && typeof it !== 'string' ? slice.call(it) : [it];
  };
  String.from = function (it) { return it + ''; };
  Number.from = function (it) { var number = parseFloat(it); return isFinite(number) ? number : null; };
  Function.from = function (it) { return typeof it === 'function' ? it : function () { return it; }; };
  Object.each = Object.forEach = function (object, run) { for (var key in object) run(object[key], key, object); };
  Object.append = function (target, source) { for (var key in source) target[key] = source[key]; return target; };
  Object.clone = function (it) { return Object.append({}, it); };

  implement(Function, {
    extend: function (source) { return Object.append(this, source); },
    implement: function (source) { implement(this, source); return this; },
    attempt: function (given, that) { try { return this.apply(that, Array.from(given)); } catch (error) { return null; } },
    bind: function (that, given) {
      var self = this;
      if (given != null) given = Array.from(given);
      return function () { return self.apply(that, given || arguments); };
    },
    delay: function (time, that, given) { return setTimeout(this.bind(that, given), time); },
    pass: function (given, that) { return this.bind(that, given); },
    periodical: function (time) { return setInterval(this, time); },
  });
  implement(Array, {
    each: function (run, that) { for (var i = 0; i < this.length; i++) run.call(that, this[i], i, this); },
    append: function (array) { this.push.apply(this, array); return this; },
    clean: function () { return this.filter(function (it) { return it != null; }); },
    clone: function () { return slice.call(this); },
    contains: function (it, from) { return this.indexOf(it, from) !== -1; },
    empty: function () { this.length = 0; return this; },
    erase: function (it) { for (var i = this.length; i--;) if (this[i] === it) this.splice(i, 1); return this; },
    flatten: function () { return [].concat.apply([], this); },
    getLast: function () { return this.length ? this[this.length - 1] : null; },
    include: function (it) { if (!this.contains(it)) this.push(it); return this; },
    link: function () { return {}; },
  });
  implement(String, {
    contains: function (text, separator) { return (separator ? separator + this + separator : this).indexOf(text) > -1; },
    test: function (expression) { return new RegExp(expression).test(this); },
    clean: function () { return this.replace(/\s+/g, ' ').trim(); },
    camelCase: function () { return this.replace(/-\D/g, function (it) { return it.charAt(1).toUpperCase(); }); },
    substitute: function (object) { return this.replace(/\{([^{}]+)\}/g, function (_, name) { return object[name]; }); },
    toInt: function (base) { return parseInt(this, base || 10); },
  });
  implement(Number, {
    limit: function (min, max) { return Math.min(max, Math.max(min, this)); },
    times: function (run) { for (var i = 0; i < this; i++) run(i); },
    toInt: function (base) { return parseInt(this, base || 10); },
  });

  var JSONs = global.JSON;
  global.JSON = {
    parse: function (text, revive) { return JSONs.parse(text, revive); },
    stringify: function (value, replace, space) { return JSONs.stringify(value, replace, space); },
    encode: function (value) { return JSONs.stringify(value); },
    decode: function (text) { return JSONs.parse(text); },
    $specialChars: {},
  };

  function replace(name, construct) {
    var old = global[name];
    construct.prototype = old.prototype;
    construct.parent = old;
    global[name] = construct;
  }
  replace('Element', function (tag, options) {
    var it = document.createElement(tag);
    for (var key in options) it.setAttribute(key, options[key]);
    return it;
  });
  replace('Event', function (event) { this.event = event; return event; });
  replace('Window', function () { return window; });
  replace('Document', function () { return document; });
  var methods = {
    set: function (name, value) { this.setAttribute(name, value); return this; },
    get: function (name) { return this.getAttribute(name); },
    addEvent: function (name, run) { this.addEventListener(name, run); return this; },
    removeEvent: function (name, run) { this.removeEventListener(name, run); return this; },
    fireEvent: function () { return this; },
    adopt: function () { for (var i = 0; i < arguments.length; i++) this.appendChild(arguments[i]); return this; },
    grab: function (it) { this.appendChild(it); return this; },
    inject: function (it) { it.appendChild(this); return this; },
    dispose: function () { return this.parentNode ? this.parentNode.removeChild(this) : this; },
    empty: function () { while (this.firstChild) this.removeChild(this.firstChild); return this; },
    getElement: function (selector) { return this.querySelector(selector); },
    getElements: function (selector) { return slice.call(this.querySelectorAll(selector)); },
    getParent: function () { return this.parentNode; },
    hasClass: function (name) { return this.className.split(' ').contains(name); },
    setStyle: function (name, value) { this.style[name] = value; return this; },
    store: function () { return this; },
    retrieve: function () { return null; },
    toQueryString: function () { return ''; },
  };
  for (var name in methods) HTMLElement.prototype[name] = methods[name];
  document.addEvent = window.addEvent = methods.addEvent;
  global.Hash = function (object) { Object.append(this, object); };
  global.Class = function () { return function () {}; };
  global.Browser = { Engine: {}, Features: {} };
})(this);
