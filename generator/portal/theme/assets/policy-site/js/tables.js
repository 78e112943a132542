// Tables in <div class="filterable">: a field that filters rows, choices for columns with few values, and headings that sort.
(function () {
  "use strict";
  var site = window.policySite;
  if (site.tables) { return; }
  site.tables = true;
  var MOST_CHOICES = 9, LONGEST_CHOICE = 40;
  var plain = function (text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); };
  var text = function (cell) { return cell ? cell.textContent.trim().replace(/\s+/g, " ") : ""; };

  /** Compare as people do: numbers by size, 9.2 before 10.1, dates by date, the rest by letter. */
  function compare(one, other) { return one.localeCompare(other, document.documentElement.lang, { numeric: true }); }

  function sortable(table, rows) {
    var heads = Array.from(table.tHead ? table.tHead.rows[table.tHead.rows.length - 1].cells : []);
    heads.forEach(function (head, column) {
      if (!text(head)) { return; }
      var button = site.make("button", { type: "button", class: "ps-sort" }, Array.from(head.childNodes));
      head.append(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(function (each) { each.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var keyed = rows.map(function (row) {
          var cell = row.cells[column], time = cell && cell.querySelector("time[datetime]");
          return [time ? time.getAttribute("datetime") : cell && cell.dataset.sort || text(cell), row];
        });
        keyed.sort(function (one, other) { return (one[0] === "") - (other[0] === "") || (down ? -1 : 1) * compare(one[0], other[0]); });
        keyed.forEach(function (pair) { table.tBodies[0].append(pair[1]); });
        site.announce(site.say(down ? "sorted_down" : "sorted_up", { column: text(button) }));
      });
    });
    return heads;
  }

  function choices(heads, rows, update) {
    return heads.map(function (head, column) {
      var found = new Set(rows.map(function (row) { return text(row.cells[column]); }));
      found.delete("");
      var few = found.size > 1 && found.size <= MOST_CHOICES && found.size * 2 <= rows.length;
      if (!few || !text(head) || Array.from(found).some(function (value) { return value.length > LONGEST_CHOICE; })) { return null; }
      var select = site.make("select", {}, site.make("option", { value: "" }, site.words.all));
      Array.from(found).sort(compare).forEach(function (value) { select.append(site.make("option", { value: value }, value)); });
      select.addEventListener("change", update);
      return { select: select, column: column, label: site.make("label", { class: "ps-choice" }, [text(head) + " ", select]) };
    }).filter(Boolean);
  }

  function filterable(part) {
    var tables = Array.from(part.querySelectorAll("table")).filter(function (table) { return table.tBodies.length; });
    if (!tables.length || part.querySelector(".ps-filter")) { return; }
    var bar = site.make("div", { class: "ps-filter", role: "group", "aria-label": site.words.filter });
    var field = site.make("input", { type: "search", autocomplete: "off" });
    var count = site.make("p", { class: "ps-filter__count", role: "status" });
    var sets = tables.map(function (table) {
      var rows = Array.from(table.tBodies[0].rows);
      return { table: table, rows: rows, plain: rows.map(function (row) { return plain(text(row)); }), heads: sortable(table, rows) };
    });
    var selects = sets.length === 1 ? choices(sets[0].heads, sets[0].rows, update) : [];
    function update() {
      var words = plain(field.value).split(/\s+/).filter(Boolean), shown = 0, total = 0;
      sets.forEach(function (set) {
        set.rows.forEach(function (row, number) {
          var fits = words.every(function (word) { return set.plain[number].includes(word); }) &&
            selects.every(function (each) { return !each.select.value || text(row.cells[each.column]) === each.select.value; });
          row.hidden = !fits;
          shown += fits ? 1 : 0;
          total += 1;
        });
      });
      count.textContent = site.say("rows", { shown: shown, total: total });
    }
    field.addEventListener("input", update);
    bar.append(site.make("label", { class: "ps-choice ps-choice--wide" }, [site.words.filter + " ", field]));
    selects.forEach(function (each) { bar.append(each.label); });
    bar.append(count);
    part.prepend(bar);
    update();
  }

  document.querySelectorAll("article .filterable").forEach(filterable);

  /** A wide table scrolls inside itself; the keyboard must reach what scrolls. */
  function reachable() {
    document.querySelectorAll("article table").forEach(function (table) {
      var frame = table.parentElement.closest(".md-typeset__table, .md-typeset__scrollwrap");
      frame = table.closest(".md-typeset__scrollwrap") || frame;
      if (!frame) { return; }
      var wide = frame.scrollWidth > frame.clientWidth + 1;
      if (wide) {
        var heading = table.closest("article").querySelector("h1");
        frame.setAttribute("tabindex", "0");
        frame.setAttribute("role", "group");
        frame.setAttribute("aria-label", site.say("table", { title: heading ? heading.firstChild.textContent : "" }));
      } else {
        ["tabindex", "role", "aria-label"].forEach(function (name) { frame.removeAttribute(name); });
      }
    });
  }
  addEventListener("load", reachable);
  addEventListener("resize", reachable);
})();
