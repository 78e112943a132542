// Gives the page the colours that its reader chose before, or that the system asks for, before the first paint.
(function () {
  "use strict";
  var chosen = window.__md_get("__palette");
  var colour = chosen && chosen.color;
  if (!colour) {
    var dark = matchMedia("(prefers-color-scheme: dark)").matches;
    colour = { scheme: dark ? "slate" : "default" };
  }
  Object.keys(colour).forEach(function (name) {
    document.body.setAttribute("data-md-color-" + name, colour[name]);
  });
})();
