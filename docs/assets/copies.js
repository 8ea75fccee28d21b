/** How many of each sheet to print for a group: the page says it for one of ten, and this for any other. */

for (const people of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".people"))) {
  const label = document.createElement("label");
  const field = document.createElement("input");
  Object.assign(field, { type: "number", min: "1", max: "500", value: String(people.dataset.count) });
  field.autocomplete = "off";
  field.inputMode = "numeric";
  field.addEventListener("input", () => tell(field));
  label.append(String(people.dataset.label), " ", field);
  people.replaceChildren(label);
}

/** @param {HTMLInputElement} field */
function tell({ value, validity }) {
  if (!value || !validity.valid) return;
  const counts = /** @type {Record<string, number>} */ ({ person: Number(value), pair: Math.ceil(Number(value) / 2) });
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-copies]"))) {
    const count = counts[String(place.dataset.copies)];
    if (count) place.textContent = String(count);
  }
}
