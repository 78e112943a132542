// On pages with statements: a button that copies a permalink, a choice of role, and a switch that shows where values come from.
(function () {
  "use strict";
  var site = window.policySite;
  if (site.statements) { return; }
  site.statements = true;
  var all = Array.from(document.querySelectorAll("article li.statement"));

  function copied(text) {
    if (navigator.clipboard && isSecureContext) { return navigator.clipboard.writeText(text); }
    return new Promise(function (resolve, reject) {
      var field = site.make("textarea", { class: "ps-hidden", "aria-hidden": "true", tabindex: "-1" });
      field.value = text;
      document.body.append(field);
      field.select();
      var done = document.execCommand("copy");
      field.remove();
      if (done) { resolve(); } else { reject(new Error("copy")); }
    });
  }

  all.forEach(function (item) {
    var link = item.querySelector("a.statement-id");
    if (!link) { return; }
    var button = site.make("button", { type: "button", class: "ps-copy", "aria-label": site.say("copy", { id: link.textContent }), title: site.words.copy_short });
    button.addEventListener("click", function () {
      copied(link.href).then(function () {
        button.classList.add("ps-copy--done");
        setTimeout(function () { button.classList.remove("ps-copy--done"); }, 2000);
        site.announce(site.words.copied);
      }, function () { site.announce(site.words.not_copied); });
    });
    link.after(button);
  });

  /** What belongs to a heading: everything up to the next heading of its level or above. */
  function section(heading) {
    var level = Number(heading.tagName[1]), parts = [], next = heading.nextElementSibling;
    while (next && !(/^H[1-6]$/.test(next.tagName) && Number(next.tagName[1]) <= level)) {
      parts.push(next);
      next = next.nextElementSibling;
    }
    return parts;
  }

  function filter(role) {
    var shown = 0;
    all.forEach(function (item) {
      item.hidden = role !== "" && item.dataset.role !== role;
      shown += item.hidden ? 0 : 1;
    });
    document.querySelectorAll("article h2, article h3").forEach(function (heading) {
      var parts = section(heading);
      var mine = parts.flatMap(function (part) { return Array.from(part.querySelectorAll("li.statement")); });
      var empty = role !== "" && mine.length > 0 && mine.every(function (item) { return item.hidden; });
      var aside = role !== "" && mine.length === 0;
      heading.hidden = empty || aside;
    });
    document.querySelectorAll("article h2, article h3").forEach(function (heading) {
      section(heading).forEach(function (part) {
        if (/^H[1-6]$/.test(part.tagName) || part.classList.contains("ps-tools")) { return; }
        part.hidden = role !== "" && !part.querySelector("li.statement:not([hidden])");
      });
    });
    return shown;
  }

  function roles() {
    var names = {};
    all.forEach(function (item) {
      var title = item.querySelector("strong a");
      if (item.dataset.role && title) { names[item.dataset.role] = names[item.dataset.role] || title.textContent; }
    });
    if (!document.querySelector("article #document-control") || Object.keys(names).length < 2) { return; }
    var choice = site.make("select", { id: "ps-role" }, site.make("option", { value: "" }, site.words.every_role));
    Object.keys(names).sort(function (one, other) { return names[one].localeCompare(names[other]); }).forEach(function (role) {
      var name = names[role];
      choice.append(site.make("option", { value: role }, name.charAt(0).toUpperCase() + name.slice(1)));
    });
    choice.addEventListener("change", function () {
      site.announce(site.say("statements_shown", { count: filter(choice.value) }));
    });
    site.tools().append(site.make("label", { class: "ps-choice", for: "ps-role" }, [site.words.duties_of + " ", choice]));
    function reveal() {
      var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && choice.value && (target.hidden || target.closest("[hidden]"))) {
        choice.value = "";
        filter("");
        target.scrollIntoView();
      }
    }
    addEventListener("hashchange", reveal);
  }

  function values() {
    if (!document.querySelector("article .value[data-name]")) { return; }
    var button = site.make("button", { type: "button", class: "ps-button", role: "switch", "aria-checked": "false" }, site.words.values);
    button.addEventListener("click", function () {
      var on = document.querySelector("article").classList.toggle("ps-values");
      button.setAttribute("aria-checked", String(on));
    });
    site.tools().append(button);
  }

  roles();
  values();
})();
