// Runs before anything else of a page: where the site begins, and the few helpers that the theme's own script asks for.
(function () {
  "use strict";
  var base = new URL(document.currentScript.dataset.base.replace(/\/?$/, "/"), location);
  var key = function (name) { return base.pathname + "." + name; };
  window.policySite = { base: base };
  window.__md_scope = base;
  window.__md_hash = function (text) {
    var hash = 0;
    for (var letter of text) { hash = ((hash << 5) - hash + letter.charCodeAt(0)) | 0; }
    return hash;
  };
  window.__md_get = function (name, storage) {
    try { return JSON.parse((storage || localStorage).getItem(key(name))); } catch (error) { return null; }
  };
  window.__md_set = function (name, value, storage) {
    try { (storage || localStorage).setItem(key(name), JSON.stringify(value)); } catch (error) { /* a closed store */ }
  };
})();
