/**
 * What widgets have in common: their data, elements found and made, texts with gaps, clicks and links.
 *
 * @typedef {string} Html markup made by the site's own generator
 * @typedef {Node | string} Part
 * @typedef {Part | false | null | undefined} Child
 */
import { copy } from "./refused.js";

/**
 * Start a widget on a page that shows it.
 * @param {string} name of its elements: `<name>-app`, and `<name>-data` with JSON
 * @param {(app: HTMLElement, data: any) => void} start
 */
export function startWidget(name, start) {
  const app = document.getElementById(`${name}-app`);
  if (!app || "live" in app.dataset) return;
  document.documentElement.dataset.widget = name;
  start(app, JSON.parse(find(document, `#${name}-data`).textContent));
  app.dataset.live = "";
}

// Elements ------------------------------------------------------------------------------------------------------------

/**
 * The first element that fits; the page holds one.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} [kind]
 * @returns {T}
 */
export function find(root, selector, kind) {
  const found = root.querySelector(selector);
  if (found instanceof (kind ?? HTMLElement)) return /** @type {T} */ (found);
  throw new Error(`No ${selector} here`);
}

/**
 * All elements that fit.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} [kind]
 * @returns {T[]}
 */
export function findAll(root, selector, kind) {
  const found = [...root.querySelectorAll(selector)];
  return /** @type {T[]} */ (found.filter((each) => each instanceof (kind ?? HTMLElement)));
}

/**
 * A new element; attributes and children that are not there (`false`, `undefined`, `""`) are left out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean | undefined>} [attributes]
 * @param {Child[]} children
 */
export function create(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...present(children));
  return element;
}

/**
 * A new element around markup.
 * @param {keyof HTMLElementTagNameMap} tag
 * @param {Record<string, string>} attributes
 * @param {Html} markup
 */
export function createHtml(tag, attributes, markup) {
  const element = create(tag, attributes);
  element.innerHTML = markup;
  return element;
}

/**
 * @param {string} label
 * @param {() => void} action
 * @param {Record<string, string>} attributes
 */
export function button(label, action, attributes) {
  const element = create("button", { type: "button", ...attributes }, label);
  element.addEventListener("click", action);
  return element;
}

/** @template T @param {(T | false | "" | null | undefined)[]} items @returns {T[]} those that are there */
export function present(items) {
  return /** @type {T[]} */ (items.filter(Boolean));
}

// Texts ---------------------------------------------------------------------------------------------------------------

/**
 * The parts of a text, each `{name}` in it replaced by its value or values.
 * @template T
 * @param {string} template
 * @param {Record<string, T | T[]>} values
 * @returns {(string | T)[]}
 */
export function fill(template, values) {
  return template.split(/\{(\w+)\}/).flatMap((part, index) => (index % 2 ? values[part] : part));
}

/** The same as one text. @param {string} template @param {Record<string, string | number>} values */
export function fillText(template, values) {
  return fill(template, values).join("");
}

/** As much as a notice repeats of a text that a reader has never seen. @param {string} text */
export function told(text) {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

// Clicks --------------------------------------------------------------------------------------------------------------

/** Milliseconds and pixels within which two clicks are one gesture, also where the browser counts each as a first. */
const GESTURE = { time: 400, distance: 24 };

/**
 * The second click of a gesture may fall on what the first one has moved there: it counts for nothing, and neither does
 * a key that is held down.
 * @param {HTMLElement} root
 */
export function ignoreRepeats(root) {
  let [ours, again] = [false, false];
  let last = { timeStamp: -Infinity, x: 0, y: 0 };
  const measure = (/** @type {PointerEvent} */ { timeStamp, x, y }) => {
    again = timeStamp - last.timeStamp < GESTURE.time && Math.hypot(x - last.x, y - last.y) < GESTURE.distance;
    last = { timeStamp, x, y };
  };
  const judge = (/** @type {MouseEvent} */ event) => {
    // A click by key, or by a label for its field, has no detail.
    if (event.detail < 2 && !(event.detail && again)) ours = event.composedPath().includes(root);
    else if (ours) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  document.addEventListener("pointerdown", measure, { capture: true });
  document.addEventListener("click", judge, { capture: true });
  root.addEventListener("keydown", (event) => {
    if (event.repeat && event.key === "Enter") event.preventDefault();
  });
}

/**
 * Do what a form is for, by its button or by Enter, in the page itself: nothing is submitted, and a frame that its host
 * has shut off would not even ask.
 * @param {HTMLFormElement} form
 * @param {() => void} action
 */
export function onSubmit(form, action) {
  const act = (/** @type {Event} */ event) => {
    event.preventDefault();
    action();
  };
  find(form, "button:not([type])").addEventListener("click", act);
  form.addEventListener("submit", act);
}

// Places --------------------------------------------------------------------------------------------------------------

/**
 * Scroll to an element as its address would, but no page that this one is framed by: its reader may be elsewhere.
 * @param {Element} element
 */
export function scrollHere(element) {
  const [margin, padding] = [
    getComputedStyle(element).scrollMarginTop,
    getComputedStyle(document.documentElement).scrollPaddingTop,
  ];
  const room = (Number.parseFloat(margin) || 0) + (Number.parseFloat(padding) || 0);
  scrollBy({ top: element.getBoundingClientRect().top - room, behavior: "instant" });
}

/** Whether the reader is on this page, and not on one that it is framed by. */
export function isRead() {
  return self === top || document.hasFocus();
}

// Links ---------------------------------------------------------------------------------------------------------------

/** The address of this page with a fragment, or with none. @param {string} fragment without its `#` */
export function here(fragment) {
  return fragment ? `#${fragment}` : location.pathname + location.search;
}

/** The other languages show the same state of a widget. @param {string} fragment */
export function pointTwins(fragment) {
  // Found by the list around them, near the top: it takes long to look through the whole page.
  for (const twin of document.querySelector(".languages")?.querySelectorAll("a") ?? []) twin.hash = fragment;
}

/**
 * Copy a link, and say in `status` how it went; what cannot be copied is shown, since a framed page shows no address.
 * @param {string} url
 * @param {HTMLElement} status
 * @param {string} copied
 * @param {string} failed
 */
export async function copyLink(url, status, copied, failed) {
  status.textContent = "";
  if (await copy(url)) status.textContent = copied;
  else status.replaceChildren(`${failed} `, create("span", { translate: "no" }, url));
}
