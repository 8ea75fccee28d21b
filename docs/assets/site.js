/**
 * What every page needs, in place of the theme's script: language links that keep the section, a menu that keys can
 * open, search, colours, what follows the reader down the page, hints.
 *
 * @typedef {NodeListOf<HTMLElement>} Elements
 * @typedef {NodeListOf<HTMLAnchorElement>} Links
 * @typedef {NodeListOf<HTMLLabelElement>} Labels
 */
import { followReader } from "./reader.js";
import { offerSchemes } from "./scheme.js";

const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);

for (const link of /** @type {Links} */ (document.querySelectorAll("a[data-twin]"))) {
  link.addEventListener("click", () => {
    // A widget keeps its state in the link; a section that the address names meanwhile does not take its place.
    if (!link.hash.includes("=") || location.hash.includes("=")) link.hash = location.hash;
    remember(link.hreflang);
  });
}

const skip = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".md-skip"));
skip?.addEventListener("click", (event) => {
  event.preventDefault(); // the address may hold a widget's state
  takeFocus(/** @type {HTMLElement} */ (document.getElementById(skip.hash.slice(1))));
});

for (const label of /** @type {Labels} */ (document.querySelectorAll(".md-header label[data-label]"))) {
  letOpen(replaceByButton(label), controlOf(label.htmlFor));
}

for (const label of /** @type {Labels} */ (document.querySelectorAll(".md-nav__link[for]"))) {
  const button = makeButton(label);
  button.append(...label.cloneNode(true).childNodes);
  label.before(button); // beside the page, where the menu is all open, the label stays as a title
  letOpen(button, controlOf(label.htmlFor));
  if (label.matches(".md-nav__link--active")) button.setAttribute("aria-current", "page");
  if (label.tabIndex === 0) letUnfold(label, controlOf(label.htmlFor));
}

holdMenu(controlOf("__drawer"));
holdSearch(controlOf("__search"));
letDismissHints();
offerSchemes();
followReader(() => takeFocus(/** @type {HTMLElement} */ (document.querySelector("h1") ?? document.body)));

addEventListener("load", () => {
  const watcher = new ResizeObserver((boxes) => {
    for (const { target } of boxes) letScroll(target);
  });
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) watcher.observe(box);
});

if (document.querySelector("script.borrowed")) loadBeside("borrowed.js"); // in a language that is not finished

addEventListener("hashchange", followMoved);
followMoved();

for (const event of ["beforeprint", "afterprint"]) addEventListener(event, unfoldForPaper);

for (const button of /** @type {Elements} */ (document.querySelectorAll(".sheet-print"))) {
  button.addEventListener("click", () => print());
  button.hidden = false;
}

/** @param {string} name */
function loadBeside(name) {
  const script = document.createElement("script");
  script.src = new URL(name, src).href;
  document.head.append(script);
}

/** The id of a section that stands on another page now leads there. */
function followMoved() {
  const link = document.getElementById(location.hash.slice(1))?.closest(".moved")?.querySelector("a");
  if (link) location.replace(link.href);
}

/** Paper shows what is folded away. @param {Event} event */
function unfoldForPaper({ type }) {
  const prints = type === "beforeprint";
  const chosen = prints ? "article details:not([open])" : "article details[data-unfolded]";
  for (const details of document.querySelectorAll(chosen)) {
    details.toggleAttribute("open", prints);
    details.toggleAttribute("data-unfolded", prints);
  }
}

/** Where the reader is now, for keys and for what reads aloud. @param {HTMLElement} content */
function takeFocus(content) {
  content.tabIndex = -1;
  content.focus();
}

/** Keep the language chosen, for the language-neutral addresses. @param {string} language */
function remember(language) {
  try {
    const { dataset } = /** @type {HTMLElement} */ (document.querySelector("[data-root]"));
    localStorage.setItem(`${new URL(String(dataset.root), location.href).pathname}language`, language);
  } catch {
    // Without storage, the browser's own language decides.
  }
}

/** What a label of the theme checks. @param {string} id */
function controlOf(id) {
  return /** @type {HTMLInputElement} */ (document.getElementById(id));
}

/** A real button that looks like a label of the theme, which no key reaches. @param {HTMLLabelElement} label */
function makeButton(label) {
  const button = document.createElement("button");
  button.type = "button";
  for (const name of ["class", "hidden"]) {
    const value = label.getAttribute(name);
    if (value !== null) button.setAttribute(name, value);
  }
  return button;
}

/** @param {HTMLLabelElement} label */
function replaceByButton(label) {
  const button = makeButton(label);
  const { label: name = "" } = label.dataset;
  button.title = name;
  button.setAttribute("aria-label", name);
  button.append(...label.childNodes);
  label.replaceWith(button);
  return button;
}

/** @param {HTMLButtonElement} button @param {HTMLInputElement} toggle the theme's, for what the button opens */
function letOpen(button, toggle) {
  const tell = () => button.setAttribute("aria-expanded", String(toggle.checked));
  button.dataset.opens = toggle.id;
  tell();
  button.addEventListener("click", () => toggle.click());
  toggle.addEventListener("change", tell);
}

