/** What every page needs beside the theme: language links that keep the section, and a menu that keys can open. */

for (const link of document.querySelectorAll("a[data-twin]")) {
  link.addEventListener("click", () => {
    link.hash = location.hash;
    remember(link.hreflang);
  });
}

for (const label of document.querySelectorAll("label[data-toggle]")) makeButton(label);

/** Keep the language chosen, for the language-neutral addresses. @param {string} language */
function remember(language) {
  try {
    const root = document.querySelector("[data-root]").dataset.root;
    localStorage.setItem(`${new URL(root, location.href).pathname}language`, language);
  } catch {
    // Without storage, the browser's own language decides.
  }
}

/** Let the keyboard work a label that shows and hides a part of the theme. @param {HTMLLabelElement} label */
function makeButton(label) {
  const toggle = document.getElementById(label.htmlFor);
  const tell = () => label.setAttribute("aria-expanded", String(toggle.checked));
  label.tabIndex = 0;
  label.setAttribute("role", "button");
  tell();
  toggle.addEventListener("change", tell);
  label.addEventListener("keydown", (event) => {
    if (event.key !== " ") return; // the theme itself clicks a label on Enter
    event.preventDefault();
    label.click();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !toggle.checked) return;
    toggle.click();
    label.focus();
  });
}
