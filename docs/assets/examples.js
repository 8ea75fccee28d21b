/**
 * The filter above the examples: two selects, whose choice stands in the address as `#sector=…&outcome=…`.
 * Any other fragment is a section's, and shows all. Without script there is no filter, and all is shown.
 */
import { lostParts, tellLost } from "./mend.js";
import { rewrite } from "./refused.js";
import { find, findAll, here, ignoreRepeats, scrollHere } from "./widget.js";

const form = find(document, "#filter", HTMLFormElement);
const cards = findAll(document, ".card[data-outcome]");
const selects = findAll(form, "select", HTMLSelectElement);
const said = JSON.parse(String(form.dataset.said));

form.addEventListener("change", choose);
form.addEventListener("reset", () => {
  selects[0].focus(); // the button goes away
  setTimeout(choose);
});
addEventListener("hashchange", () => {
  const place = document.getElementById(location.hash.slice(1));
  if (place && !place.closest("[hidden]")) return; // a link inside the page changes no choice
  readAddress();
  const target = document.querySelector(":target");
  if (target) scrollHere(target); // it may have been hidden when the browser looked for it
});
ignoreRepeats(form);
readAddress();
form.hidden = false;

/** Take the choice from the address. What is no option there counts as no choice, and is told. */
function readAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  for (const select of selects) {
    select.value = wanted.get(select.name) ?? "";
    if (select.selectedIndex < 0) select.value = "";
  }
  tellLost(lostParts());
  show();
}

/** Put the reader's choice into the address. */
function choose() {
  const chosen = selects.filter((select) => select.value).map((select) => [select.name, select.value]);
  rewrite("replaceState", history.state, here(String(new URLSearchParams(chosen))));
  tellLost([]);
  show();
}

function show() {
  for (const card of cards) card.hidden = !selects.every((select) => fits(card, select));
  find(form, "[type=reset]").hidden = !selects.some((select) => select.value);
  find(form, "[role=status]").textContent = said[cards.filter((card) => !card.hidden).length];
}

/** @param {HTMLElement} card @param {HTMLSelectElement} select */
function fits(card, { name, value }) {
  return !value || String(card.dataset[name]).split(" ").includes(value);
}
