/**
 * Search: `site.js` loads it when a reader turns to the search field, comes with `?q=`, or from a result with `?h=`.
 *
 * @typedef {import("./search/engine.js").Found} Found
 * @typedef {import("./search/engine.js").Hit} Hit
 */
import { engine } from "./search/engine.js";
import { wordsOf } from "./search/words.js";

/** Pages, and further sections of each, that are shown. */
const [PAGES, SECTIONS] = [20, 5];
/** Letters of an excerpt, which styles cut after two lines. */
const EXCERPT = 170;

const dialog = /** @type {HTMLElement} */ (document.querySelector(".md-search"));
const root = new URL(`${dialog.dataset.base}/`, location.href);
const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
const field = /** @type {HTMLInputElement} */ (form.querySelector("input"));
const status = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"));
const [words, toBegin] = [status.dataset, status.textContent];
const list = /** @type {HTMLElement} */ (dialog.querySelector("ol"));
/** @type {Promise<(query: string) => Found[]> | undefined} */
let ready;

field.addEventListener("input", answer);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  list.querySelector("a")?.click();
});
form.addEventListener("reset", () => {
  field.focus();
  setTimeout(answer);
});
dialog.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event);
});
field.addEventListener("focus", load);

const given = new URLSearchParams(location.search);
mark(given.get("h") ?? "");
if (!field.value) field.value = given.get("q") ?? "";
if (field.value || document.activeElement === field) answer();

function load() {
  ready ??= read().catch(() => {
    ready = undefined; // the next letter tries again
    return () => [];
  });
  return ready;
}

async function read() {
  const response = await fetch(new URL("search/search_index.json", root));
  return engine(await response.json());
}

async function answer() {
  const find = await load();
  const query = field.value.trim();
  const found = query ? find(query) : [];
  const counted = { 0: words.none, 1: words.one }[found.length] ?? words.other;
  status.textContent = query ? withNumber(counted, found.length) : toBegin;
  list.replaceChildren(...found.slice(0, PAGES).map(item));
  list.closest(".md-search__scrollwrap")?.scrollTo(0, 0);
  list.dispatchEvent(new Event("shown"));
}

// What is shown -------------------------------------------------------------------------------------------------------

/** @param {string | undefined} words with a `#` where the number goes @param {number} number */
function withNumber(words, number) {
  return String(words).replace("#", String(number));
}

/** @param {Found} page */
function item({ title, hits }) {
  const shown = make("li", "md-search-result__item");
  const [first, ...others] = hits.filter(({ score }) => score > hits[0].score / 4).slice(0, SECTIONS + 1);
  shown.append(link(title, first, true));
  if (others.length) {
    const more = make("details", "md-search-result__more");
    const counted = others.length === 1 ? words.moreOne : words.moreOther;
    const summary = make("summary", "");
    summary.append(make("div", "", withNumber(counted, others.length)));
    more.append(summary, ...others.map((hit) => link(title, hit, false)));
    shown.append(more);
  }
  return shown;
}

/** @param {string} title of the page @param {Hit} hit @param {boolean} first whether it stands for the page */
function link(title, { section, words }, first) {
  const shown = /** @type {HTMLAnchorElement} */ (make("a", "md-search-result__link"));
  const target = new URL(section.location, root);
  target.searchParams.set("h", [...words].join(" "));
  shown.href = target.href;
  const article = make("article", "md-search-result__article md-typeset");
  const named = section.title === title ? [title] : [title, section.title];
  if (first) article.append(make("div", "md-search-result__icon md-icon"), make("h1", "", title));
  if (!first || named.length > 1) article.append(make("h2", "", section.title));
  const excerpt = make("p", "md-search-result__excerpt");
  excerpt.append(...marked(cut(section.text, words), words));
  article.append(excerpt);
  shown.append(article);
  shown.setAttribute("aria-label", named.join(", "));
  return shown;
}

/** The part of a text with most of the words, from the beginning of a word. @param {string} text @param {Set<string>} words */
function cut(text, words) {
  const found = wordsOf(text).filter(({ word }) => words.has(word));
  const dense = found.map(({ start }, at) => ({
    start,
    said: new Set(found.slice(at).flatMap((each) => (each.end < start + EXCERPT - 40 ? [each.word] : []))).size,
  }));
  const best = dense.reduce((one, other) => (other.said > one.said ? other : one), { start: 0, said: 0 });
  if (best.start < 60) return part(text, 0, EXCERPT);
  const from = text.indexOf(" ", best.start - 40) + 1 || best.start;
  return `… ${part(text, Math.min(from, best.start), best.start + EXCERPT)}`;
}

/** A part of a text, to the end of its last whole word. @param {string} text @param {number} from @param {number} to */
function part(text, from, to) {
  if (to >= text.length) return text.slice(from);
  const space = text.lastIndexOf(" ", to);
  return `${text.slice(from, space > from ? space : to)} …`;
}

/** The text as nodes, with the words marked. @param {string} text @param {Set<string>} words @returns {Node[]} */
function marked(text, words) {
  const nodes = [];
  let from = 0;
  for (const { word, start, end } of wordsOf(text)) {
    if (!words.has(word)) continue;
    nodes.push(document.createTextNode(text.slice(from, start)), make("mark", "", text.slice(start, end)));
    from = end;
  }
  return [...nodes, document.createTextNode(text.slice(from))];
}

/** @param {string} tag @param {string} name its class @param {string} [text] */
function make(tag, name, text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}

/** On the page that was found, mark the words. @param {string} said */
function mark(said) {
  const words = new Set(wordsOf(said).map(({ word }) => word));
  const article = document.querySelector("article");
  if (!words.size || !article) return;
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  for (const text of texts) {
    const nodes = text.parentElement?.closest("script, style, svg, form, select") ? [] : marked(text.data, words);
    if (nodes.length > 1) text.replaceWith(...nodes);
  }
}

/** The arrows go through the results, and back to the field. @param {KeyboardEvent} event */
function step(event) {
  const seen = (/** @type {HTMLElement} */ stop) => stop.checkVisibility();
  const stops = [field, .../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("a, summary"))].filter(seen);
  const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  event.preventDefault();
  stops[(at + (event.key === "ArrowDown" ? 1 : -1) + stops.length) % stops.length].focus();
}
