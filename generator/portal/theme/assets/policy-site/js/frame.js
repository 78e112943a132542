// The frame of a page: the menu of narrow screens, the button that prints, and what other scripts share.
(function () {
  "use strict";
  var site = window.policySite;
  if (site.words) { return; }
  site.words = JSON.parse(document.getElementById("ps-words").textContent);

  /** Put values into words: say("found", {count: 3}). */
  site.say = function (key, values) {
    return Object.keys(values || {}).reduce(function (text, name) {
      return text.split("{" + name + "}").join(values[name]);
    }, site.words[key] || key);
  };

  /** Make an element with attributes and children. */
  site.make = function (name, attributes, children) {
    var element = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    [].concat(children || []).forEach(function (child) { element.append(child); });
    return element;
  };

  /** Say something to people who listen to the page, without moving their focus. */
  var voice = null;
  site.announce = function (text) {
    if (!voice) {
      voice = site.make("div", { role: "status", class: "ps-hidden" });
      article().append(voice);
    }
    voice.textContent = "";
    setTimeout(function () { voice.textContent = text; }, 60);
  };

  /** Load a script of the site once, also where the site lies on a disk. */
  var loading = {};
  site.load = function (path) {
    loading[path] = loading[path] || new Promise(function (resolve, reject) {
      var script = site.make("script", { src: new URL(path, site.base).href });
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
    return loading[path];
  };

  function article() { return document.querySelector("article") || document.body; }

  /** The row of buttons below the heading; made when the first button comes. */
  site.tools = function () {
    var row = document.querySelector(".ps-tools");
    if (!row) {
      row = site.make("div", { class: "ps-tools" });
      var first = document.querySelector("article > h2, article > h3, article > ul, article > .filterable");
      if (first) { first.before(row); } else { article().append(row); }
    }
    return row;
  };

  function menu() {
    var button = document.querySelector(".ps-menu");
    var drawer = document.querySelector("[data-md-toggle=drawer]");
    if (!button || !drawer) { return; }
    function show(open) {
      if (drawer.checked !== open) { drawer.click(); }
      button.setAttribute("aria-expanded", String(open));
    }
    button.addEventListener("click", function () {
      show(!drawer.checked);
      if (drawer.checked) {
        requestAnimationFrame(function () {
          var first = document.querySelector(".ps-nav [aria-current]") || document.querySelector(".ps-nav a");
          if (first) { first.focus(); }
        });
      }
    });
    drawer.addEventListener("change", function () { button.setAttribute("aria-expanded", String(drawer.checked)); });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && drawer.checked) { show(false); button.focus(); }
    });
  }

  /** One button for the two choices that the theme offers as a pair of radio buttons. */
  function colours() {
    var button = document.querySelector(".ps-colours"), choices = Array.from(document.querySelectorAll("[data-md-component=palette] input"));
    if (!button || choices.length < 2) { return; }
    function name() {
      var dark = document.body.getAttribute("data-md-color-scheme") === "slate";
      button.setAttribute("aria-label", dark ? site.words.light : site.words.dark);
    }
    button.addEventListener("click", function () {
      var now = document.body.getAttribute("data-md-color-scheme");
      choices.filter(function (choice) { return choice.dataset.mdColorScheme !== now; })[0].click();
      name();
    });
    name();
  }

  function printing() {
    if (!document.querySelector("article > h2, article > .filterable") || document.querySelector("article .ps-search--page, article .panels")) { return; }
    var button = site.make("button", { type: "button", class: "ps-button ps-print" }, site.words.print);
    button.addEventListener("click", function () { window.print(); });
    site.tools().append(button);
  }

  /** What is folded on the screen is read on paper. */
  function unfold() {
    var closed = [];
    addEventListener("beforeprint", function () {
      closed = Array.from(document.querySelectorAll("article details:not([open])"));
      closed.forEach(function (part) { part.open = true; });
    });
    addEventListener("afterprint", function () { closed.forEach(function (part) { part.open = false; }); });
  }

  menu();
  colours();
  printing();
  unfold();
})();
