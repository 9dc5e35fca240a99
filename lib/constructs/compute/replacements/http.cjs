/** Imported as an ES module, `node:http` evaluates its getters, and they load undici: 10 ms that nothing here uses. */
module.exports = process.getBuiltinModule('node:http');
