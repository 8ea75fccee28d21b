/** What every page needs beside the theme: language links that keep the section, and a menu that keys can open. */

for (const link of document.querySelectorAll("a[data-twin]")) {
  link.addEventListener("click", () => {
    link.hash = location.hash;
    remember(link.hreflang);
  });
}

for (const label of document.querySelectorAll("label[data-label]")) replaceByButton(label);

addEventListener("load", () => {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
});

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
  const toggle = /** @type {HTMLInputElement} */ (document.getElementById(label.htmlFor));
  const button = document.createElement("button");
  const tell = () => button.setAttribute("aria-expanded", String(toggle.checked));
  button.type = "button";
  button.className = label.className;
  button.dataset.opens = label.htmlFor;
  button.setAttribute("aria-label", label.dataset.label);
  button.append(...label.childNodes);
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
  label.replaceWith(button);
}
