/**
 * Shows in an open tab what is saved: what has changed in the article changes in its place, and all else stays as the
 * reader has left it. Widgets that are given something else begin anew, and come as far as the reader had come; where
 * more than the article has changed, the page is loaded again.
 *
 * @typedef {{page: string, frame: string, article: string}} Page
 * @typedef {{page?: string, frame?: string, article?: string, bar?: string, style?: string}} Message
 */

const WIDGET = "[id$=-app]";
/** What the scripts of the article are given, or have taken hold of: it comes and goes where they begin anew. */
const GIVEN = `${WIDGET}, script:not([src]), form, button, input, select`;
/** What no script would take hold of again: it can change in its place alone. */
const HELD = ".section-link, .sheet-print, .md-typeset__scrollwrap";
/** What cannot even change. */
const FIXED = "script[src], script.borrowed, style";
const KEPT = "preview";

const { dataset } = /** @type {HTMLScriptElement} */ (document.currentScript);
const shown = { page: String(dataset.page), frame: String(dataset.frame) };
const { title } = document;
const article = document.querySelector("article");
/** The article as it was sent, before any script. */
const sent = /** @type {HTMLElement | undefined} */ (article?.cloneNode(true));
/** Node as it was sent -> the one that stands in the page. @type {WeakMap<Node, ChildNode>} */
const standing = new WeakMap();
/** Address of a script of the article -> its text, as the page was loaded with it. @type {Map<string, string>} */
const texts = new Map();
/** Ends all listening of the scripts of the article. */
let listening = new AbortController();
/** @type {EventSource | undefined} */
let source;
let turn = Promise.resolve();

if (article && sent) pair(sent, article);
restoreFolds();
for (const event of ["visibilitychange", "pageshow"]) addEventListener(event, follow);
addEventListener("pagehide", ({ isTrusted }) => isTrusted && source?.close());
holdListeners();
follow();

/** A browser opens few connections to one place: a tab that nobody sees leaves its own to others. */
function follow() {
  source?.close();
  if (document.visibilityState !== "visible") return;
  source = new EventSource(`/-/edits?${new URLSearchParams({ path: location.pathname, ...shown })}`);
  source.onmessage = ({ data }) => {
    turn = turn.then(() => take(JSON.parse(data))).catch(reload);
  };
}

/** @param {Message} message */
async function take(message) {
  if (message.bar !== undefined) showBar(message.bar);
  if (message.style) renewStyle(message.style);
  if (!message.page || message.page === shown.page) return;
  if (message.frame !== shown.frame || !(await exchange(String(message.article)))) reload();
  shown.page = message.page;
}

/** @param {string} markup */
function showBar(markup) {
  document.getElementById("to-correct")?.remove();
  document.body.insertAdjacentHTML("beforeend", markup);
}

/** @param {string} path of a sheet, inside the folder of a language */
function renewStyle(path) {
  const links = /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("link[rel=stylesheet]"));
  for (const link of links) {
    const address = new URL(link.href);
    if (!address.pathname.endsWith(`/${path}`)) continue;
    address.search = String(Date.now());
    const renewed = /** @type {HTMLLinkElement} */ (link.cloneNode());
    renewed.href = address.href;
    renewed.addEventListener("load", () => link.remove());
    link.after(renewed);
  }
}

// The article ---------------------------------------------------------------------------------------------------------

/** Put another article in the place of the one that is shown; false where that cannot be. @param {string} markup */
async function exchange(markup) {
  const holder = document.createElement("div");
  holder.innerHTML = markup; // read as the page was, scripts being on
  const next = holder.querySelector("article");
  if (!sent || !next) return false;
  const [before, after] = [sent, next].map((each) => [...each.querySelectorAll(GIVEN)]);
  const isGivenSame = before.length === after.length && before.every((each, index) => each.isEqualNode(after[index]));
  return isGivenSame ? patch(sent, next, `${GIVEN}, ${HELD}`) : beginAnew(sent, next);
}

/**
 * Make a node that stands in the page like another one; what is the same in both stays.
 * @param {Node} old @param {Node} next @param {string} held what can neither come nor go
 * @returns {boolean} whether it could be done
 */
