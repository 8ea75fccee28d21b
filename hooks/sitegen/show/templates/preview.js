/**
 * Shows in an open tab what is saved: what has changed in the article changes in its place, and all else stays as the
 * reader has left it. Where more than words has changed, the page is loaded again.
 *
 * @typedef {{page: string, frame: string, article: string}} Page
 * @typedef {{page?: string, frame?: string, article?: string, bar?: string, style?: string}} Message
 */

/** What scripts of the site have taken hold of when the page was loaded: it cannot be replaced under their hands. */
const HELD = "script, style, form, button, input, select, [id$=-app], [data-widget], .section-link, .sheet-print";
/** What they have taken hold of as it is: what stands inside can change. */
const EQUIPPED = `${HELD}, .md-typeset__scrollwrap`;
const KEPT = "preview";

const { dataset } = /** @type {HTMLScriptElement} */ (document.currentScript);
const shown = { page: String(dataset.page), frame: String(dataset.frame) };
const article = document.querySelector("article");
/** The article as it was sent, before any script. */
const sent = article?.cloneNode(true);
/** Node as it was sent -> the one that stands in the page. @type {WeakMap<Node, ChildNode>} */
const standing = new WeakMap();
/** @type {EventSource | undefined} */
let source;

if (article && sent) pair(sent, article);
restoreFolds();
for (const event of ["visibilitychange", "pageshow"]) addEventListener(event, follow);
addEventListener("pagehide", () => source?.close());
follow();

/** A browser opens few connections to one place: a tab that nobody sees leaves its own to others. */
function follow() {
  source?.close();
  if (document.visibilityState !== "visible") return;
  source = new EventSource(`/-/edits?${new URLSearchParams({ path: location.pathname, ...shown })}`);
  source.onmessage = ({ data }) => take(JSON.parse(data));
}

/** @param {Message} message */
function take(message) {
  if (message.bar !== undefined) showBar(message.bar);
  if (message.style) renewStyle(message.style);
  if (!message.page || message.page === shown.page) return;
  if (message.frame !== shown.frame || !exchange(String(message.article))) reload();
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
function exchange(markup) {
  const holder = document.createElement("div");
  holder.innerHTML = markup; // read as the page was, scripts being on
  const next = holder.querySelector("article");
  return sent !== undefined && next !== null && isSameBox(sent, next) && patch(sent, next);
}

/** @param {Node} old @param {Node} next @returns {boolean} whether it could be done */
function patch(old, next) {
  const [olds, news] = [[...old.childNodes], [...next.childNodes]];
  const least = Math.min(olds.length, news.length);
  let start = 0;
  while (start < least && olds[start].isEqualNode(news[start])) start++;
  let end = 0;
  while (end < least - start && olds[olds.length - 1 - end].isEqualNode(news[news.length - 1 - end])) end++;
  const gone = olds.slice(start, olds.length - end);
  const come = news.slice(start, news.length - end);
  if (gone.length === 1 && come.length === 1 && isSameBox(gone[0], come[0]) && !isHeld(gone[0])) {
    return patch(gone[0], come[0]);
  }
  return ![...gone, ...come].some(holds) && replace(old, gone, come, olds[olds.length - end] ?? null);
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
  const renewed = come.flatMap((node) => foldsOf(standing.get(node)));
  if (renewed.length === folds.length)
    renewed.forEach((fold, index) => {
      fold.open = folds[index];
    });
  for (const node of old) node?.remove();
  for (const node of gone) node.remove();
  return true;
}

/** @param {Node} node @param {Node} real the same in the page */
function pair(node, real) {
  standing.set(node, /** @type {ChildNode} */ (real));
  for (const [index, child] of node.childNodes.entries()) pair(child, real.childNodes[index]);
}

/** Whether nothing but what they hold tells two elements apart. @param {Node} one @param {Node} other */
function isSameBox(one, other) {
  return one instanceof Element && one.cloneNode(false).isEqualNode(other.cloneNode(false));
}

/** @param {Node} node */
function isHeld(node) {
  return node instanceof Element && node.matches(HELD);
}

/** @param {Node} node */
function holds(node) {
  return node instanceof Element && (node.matches(EQUIPPED) || node.querySelector(EQUIPPED) !== null);
}

/** @param {Node | undefined} node @returns {HTMLDetailsElement[]} */
function foldsOf(node) {
  if (!(node instanceof Element)) return [];
  const inner = [...node.querySelectorAll("details")];
  return node instanceof HTMLDetailsElement ? [node, ...inner] : inner;
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
    const folds = foldsOf(document.body);
    if (path !== location.pathname || folds.length !== open.length) return;
    folds.forEach((fold, index) => {
      fold.open = open[index];
    });
  } catch {
    // As above.
  }
}
