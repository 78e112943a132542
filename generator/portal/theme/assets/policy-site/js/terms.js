// Shows what a word of the glossary means when its link is pointed at or has the focus. Escape closes it, the pointer may
// move onto it, and it stays until the reader leaves. Without this script the link still leads to the page of the word.
(function () {
  "use strict";
  var site = window.policySite;
  if (site.terms) { return; }
  site.terms = true;
  var root = site.base.href;
  var links = Array.from(document.querySelectorAll("article p a[href], article li a[href], article td a[href], article dd a[href]")).filter(function (link) {
    return /(^|\/)glossary\/(?!index\.html)[^/#]+\.html$/.test(link.href.replace(root, "")) && !link.closest(".chips, .letters, .page-tags");
  });
  if (!links.length) { return; }
  var box = null, shown = null, timer = 0;

  function definition(link) {
    return (window.policyTerms || {})[decodeURI(link.href.slice(root.length))];
  }

  function hide() {
    clearTimeout(timer);
    if (!shown) { return; }
    shown.removeAttribute("aria-describedby");
    box.hidden = true;
    shown = null;
  }

  function place() {
    var at = shown.getClientRects()[0], width = document.documentElement.clientWidth;
    box.style.left = Math.max(8, Math.min(at.left, width - box.offsetWidth - 8)) + "px";
    var below = at.bottom + box.offsetHeight + 8 < innerHeight;
    box.style.top = (below ? at.bottom + 2 : Math.max(8, at.top - box.offsetHeight - 2)) + "px";
  }

  function show(link) {
    clearTimeout(timer);
    site.load("assets/policy-site/terms.js").then(function () {
      var text = definition(link);
      if (!text || (document.activeElement !== link && !link.matches(":hover"))) { return; }
      if (!box) {
        box = site.make("div", { id: "ps-term", class: "ps-term", role: "tooltip" });
        box.addEventListener("mouseenter", function () { clearTimeout(timer); });
        box.addEventListener("mouseleave", leave);
        document.querySelector("article").append(box);
      }
      if (shown) { shown.removeAttribute("aria-describedby"); }
      shown = link;
      box.textContent = text;
      box.hidden = false;
      link.setAttribute("aria-describedby", box.id);
      place();
    }, function () { /* the link still leads to the word */ });
  }

  function leave() {
    clearTimeout(timer);
    timer = setTimeout(function () {
      if (shown && document.activeElement !== shown && !shown.matches(":hover") && !box.matches(":hover")) { hide(); }
    }, 250);
  }

  links.forEach(function (link) {
    link.addEventListener("mouseenter", function () {
      clearTimeout(timer);
      timer = setTimeout(show, 120, link);
    });
    link.addEventListener("mouseleave", leave);
    link.addEventListener("focus", function () { show(link); });
    link.addEventListener("blur", function () { if (!box || !box.matches(":hover")) { hide(); } });
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { hide(); } });
  addEventListener("scroll", function () { if (shown) { place(); } }, { passive: true });
  addEventListener("resize", hide);
})();
