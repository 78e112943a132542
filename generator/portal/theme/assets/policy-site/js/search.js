// The search: over an index that the site carries, loaded when a reader first turns to a search field. Control numbers and ids
// of statements are found as they are written; words also by their synonyms in the glossary.
(function () {
  "use strict";
  var site = window.policySite;
  if (site.search) { return; }
  site.search = true;
  var MOST_PAGES = 12, MOST_PLACES = 3, AROUND = 70;
  var language = document.documentElement.lang || "en";
  var pages = null;

  var plain = function (text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); };

  /** Load the index, once, and bring it into the form that is searched. */
  function ready() {
    return site.load("search/search_index.js").then(function () {
      pages = pages || window.policyIndex.map(function (page) {
        return {
          url: page.url, title: page.title, kind: page.kind, language: page.language,
          plain: plain(page.title), keys: page.keys.map(plain),
          places: page.places.map(function (place) {
            return { anchor: place[0], title: place[1], text: place[2], plainTitle: plain(place[1]), plain: plain(place[2]) };
          })
        };
      });
    });
  }

  /** How well a word fits a text: 3 as a whole word, 2 as the beginning of one, 1 inside one. Of numbers, 8.5 is no part of 10.8.5. */
  function fits(text, word) {
    var number = /^[\d.]+$/.test(word), before = number ? /[\p{L}\p{N}.]/u : /[\p{L}\p{N}]/u, found = 0;
    for (var at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (at > 0 && before.test(text[at - 1])) {
        found = Math.max(found, number ? 0 : 1);
      } else if (/^(?![\p{L}\p{N}]|\.\d)/u.test(text.slice(at + word.length, at + word.length + 2))) {
        return 3;
      } else {
        found = 2;
      }
    }
    return found;
  }

  function forms(word) {
    var found = [word];
    if (/^a\.\d/.test(word)) { found.push(word.slice(2)); }
    if (word.length > 4 && /[^s]s$/.test(word)) { found.push(word.slice(0, -1)); }
    return found;
  }

  function best(text, word) { return Math.max.apply(null, forms(word).map(function (form) { return fits(text, form); })); }

  /** How well each word fits a page: its title and names, and each of its places. */
  function look(page, word) {
    var title = [0, 8, 30, 45][best(page.plain, word)], places = new Map();
    page.keys.forEach(function (key) {
      if (key === word) { title = Math.max(title, 120); } else if (key.startsWith(word)) { title = Math.max(title, 40); }
    });
    page.places.forEach(function (place) {
      var value = Math.max([0, 4, 14, 20][best(place.plainTitle, word)], [0, 1, 5, 7][best(place.plain, word)]);
      if (place.anchor === word || (place.anchor.includes("/") && place.anchor.endsWith("/" + word))) {
        value += /[./]/.test(place.anchor) ? 100 : 0;
      }
      if (value) { places.set(place, place.anchor.includes("/") ? value * 1.3 : value); }
    });
    return title || places.size ? { title: title, places: places } : null;
  }

  /** Add up what the words found: rare words count more, and words that stand together count more than words apart. */
  function score(page, looks, weights, words, whole) {
    var total = 0, found = 0, places = new Map(), together = new Map();
    looks.forEach(function (each, number) {
      if (!each) { return; }
      found += 1;
      total += each.title * weights[number];
      each.places.forEach(function (value, place) {
        places.set(place, (places.get(place) || 0) + value * weights[number]);
        together.set(place, (together.get(place) || 0) + weights[number]);
      });
    });
    if (!found) { return null; }
    var all = weights.reduce(function (sum, weight) { return sum + weight; }, 0);
    places.forEach(function (value, place) {
      var share = together.get(place) / all;
      places.set(place, value * (words.length > 1 ? 0.4 + 1.6 * share * share : 1) + (words.length > 1 && place.plain.includes(whole) ? 20 : 0));
    });
    Array.from(places.values()).sort(function (one, other) { return other - one; }).slice(0, 6).forEach(function (value, rank) {
      total += value / (rank ? 4 : 1);
    });
    if (page.keys.includes(whole)) { total += 150; }
    if (page.plain === whole) { total += 120; } else if (page.plain.startsWith(whole)) { total += 30; }
    total *= Math.pow(0.4, words.length - found) * ({ policy: 1.3, control: 1.2, guide: 1.1, emergency: 1.3, role: 0.8, reference: 0.5 }[page.kind] || 1);
    if (page.language !== language) { total *= language === "en" ? 0 : 0.3; }
    return total > 0 ? { page: page, score: total, places: places } : null;
  }

  function find(text) {
    var whole = plain(text.trim().replace(/\s+/g, " "));
    var words = whole.split(" ").filter(Boolean);
    if (!words.length || whole.length < 2) { return null; }
    var looks = pages.map(function (page) { return words.map(function (word) { return look(page, word); }); });
    var weights = words.map(function (_, number) {
      var count = looks.filter(function (each) { return each[number]; }).length;
      return words.length === 1 ? 1 : Math.max(0.02, 1 - Math.log(1 + count) / Math.log(1 + pages.length));
    });
    var found = pages.map(function (page, number) { return score(page, looks[number], weights, words, whole); }).filter(Boolean);
    return found.sort(function (one, other) { return other.score - one.score || one.page.title.localeCompare(other.page.title); });
  }

  /** The part of a text around the first word that was asked for, with what was found marked. */
  function excerpt(place, words) {
    var first = words.map(function (word) { return place.plain.indexOf(word); }).filter(function (at) { return at >= 0; });
    var same = place.plain.length === place.text.length;
    var at = first.length && same ? Math.min.apply(null, first) : 0;
    var from = at > AROUND ? place.text.lastIndexOf(" ", at - AROUND / 2) + 1 : 0;
    var shown = place.text.slice(from, from + AROUND * 2.4);
    return (from ? "… " : "") + shown + (from + shown.length < place.text.length ? " …" : "");
  }

  function marked(text, words) {
    var element = site.make("span"), flat = plain(text), position = 0;
    if (flat.length !== text.length) { element.textContent = text; return element; }
    var finds = [];
    words.forEach(function (word) {
      for (var at = flat.indexOf(word); at >= 0; at = flat.indexOf(word, at + word.length)) { finds.push([at, at + word.length]); }
    });
    finds.sort(function (one, other) { return one[0] - other[0]; }).forEach(function (pair) {
      if (pair[0] < position) { return; }
      element.append(text.slice(position, pair[0]), site.make("mark", {}, text.slice(pair[0], pair[1])));
      position = pair[1];
    });
    element.append(text.slice(position));
    return element;
  }

  function hit(found, words) {
    var page = found.page, url = new URL(page.url, site.base).href;
    var places = Array.from(found.places).sort(function (one, other) { return other[1] - one[1]; }).slice(0, MOST_PLACES);
    var item = site.make("li", { class: "ps-hit" });
    var kind = site.make("span", { class: "ps-hit__kind" }, site.words["kind_" + page.kind] || "");
    item.append(site.make("a", { class: "ps-hit__page", href: url }, [marked(page.title, words), " ", kind]));
    var list = site.make("ul");
    places.forEach(function (pair) {
      var place = pair[0], lines = [];
      if (place.title) { lines.push(site.make("strong", {}, marked(place.title, words)), " "); }
      lines.push(marked(excerpt(place, words), words));
      if (place.anchor) {
        list.append(site.make("li", {}, site.make("a", { href: url + "#" + place.anchor }, lines)));
      } else if (place.text) {
        list.append(site.make("li", {}, site.make("p", {}, lines)));
      }
    });
    var lead = page.places[0];
    if (lead && !lead.anchor && page.kind !== "control" && !places.some(function (pair) { return pair[0] === lead; })) {
      list.prepend(site.make("li", {}, site.make("p", {}, lead.text.slice(0, AROUND * 2) + (lead.text.length > AROUND * 2 ? " …" : ""))));
    }
    if (!places.length && page.kind === "control") {
      page.places.filter(function (place) { return place.anchor && place.title; }).slice(0, MOST_PLACES).forEach(function (place) {
        list.append(site.make("li", { class: "ps-hit__part" }, site.make("a", { href: url + "#" + place.anchor }, place.title)));
      });
    }
    if (list.children.length) { item.append(list); }
    return item;
  }

  function field(form) {
    var input = form.querySelector("input"), status = form.querySelector(".ps-search__status");
    var hits = form.querySelector(".ps-search__hits"), panel = form.querySelector(".ps-search__panel"), turn = 0;
    var links = function () { return Array.from(hits.querySelectorAll("a")); };

    function open(visible) { if (panel) { panel.hidden = !visible; } }

    function update() {
      var mine = ++turn, text = input.value;
      if (!text.trim()) { hits.replaceChildren(); hits.hidden = true; status.textContent = ""; open(false); return; }
      open(true);
      if (!pages) { status.textContent = site.words.searching; }
      ready().then(function () {
        if (mine !== turn) { return; }
        var found = find(text), words = plain(text.trim()).split(/\s+/);
        var shown = (found || []).slice(0, MOST_PAGES);
        hits.replaceChildren.apply(hits, shown.map(function (each) { return hit(each, words); }));
        hits.hidden = !shown.length;
        status.textContent = !found ? site.words.search_more : !found.length ? site.say("found_none", { words: text.trim() })
          : found.length === 1 ? site.words.found_one : site.say("found", { count: found.length });
      }, function () { status.textContent = site.words.search_broken; });
    }

    input.addEventListener("focus", function () { ready().catch(function () { /* said when something is typed */ }); if (input.value.trim()) { update(); } });
    input.addEventListener("input", update);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var first = links()[0];
      if (first) { first.click(); }
    });
    form.addEventListener("keydown", function (event) {
      var all = links(), at = all.indexOf(document.activeElement);
      if (event.key === "ArrowDown" && all.length) {
        event.preventDefault();
        all[Math.min(at + 1, all.length - 1)].focus();
      } else if (event.key === "ArrowUp" && at >= 0) {
        event.preventDefault();
        (at ? all[at - 1] : input).focus();
      } else if (event.key === "Escape") {
        open(false);
        if (at >= 0) { input.focus(); open(false); }
        close(form);
      }
    });
    form.addEventListener("focusout", function (event) {
      if (panel && event.relatedTarget && !form.contains(event.relatedTarget)) { open(false); }
    });
    document.addEventListener("click", function (event) { if (panel && !form.contains(event.target)) { open(false); } });
    form.addEventListener("click", function (event) {
      if (panel && event.target.closest("a")) { setTimeout(function () { open(false); close(form); }); }
    });
  }

  // On narrow screens the field of the head lies behind a button.
  var head = document.querySelector(".ps-search--head"), opener = document.querySelector(".ps-search-open");

  function close(form) {
    if (form !== head || !head.classList.contains("ps-search--open")) { return; }
    head.classList.remove("ps-search--open");
    opener.setAttribute("aria-expanded", "false");
    if (head.contains(document.activeElement)) { opener.focus(); }
  }

  if (head && opener) {
    opener.addEventListener("click", function () {
      if (head.classList.contains("ps-search--open")) { close(head); return; }
      head.classList.add("ps-search--open");
      opener.setAttribute("aria-expanded", "true");
      head.querySelector("input").focus();
    });
  }

  document.querySelectorAll(".ps-search-here").forEach(function (place) {
    place.replaceWith(site.make("form", { class: "ps-search ps-search--page", role: "search", "aria-label": site.words.search_here }, [
      site.make("input", { type: "search", name: "query", "aria-label": site.words.search_here, placeholder: site.words.search_hint, autocomplete: "off", autocapitalize: "off", spellcheck: "false" }),
      site.make("p", { class: "ps-search__status", role: "status" }),
      site.make("ul", { class: "ps-search__hits", hidden: "" })
    ]));
  });
  document.querySelectorAll("form.ps-search").forEach(field);

  document.addEventListener("keydown", function (event) {
    var typing = event.target instanceof Element && event.target.closest("input, select, textarea, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      var first = document.querySelector(".ps-search--page input") || head.querySelector("input");
      if (first.offsetParent === null) { opener.click(); } else { first.focus(); first.select(); }
    }
  });
})();