/** A title in the menu beside the page, which takes the focus. @param {HTMLLabelElement} label @param {HTMLInputElement} toggle */
function letUnfold(label, toggle) {
  const tell = () => label.setAttribute("aria-expanded", String(toggle.checked));
  label.setAttribute("role", "button");
  tell();
  toggle.addEventListener("change", tell);
  label.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    label.click();
  });
}

/** @param {HTMLInputElement} toggle */
function close(toggle) {
  if (toggle.checked) toggle.click();
}

/** What a reader has opened before this script came, or what the browser has brought back. @param {HTMLInputElement} toggle */
function resume(toggle) {
  if (toggle.checked) toggle.dispatchEvent(new Event("change"));
}

/** @param {HTMLInputElement} toggle */
function letEscape(toggle) {
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(toggle);
  });
}

/**
 * The menu over a narrow page takes the focus; while it is open, nothing behind it can be reached.
 * @param {HTMLInputElement} toggle
 */
function holdMenu(toggle) {
  const opener = /** @type {HTMLElement} */ (document.querySelector("[data-opens=__drawer]"));
  const menu = /** @type {HTMLElement} */ (document.querySelector(".md-sidebar--primary"));
  const overlay = /** @type {HTMLLabelElement} */ (document.querySelector(".md-overlay"));
  const behind = /** @type {Elements} */ (
    document.querySelectorAll(
      "[data-md-component=skip], .md-header, .md-tabs, .md-main__inner > :not(.md-sidebar--primary), .md-top, .md-footer",
    )
  );
  toggle.addEventListener("change", () => {
    for (const part of behind) part.inert = toggle.checked;
    (toggle.checked ? menu.querySelector("a") : opener)?.focus({ preventScroll: true });
  });
  replaceByButton(overlay).addEventListener("click", () => close(toggle));
  menu.addEventListener("click", ({ target }) => {
    // Before the browser goes to the section that the link names.
    if (target instanceof Element && target.closest("a")) close(toggle);
  });
  globalThis.matchMedia?.("(min-width: 76.25em)").addEventListener("change", () => close(toggle));
  letEscape(toggle);
  resume(toggle);
}

/**
 * Search opens with the focus in its field, and closes when the focus leaves; what it searches with is loaded then.
 * @param {HTMLInputElement} toggle
 */
function holdSearch(toggle) {
  const opener = /** @type {HTMLElement} */ (document.querySelector("[data-opens=__search]"));
  const search = /** @type {HTMLElement | null} */ (document.querySelector(".md-search"));
  const field = search?.querySelector("input");
  if (!search || !field) return; // in a frame that may not load its index
  let loaded = false;
  const load = () => {
    if (!loaded) loadBeside("search.js");
    loaded = true;
  };
  toggle.addEventListener("change", () => {
    document.documentElement.toggleAttribute("data-searching", toggle.checked);
    const { activeElement } = document;
    if (toggle.checked) field.focus();
    else if (activeElement === document.body || search.contains(activeElement)) opener.focus();
  });
  field.addEventListener("focus", () => {
    load();
    if (!toggle.checked) toggle.click();
  });
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element && !search.contains(target)) close(toggle);
  });
  search.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a")) close(toggle);
  });
  letEscape(toggle);
  resume(toggle);
  const given = new URLSearchParams(location.search);
  if (given.get("q")) field.focus();
  if (given.get("h")) load();
}

/** What is wider than its place takes the focus, so that keys can scroll it. @param {Element} box */
function letScroll(box) {
  const headings = [...document.querySelectorAll("article :is(h1, h2, h3, h4)")];
  const above = headings.findLast((heading) => heading.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING);
  const region = { tabindex: "0", role: "region", "aria-label": above?.textContent ?? "" };
  const scrolls = box.scrollWidth > box.clientWidth;
  for (const [name, value] of Object.entries(region)) {
    if (scrolls) box.setAttribute(name, value);
    else box.removeAttribute(name);
  }
}

/**
 * Style sheets show a glossary hint on hover and focus. Escape puts it away until the reader comes back to the term;
 * under a finger, the first tap shows it, and the next one follows the link.
 */
function letDismissHints() {
  /** @type {HTMLElement | null | false} */
  let tapped = null;
  addEventListener("keydown", (event) => {
    const shown = /** @type {Elements} */ (document.querySelectorAll(".term:is(:hover, :focus-within)"));
    if (event.key === "Escape") for (const term of shown) term.dataset.dismissed = "";
  });
  for (const event of /** @type {const} */ (["pointerout", "focusout"])) {
    addEventListener(event, ({ target, relatedTarget }) => {
      const term = /** @type {HTMLElement | null | false} */ (target instanceof Element && target.closest(".term"));
      if (term && !term.contains(/** @type {Node | null} */ (relatedTarget))) delete term.dataset.dismissed;
    });
  }
  addEventListener("pointerdown", ({ target, pointerType }) => {
    tapped = target instanceof Element && pointerType === "touch" && target.closest(".term > a:not(:focus)");
  });
  addEventListener("click", (event) => {
    if (!(tapped && event.composedPath().includes(tapped))) return;
    event.preventDefault();
    tapped.focus();
  });
}
