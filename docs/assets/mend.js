/**
 * Links that keep a widget's state after their `#`, put right where mail, chat or a spreadsheet has changed them on
 * their way. It runs before the widget reads its address, and again before the widget follows a change of it.
 *
 * @typedef {(name: string, value: string) => boolean} Knows whether a widget of the page has such a choice
 */
import { rewrite } from "./refused.js";
import { fillText, find, told } from "./widget.js";

/** Letters after which an address is no link that was harmed on its way; to put each right takes time. */
const LONGEST = 4000;
/** Names that others add to links, to follow readers or to protect them. */
const ADDED = /^(?:utm_\w+|\w*clid|mc_[ce]id|igsh\w*|_\w+|mkt_\w+|si|ref|s?data|reserved|srsltid|text)$/i;
/** Letters that HTML makes of a name after `&`, where its `;` is missing. @type {Record<string, string>} */
const ENTITIES = { "§": "&sect", "¬": "&not", "¶": "&para", "©": "&copy", "®": "&reg", "×": "&times", "¤": "&curren" };

/**
 * A fragment whose parts the page knows as far as they can be recognised; the same where none can.
 * @param {string} fragment without its `#`
 * @param {Knows} knows
 * @returns {string}
 */
export function mend(fragment, knows) {
  if (fragment.length > LONGEST || fragment.split("&").every((part) => isKnown(part, knows))) return fragment;
  const parts = withoutMail(decoded(fragment)).split(/[&?#]+/);
  const meant = (/** @type {string} */ part) => isKnown(part, knows) || !ADDED.test(part.split("=")[0]);
  const mended = parts.map((part) => recognised(part, knows)).filter((part) => part && meant(part));
  return mended.some((part) => isKnown(part, knows)) ? mended.join("&") : fragment;
}

/** Text without the escapes of addresses, HTML and mail, however often it was escaped. @param {string} text */
export function decoded(text) {
  let [before, after] = ["", text];
  for (let turn = 0; turn < 5 && before !== after; turn += 1) {
    [before, after] = [after, after.replace(/(?:%[0-9a-f]{2})+/gi, unescaped)];
    after = after.replace(/&amp;|&#0*38;|&#x0*26;/gi, "&").replace(/&equals;|&#0*61;|&#x0*3d;/gi, "=");
  }
  return after.replace(/[§¬¶©®×¤]/g, (sign) => ENTITIES[sign]);
}

/** A malformed escape stays as it is. @param {string} run */
function unescaped(run) {
  try {
    return decodeURIComponent(run);
  } catch {
    return run;
  }
}

/** Mail writes `=3D` for every `=` but those with which it ends a long line. @param {string} text */
function withoutMail(text) {
  const after = text.split("=").slice(1);
  const mail =
    after.every((rest) => /^(?:[\r\n]|[2-7][\dA-F])/.test(rest)) && after.some((rest) => rest.startsWith("3D"));
  if (!mail) return text;
  return text.replace(/=([\dA-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** What a part means, or what is left of it. @param {string} part @param {Knows} knows */
function recognised(part, knows) {
  const bare = tidy(part);
  const list = part.replace(/[^\w.,=-]/g, "").replace(/^[.,=-]+|[.,-]+$/g, "");
  const [first] = part.trim().split(/[^\w.~=-]/);
  const around = [...bare.matchAll(/=/g)].map(({ index }) => bare.slice(0, index) + bare.slice(index + 1));
  const ways = [list, bare, tidy(first), ...around];
  return [...ways, ...ways.map(lowered)].find((way) => isKnown(way, knows)) ?? bare;
}

/** Without what stands around a link in a sentence, or has come between its letters. @param {string} part */
function tidy(part) {
  return part.replace(/[^\w.~=-]/g, "").replace(/^[.~=-]+|[.~-]+$/g, "");
}

/** Small letters, as all names have. @param {string} part */
function lowered(part) {
  return part.toLowerCase();
}

/** @param {string} part @param {Knows} knows */
function isKnown(part, knows) {
  const [name, ...values] = part.split("=");
  return values.length < 2 && knows(name, values[0] ?? "");
}

// The page's own choices ----------------------------------------------------------------------------------------------

/** @returns {Knows} */
export function known() {
  const quiz = document.getElementById("quiz-data");
  const sorting = document.getElementById("sorting-app");
  const plan = document.getElementById("plan-app");
  const ofAll = [
    quiz ? ofQuiz(JSON.parse(quiz.textContent)) : ofFilter,
    ...(sorting ? [ofSorting] : []),
    ofForms,
    ...(plan ? [ofPlan] : []),
  ];
  return (name, value) => ofAll.some((knows) => knows(name, value));
}

/** @type {Knows} */
function ofSorting(name, value) {
  return name === "seed" ? SEED.test(value) : name === "cards" ? CARDS.test(value) : name === "class" && !value;
}

/** @type {Knows} */
function ofForms(name, value) {
  return Boolean(document.querySelector(`[data-pair="${CSS.escape(name)}"] [data-choice="${CSS.escape(value)}"]`));
}

/** @type {Knows} */
function ofFilter(name, value) {
  return [...selectOf(name).options].some((option) => option.value && option.value === value);
}

/** What a plan may say of itself. @type {Record<string, RegExp>} */
const PLAN = { plan: /^[\w.,-]*$/, start: /^\d{4}$/, people: /^\d{1,3}$/ };

/** Which steps there are the builder tells itself. @type {Knows} */
function ofPlan(name, value) {
  return Object.hasOwn(PLAN, name) && PLAN[name].test(value);
}

/** Cards by their names, which the exercise itself knows. */
const CARDS = /^[\w-]+\.[\w-]+(?:,[\w-]+\.[\w-]+)*$/;
export const SEED = /^[\w-]{1,20}$/;

/** @param {import("./quiz/flow.js").Flow} quiz @returns {Knows} */
function ofQuiz({ questions, retired }) {
  const has = (/** @type {object | undefined} */ record, /** @type {string} */ id) =>
    record && Object.hasOwn(record, id);
  const answer = (/** @type {string} */ question, /** @type {string} */ option) => {
    const asked = has(questions, question) ? question : has(retired.questions, question) && retired.questions[question];
    return Boolean(asked && (has(questions[asked]?.options, option) || has(retired.options[asked], option)));
  };
  const run = (/** @type {string} */ text) =>
    text.split("~").every((step) => {
      const [question, option = ""] = step.split(".");
      return answer(question, option);
    });
  return (name, value) =>
    name === "d" ? /^[0-9a-f]{4}$/.test(value) : name === "before" ? run(value) : answer(name, value);
}

/** @param {string} name */
function selectOf(name) {
  const found = document.querySelectorAll("#filter select");
  for (const each of found) if (each instanceof HTMLSelectElement && each.name === name) return each;
  return document.createElement("select");
}

// Address -------------------------------------------------------------------------------------------------------------

/** Say which parts of the address could not be read; nothing where there are none. @param {string[]} parts */
export function tellLost(parts) {
  const notice = find(document, ".link-notice");
  notice.textContent = parts.length ? fillText(String(notice.dataset.lost), { parts: told(parts.join(", ")) }) : "";
}

/** Of the address, what no widget of the page knows: a section's name is not meant for one. */
export function lostParts() {
  const knows = known();
  const fragment = location.hash.slice(1);
  if (!fragment || document.getElementById(fragment)) return [];
  if (fragment.length > LONGEST) return [fragment];
  return fragment
    .split("&")
    .filter((part) => !isKnown(part, knows))
    .map(decoded);
}

function mendAddress() {
  const [search, ...rest] = /%(?:25)*23/i.test(location.search)
    ? decoded(location.search).split("#")
    : [location.search];
  const fragment = [...rest, location.hash.slice(1)].filter(Boolean).join("&");
  if (!fragment || document.getElementById(fragment)) return;
  const mended = mend(fragment, known());
  if (mended !== location.hash.slice(1))
    rewrite("replaceState", history.state, `${location.pathname}${search}#${mended}`);
}

addEventListener("popstate", mendAddress);
mendAddress();
