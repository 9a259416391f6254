// The desk by keys: 1 to 5 tick a suggestion, N none of these, S skip, U takes the last decision back, / finds a theme.
// Everything here can be done without it, by tab, space and enter.
(function () {
  "use strict";
  var form = document.querySelector("[data-desk]");
  if (!form) { return; }
  var find = document.querySelector("[data-find]");
  var rows = Array.prototype.slice.call(form.querySelectorAll("[data-theme]"));
  var hint = document.querySelector("[data-keys]");
  if (hint) { hint.hidden = false; }

  function press(act) {
    var button = document.querySelector("[data-act='" + act + "']");
    if (button) { button.click(); }
  }

  function narrow() {
    var parts = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach(function (row) {
      var words = row.textContent.toLowerCase();
      var ticked = row.querySelector("input").checked;
      row.hidden = !ticked && !parts.every(function (part) { return words.indexOf(part) !== -1; });
    });
  }

  if (find) {
    find.addEventListener("input", narrow);
    find.form.addEventListener("submit", function (event) {
      event.preventDefault();
      var first = rows.filter(function (row) { return !row.hidden; })[0];
      if (first) { first.querySelector("input").focus(); }
    });
  }

  document.addEventListener("keydown", function (event) {
    var at = event.target;
    var typing = at.matches("input[type=search], input[type=text], textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (event.key === "Escape" && at === find) { at.blur(); return; }
    if (typing) { return; }
    if (/^[1-9]$/.test(event.key)) {
      var box = form.querySelector("[data-key='" + event.key + "']");
      if (box) { box.checked = !box.checked; box.focus(); event.preventDefault(); }
    } else if (event.key === "Enter" && !at.matches("a, button, summary")) {
      press("code"); event.preventDefault();
    } else if (event.key === "n") { press("none");
    } else if (event.key === "s") { press("skip");
    } else if (event.key === "u") { press("undo");
    } else if (event.key === "/" && find) { find.focus(); event.preventDefault(); }
  });
})();
