/** What every page needs beside the theme: language links that keep the section, a menu that keys can open, hints. */

for (const link of document.querySelectorAll("a[data-twin]")) {
  link.addEventListener("click", () => {
    // A widget keeps its state in the link; a section that the address names meanwhile does not take its place.
    if (!link.hash.includes("=") || location.hash.includes("=")) link.hash = location.hash;
    remember(link.hreflang);
  });
}

const skip = document.querySelector(".md-skip");
skip?.addEventListener("click", (event) => {
  event.preventDefault(); // the address may hold a widget's state
  const content = document.getElementById(skip.hash.slice(1));
  content.tabIndex = -1;
  content.focus();
});

for (const label of document.querySelectorAll(".md-header label[data-label]")) {
  const control = /** @type {HTMLInputElement} */ (document.getElementById(label.htmlFor));
  const button = replaceByButton(label);
  if (control.type === "radio") letChoose(button, control);
  else letOpen(button, control);
}

addEventListener("load", () => {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
});

for (const term of document.querySelectorAll(".term")) letDismiss(term);

/** Keep the language chosen, for the language-neutral addresses. @param {string} language */
function remember(language) {
  try {
    const root = document.querySelector("[data-root]").dataset.root;
    localStorage.setItem(`${new URL(root, location.href).pathname}language`, language);
  } catch {
    // Without storage, the browser's own language decides.
  }
}

/** Put a real button where the theme has a label that no key reaches. @param {HTMLLabelElement} label */
function replaceByButton(label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = label.className;
  button.hidden = label.hidden;
  button.title = label.dataset.label;
  button.setAttribute("aria-label", label.dataset.label);
  button.append(...label.childNodes);
  label.replaceWith(button);
  return button;
}

/** @param {HTMLButtonElement} button @param {HTMLInputElement} toggle the theme's, for its menu or search */
function letOpen(button, toggle) {
  const tell = () => button.setAttribute("aria-expanded", String(toggle.checked));
  button.dataset.opens = toggle.id;
  tell();
  button.addEventListener("click", () => toggle.click());
  toggle.addEventListener("change", () => {
    tell();
    if (toggle.checked) document.querySelector(`[data-md-component="${toggle.dataset.mdToggle}-query"]`)?.focus();
    else button.focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && toggle.checked) toggle.click();
  });
}

/**
 * The theme puts the button for the other scheme in its place. It also takes Enter for itself, and would choose twice.
 * @param {HTMLButtonElement} button
 * @param {HTMLInputElement} option
 */
function letChoose(button, option) {
  button.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.stopPropagation();
  });
  button.addEventListener("click", () => {
    option.click();
    option.form.querySelector("button:not([hidden])").focus();
  });
}

/**
 * Style sheets show a glossary hint on hover and focus. Escape puts it away until the reader comes back to the term;
 * under a finger, the first tap shows it, and the next one follows the link.
 * @param {HTMLElement} term
 */
function letDismiss(term) {
  const [link, hint] = term.children;
  let tappedUnseen = false;
  const comeBack = () => delete term.dataset.dismissed;
  term.addEventListener("pointerleave", comeBack);
  link.addEventListener("blur", comeBack);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && hint.checkVisibility()) term.dataset.dismissed = "";
  });
  link.addEventListener("pointerdown", (event) => {
    tappedUnseen = event.pointerType === "touch" && !hint.checkVisibility();
  });
  link.addEventListener("click", (event) => {
    if (!tappedUnseen) return;
    event.preventDefault();
    link.focus();
  });
}
