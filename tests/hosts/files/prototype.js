// What Prototype.js 1.6 and 1.7 did to the natives, in our own words: methods that everything
// inherits and `for in` sees, natives replaced by namesakes that do something else, and arrays and
// texts that turn themselves into JSON twice.
(function (global) {
  function extend(target, source) { for (var key in source) target[key] = source[key]; return target; }
  function toArray(it) {
    if (!it) return [];
    if ('toArray' in Object(it)) return it.toArray();
    var length = it.length || 0, result = new Array(length);
    while (length--) result[length] = it[length];
    return result;
  }
  var slice = Array.prototype.slice;
  global.Prototype = { Version: '1.6.0.3', K: function (it) { return it; }, emptyFunction: function () {} };
  global.$ = function (id) { return typeof id === 'string' ? document.getElementById(id) : id; };
  global.$$ = function (selector) { return toArray(document.querySelectorAll(selector)); };
  global.$A = Array.from = toArray;
  extend(Object, { extend: extend, toJSON: function (it) { return JSON.stringify(it); } });

  var Enumerable = global.Enumerable = {
    each: function (run, context) { for (var i = 0; i < this.length; i++) run.call(context, this[i], i); return this; },
    collect: function (run, context) {
      var result = [];
      this.each(function (it, i) { result.push((run || global.Prototype.K).call(context, it, i)); });
      return result;
    },
    detect: function (run, context) {
      var found;
      this.each(function (it, i) { if (found === undefined && run.call(context, it, i)) found = it; });
      return found;
    },
    findAll: function (run, context) {
      var result = [];
      this.each(function (it, i) { if (run.call(context, it, i)) result.push(it); });
      return result;
    },
    include: function (it) { return this.indexOf(it) !== -1; },
    toArray: function () { return this.collect(); },
    size: function () { return this.length; },
    inspect: function () { return '#<Enumerable>'; },
  };
  extend(Array.prototype, Enumerable);
  extend(Array.prototype, {
    map: Enumerable.collect, find: Enumerable.detect, filter: Enumerable.findAll, entries: Enumerable.toArray,
    first: function () { return this[0]; },
    last: function () { return this[this.length - 1]; },
    clear: function () { this.length = 0; return this; },
    clone: function () { return slice.call(this); },
    without: function (value) { return this.findAll(function (it) { return it !== value; }); },
    flatten: function () { return [].concat.apply([], this); },
    reverse: function (inline) {
      var source = inline === false ? this.clone() : this;
      for (var i = 0, j = source.length - 1; i < j; i++, j--) { var kept = source[i]; source[i] = source[j]; source[j] = kept; }
      return source;
    },
    toJSON: function () { return '[' + this.collect(function (it) { return JSON.stringify(it); }).join(', ') + ']'; },
  });
  extend(String.prototype, {
    toJSON: function () { return '"' + this + '"'; },
    startsWith: function (it) { return this.indexOf(it) === 0; },
    endsWith: function (it) { var at = this.length - it.length; return at >= 0 && this.lastIndexOf(it) === at; },
    include: function (it) { return this.indexOf(it) > -1; },
    strip: function () { return this.replace(/^\s+/, '').replace(/\s+$/, ''); },
    times: function (count) { return count < 1 ? '' : new Array(count + 1).join(this); },
    sub: function (it, other) { return this.replace(it, other); },
  });
  extend(Number.prototype, { toJSON: function () { return isFinite(this) ? this.toString() : 'null'; }, succ: function () { return this + 1; } });
  Date.prototype.toJSON = function () { return '"' + this.toISOString() + '"'; };
  extend(Function.prototype, {
    bind: function (context) {
      if (arguments.length < 2 && context === undefined) return this;
      var method = this, given = slice.call(arguments, 1);
      return function () { return method.apply(context, given.concat(slice.call(arguments))); };
    },
    curry: function () { return this.bind.apply(this, [this].concat(slice.call(arguments))); },
    defer: function () { return setTimeout(this, 10); },
    wrap: function (wrapper) { var method = this; return function () { return wrapper.apply(this, [method.bind(this)].concat(slice.call(arguments))); }; },
  });

  var old = global.Element;
  global.Element = function (tag, attributes) {
    var it = document.createElement(tag);
    for (var key in attributes) it.setAttribute(key, attributes[key]);
    return it;
  };
  extend(global.Element, old);
  global.Element.prototype = old.prototype;
  extend(HTMLElement.prototype, {
    remove: function () { this.parentNode.removeChild(this); return this; },
    replace: function (html) { this.outerHTML = html; return this; },
    update: function (html) { this.innerHTML = html; return this; },
    insert: function (html) { this.insertAdjacentHTML('beforeend', html); return this; },
    select: function (selector) { return toArray(this.querySelectorAll(selector)); },
    show: function () { this.style.display = ''; return this; },
    hide: function () { this.style.display = 'none'; return this; },
    toggle: function () { return this; },
    observe: function (name, run) { this.addEventListener(name, run); return this; },
    childElements: function () { return toArray(this.children); },
    setStyle: function (styles) { extend(this.style, styles); return this; },
    identify: function () { return this.id || (this.id = 'anonymous_element_1'); },
  });
  extend(Event.prototype, { stop: function () { this.preventDefault(); this.stopPropagation(); }, element: function () { return this.target; } });
  document.getElementsByClassName = function (name) { return $$('.' + name); };
  global.Class = { create: function () { return function () { if (this.initialize) this.initialize.apply(this, arguments); }; } };
  global.Hash = global.Class.create();
  global.Ajax = {};
})(this);
