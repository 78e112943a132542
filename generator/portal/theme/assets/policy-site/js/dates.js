// Holds due dates against the reader's clock. What is built says only the date; whether it has passed depends on the day it is read.
(function () {
  "use strict";
  var site = window.policySite, DAY = 86400000, SOON = 30;
  document.querySelectorAll("time.due[datetime]").forEach(function (due) {
    if (due.dataset.said) { return; }
    due.dataset.said = "yes";
    var parts = due.getAttribute("datetime").slice(0, 10).split("-").map(Number), now = new Date();
    var days = Math.round((Date.UTC(parts[0], parts[1] - 1, parts[2]) - Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())) / DAY);
    if (!Number.isFinite(days) || days > SOON) { return; }
    var key = days < -1 ? "overdue_days" : days === -1 ? "overdue_day" : days === 0 ? "due_today" : days === 1 ? "due_tomorrow" : "due_days";
    due.classList.add(days < 0 ? "due--late" : "due--soon");
    due.after(" ", site.make("span", { class: days < 0 ? "badge badge-late" : "badge badge-soon" }, site.say(key, { days: Math.abs(days) })));
  });
})();
