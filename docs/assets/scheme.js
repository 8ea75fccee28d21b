/**
 * Colours: the button of the scheme that is shown leads to the next one. Only a choice is kept; until somebody has
 * chosen, the page follows the system. What is shown first, a script in the page says (overrides/main.html).
 */

export function offerSchemes() {
  const palette = /** @type {HTMLElement | null} */ (document.querySelector("[data-md-component=palette]"));
  const buttons = [.../** @type {NodeListOf<HTMLButtonElement>} */ (palette?.querySelectorAll("button") ?? [])];
  buttons.forEach((button, at) => {
    const next = buttons[(at + 1) % buttons.length];
    button.addEventListener("click", () => {
      if (palette) palette.dataset.chosen = "";
      keep(String(next.dataset.mdColorScheme));
      show(buttons, next);
      next.focus();
    });
    globalThis.matchMedia?.(String(button.dataset.mdColorMedia)).addEventListener("change", ({ matches }) => {
      if (matches && !palette?.hasAttribute("data-chosen")) show(buttons, button);
    });
  });
  const shown = buttons.find(({ dataset }) => dataset.mdColorScheme === document.body.dataset.mdColorScheme);
  if (shown) show(buttons, shown);
}

/** @param {HTMLButtonElement[]} buttons @param {HTMLButtonElement} shown */
function show(buttons, shown) {
  const { dataset } = document.body;
  dataset.mdColorSwitching = ""; // all at once, where parts of the theme would fade
  Object.assign(dataset, shown.dataset);
  for (const button of buttons) button.hidden = button !== shown;
  setTimeout(() => delete dataset.mdColorSwitching);
}

/** @param {string} scheme */
function keep(scheme) {
  const { dataset } = /** @type {HTMLElement} */ (document.querySelector("[data-root]"));
  const name = `${new URL(String(dataset.root), location.href).pathname}.__palette`;
  try {
    localStorage.setItem(name, JSON.stringify({ color: { scheme } }));
  } catch {
    // Without storage, the choice lasts as long as the page.
  }
}
