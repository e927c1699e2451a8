// Additions that everything inherits and `for in` sees, as small helpers of old shops left them.
Object.prototype.each = function (run) { for (var key in this) run(key, this[key]); };
Object.prototype.isEmpty = function () { for (var key in this) if (this.hasOwnProperty(key)) return false; return true; };
Object.prototype.toJSONString = function () { return JSON.stringify(this); };
Object.prototype.clone = function () { return Object.assign({}, this); };
Array.prototype.remove = function (it) { var at = this.indexOf(it); if (at >= 0) this.splice(at, 1); return this; };
Array.prototype.sum = function () { return this.reduce(function (a, b) { return a + b; }, 0); };
Function.prototype.inherits = function (parent) { this.prototype = Object.create(parent.prototype); };
String.prototype.trimAll = function () { return this.replace(/\s/g, ''); };
Number.prototype.round = function () { return Math.round(this); };
Promise.prototype.done = function (run) { return this.then(run); };