function patch(old, next, held) {
  const real = standing.get(old);
  if (!real?.isConnected) return false;
  if (old instanceof Element && next instanceof Element) rename([old, /** @type {Element} */ (real)], next);
  else old.nodeValue = real.nodeValue = next.nodeValue;
  const [olds, news] = [[...old.childNodes], [...next.childNodes]];
  const least = Math.min(olds.length, news.length);
  let start = 0;
  while (start < least && olds[start].isEqualNode(news[start])) start++;
  let end = 0;
  while (end < least - start && olds[olds.length - 1 - end].isEqualNode(news[news.length - 1 - end])) end++;
  const gone = olds.slice(start, olds.length - end);
  const come = news.slice(start, news.length - end);
  if (gone.length === come.length && gone.every((node, index) => isAlike(node, come[index]))) {
    return gone.every((node, index) => node.isEqualNode(come[index]) || patch(node, come[index], held));
  }
  const following = olds[olds.length - end] ?? null;
  return ![...gone, ...come].some((node) => holds(node, held)) && replace(old, gone, come, following);
}

/** @param {Element[]} elements that have the same attributes, but for what scripts have done @param {Element} next */
function rename([old, real], next) {
  for (const name of new Set([...old.getAttributeNames(), ...next.getAttributeNames()])) {
    const value = next.getAttribute(name);
    if (value === old.getAttribute(name)) continue;
    for (const element of [old, real]) {
      if (value === null) element.removeAttribute(name);
      else element.setAttribute(name, value);
    }
  }
}

/** @param {Node} parent @param {ChildNode[]} gone @param {ChildNode[]} come @param {ChildNode | null} next */
function replace(parent, gone, come, next) {
  const there = /** @type {Element | undefined} */ (standing.get(parent));
  const old = gone.map((node) => standing.get(node));
  const following = next && standing.get(next);
  if (!there?.isConnected || [...old, following].some((node) => node && node.parentNode !== there)) return false;
  const folds = old.flatMap(foldsOf).map((fold) => fold.open);
  for (const node of come) {
    const real = /** @type {ChildNode} */ (node.cloneNode(true));
    pair(node, real);
    there.insertBefore(real, old[0] ?? following ?? null);
    parent.insertBefore(node, gone[0] ?? next);
  }
  unfold(
    come.flatMap((node) => foldsOf(standing.get(node))),
    folds,
  );
  for (const node of old) node?.remove();
  for (const node of gone) node.remove();
  return true;
}

/** @param {Node} node @param {Node} real the same in the page */
function pair(node, real) {
  standing.set(node, /** @type {ChildNode} */ (real));
  for (const [index, child] of node.childNodes.entries()) pair(child, real.childNodes[index]);
}

/** Whether one can become the other. @param {Node} one @param {Node} other */
function isAlike(one, other) {
  if (!(one instanceof Element && other instanceof Element)) return one.nodeType === other.nodeType;
  const isSame = one.localName === other.localName && one.id === other.id;
  return (isSame && !one.matches(FIXED)) || one.isEqualNode(other);
}

/** @param {Node} node @param {string} held */
function holds(node, held) {
  const selector = `${held}, ${FIXED}`;
  return node instanceof Element && (node.matches(selector) || node.querySelector(selector) !== null);
}

/** @param {Node | undefined} node @returns {HTMLDetailsElement[]} */
function foldsOf(node) {
  if (!(node instanceof Element)) return [];
  const inner = [...node.querySelectorAll("details")];
  return node instanceof HTMLDetailsElement ? [node, ...inner] : inner;
}

/** @param {HTMLDetailsElement[]} folds @param {boolean[]} open */
function unfold(folds, open) {
  if (folds.length !== open.length) return;
  for (const [index, fold] of folds.entries()) fold.open = open[index];
}

// Widgets -------------------------------------------------------------------------------------------------------------

