// Choices on the review page of a proof: which edits are wanted, as the command that makes them.
(function () {
  "use strict";
  var cards = Array.prototype.slice.call(document.querySelectorAll("article[data-number]"));
  var command = document.querySelector("output");
  var start = command.dataset.start;

  function tell() {
    var wanted = cards.filter(function (card) { return card.querySelector("input[value=yes]:checked"); });
    var numbers = wanted.map(function (card) { return card.dataset.number; });
    command.textContent = numbers.length ? start + " --apply " + numbers.join(",") : start;
  }

  function go(step) {
    var at = cards.indexOf(document.activeElement.closest("article"));
    var card = cards[Math.min(Math.max(at + step, 0), cards.length - 1)];
    if (card) { card.focus(); card.scrollIntoView({ block: "nearest" }); }
  }

  function choose(value) {
    var card = document.activeElement.closest("article[data-number]");
    var input = card && card.querySelector("input[value=" + value + "]");
    if (input) { input.checked = true; tell(); go(1); }
  }

  document.addEventListener("change", tell);
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey) { return; }
    var keys = { j: [go, 1], k: [go, -1], a: [choose, "yes"], r: [choose, "no"] };
    var found = keys[event.key];
    if (found) { found[0](found[1]); event.preventDefault(); }
  });
  tell();
})();