/** What scripts of the article listen to while they start ends with `listening`. */
function holdListeners() {
  const { addEventListener: listen } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const given = typeof options === "object" ? options : { capture: options };
    const { signal } = listening;
    const isOfArticle = document.currentScript?.closest("article");
    listen.call(this ?? window, type, listener, isOfArticle ? { ...given, signal } : given);
  };
}

/**
 * Make the article like another one while no script holds anything of it; then its scripts start again.
 * @param {HTMLElement} old @param {HTMLElement} next
 */
async function beginAnew(old, next) {
  const scripts = /** @type {HTMLScriptElement[]} */ ([...(article?.querySelectorAll("script[src]") ?? [])]);
  for (const { src } of scripts) if (!texts.has(src)) texts.set(src, await (await fetch(src)).text());
  const resume = remembered();
  dispatchEvent(new Event("pagehide")); // whoever still has something to keep does it now
  listening.abort();
  listening = new AbortController();
  for (const app of old.querySelectorAll(WIDGET)) {
    const fresh = app.cloneNode(true);
    standing.get(app)?.replaceWith(fresh);
    pair(app, fresh);
  }
  if (document.querySelector("script.borrowed") || !patch(old, next, HELD)) return false;
  document.title = title;
  for (const script of scripts) {
    const again = document.createElement("script");
    again.textContent = String(texts.get(script.src));
    script.after(again);
    again.remove();
  }
  resume();
  return true;
}

/** What brings readers back to where they are, and what they have entered, as far as the address does not keep it. */
function remembered() {
  const entered = new Map(fieldsOf().map((field) => [nameOf(field), field]));
  const done = new Set(
    formsOf()
      .filter((form) => form.querySelector("fieldset:disabled"))
      .map(keyOf),
  );
  const open = foldsOf(document.body).map((fold) => fold.open);
  const active = /** @type {HTMLElement} */ (document.activeElement);
  const alike = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(active.localName)]);
  const [at, left, top] = [alike().indexOf(active), scrollX, scrollY];
  return () => {
    for (const field of fieldsOf()) enter(field, entered.get(nameOf(field)));
    for (const form of formsOf()) if (done.has(keyOf(form)) && !form.hidden) submit(form);
    unfold(foldsOf(document.body), open);
    /** @type {HTMLElement} */ (document.activeElement).blur();
    (active.isConnected ? active : alike()[at])?.focus({ preventScroll: true });
    scrollTo({ left, top, behavior: "instant" });
  };
}

/** @param {HTMLInputElement} field @param {HTMLInputElement | undefined} before the same, as the reader had left it */
function enter(field, before) {
  if (!before || (field.value === before.value && field.checked === before.checked)) return;
  field.value = before.value;
  field.checked = before.checked;
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
}

/** By its button, which has no other use. @param {HTMLFormElement} form */
function submit(form) {
  /** @type {HTMLButtonElement | null} */ (form.querySelector("button:not([type])"))?.click();
}

function formsOf() {
  return [...(article?.querySelectorAll("form") ?? [])];
}

/** The fields that can be told from each other. @returns {HTMLInputElement[]} */
function fieldsOf() {
  const all = /** @type {HTMLInputElement[]} */ (formsOf().flatMap((form) => [...form.elements]));
  return all.filter((field) => field.matches("input:is([id], [name]), select"));
}

/** @param {HTMLInputElement} field */
function nameOf({ form, id, name, type, value }) {
  return [form && keyOf(form), id, name, /radio|checkbox/.test(type) && value].join(" ");
}

/** @param {HTMLFormElement} form */
function keyOf(form) {
  return form.id || form.querySelector("[id]")?.id;
}

// The page ------------------------------------------------------------------------------------------------------------

/** The browser keeps how far the reader has scrolled, widgets keep their state in the address; folds are kept here. */
function reload() {
  const open = foldsOf(document.body).map((fold) => fold.open);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ path: location.pathname, open }));
  } catch {
    // Without storage, folds are as when the page is loaded for the first time.
  }
  location.reload();
}

function restoreFolds() {
  try {
    const { path, open } = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
    sessionStorage.removeItem(KEPT);
    if (path === location.pathname) unfold(foldsOf(document.body), open);
  } catch {
    // As above.
  }
}
