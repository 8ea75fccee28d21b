/**
 * The quiz in the page: one question at a time, the answers in the address, one history entry per step.
 *
 * What is shown follows from the fragment alone. The state of a history entry adds what an address does not say:
 * - `known`: every answer given so far, those off the path too, so that each comes back checked;
 * - `direct`: the reader is changing an answer, so Continue passes over the questions already answered;
 * - `back`: the entry before this one is where Back leads.
 *
 * @typedef {import("./flow.js").Flow} Flow
 * @typedef {import("./flow.js").Answers} Answers
 * @typedef {import("./flow.js").Step} Step
 * @typedef {import("./flow.js").Path} Path
 * @typedef {string} Html
 * @typedef {{url: string, title: string}} Link
 * @typedef {{title: string, summary: Html, why: Html, actions: Html[], signs: Html[], url: string, chapter: Link,
 *   examples: Link[], analogy?: Link}} Outcome
 * @typedef {Flow & {lang: string, progress: Record<string, string>, outcomes: Record<string, Outcome>,
 *   scope: Html, limits: Html, text: Record<string, string>}} Quiz
 * @typedef {{known: Answers, direct?: boolean, back?: boolean}} Entry
 */
import { format, parse, walk } from "./flow.js";

/** @type {Quiz} */
const quiz = JSON.parse(document.getElementById("quiz-data").textContent);
const { text } = quiz;
const app = document.getElementById("quiz-app");
const key = document.getElementById("quiz-key");
const pageTitle = document.title;

/** @type {Entry} */
let entry = { known: {} };
/** @type {Path} */
let path = walk(quiz, {});

start();

function start() {
  const anchor = findAnchor();
  if (anchor) draw();
  else draw({ dropped: readAddress() });
  if (path.steps.length) entitle();
  app.hidden = false;
  key.open = false;
  if (anchor) reveal(anchor);
  history.scrollRestoration = "manual";
  addEventListener("popstate", followAddress);
  addEventListener("beforeprint", openKeyForPrint);
  addEventListener("afterprint", restoreKey);
  document.addEventListener("click", openKeyForLink);
}

// Address and history -------------------------------------------------------------------------------------------------

/** Back, Forward, and an address changed by hand: `popstate` reports all three. */
function followAddress() {
  const anchor = findAnchor();
  if (anchor) return reveal(anchor);
  draw({ dropped: readAddress() });
  arrive();
}

/**
 * Take the path from the address, and leave in the address only that path.
 * @returns {boolean} whether a part of the address meant nothing
 */
function readAddress() {
  const { answers, dropped } = parse(quiz, location.hash);
  const kept = history.state && { ...history.state.known, ...entry.known };
  path = walk(quiz, answers);
  entry = { ...history.state, known: { ...kept, ...answers } };
  history.replaceState(entry, "", address(path.steps));
  for (const link of document.querySelectorAll("a[data-twin]")) link.hash = location.hash;
  return dropped.length > 0;
}

/** @param {Step[]} steps @param {Entry} state */
function visit(steps, state) {
  entry = state;
  history.pushState(state, "", address(steps));
  followAddress();
}

/** @param {Step[]} steps */
function address(steps) {
  return steps.length ? `#${format(steps)}` : location.pathname + location.search;
}

/** The place in the page that the fragment names, if it is an ordinary link and not a set of answers. */
function findAnchor() {
  const id = location.hash.slice(1);
  return document.getElementById(id) ?? (/^key(-|$)/.test(id) && !id.includes("=") ? key : null);
}

// What the reader does ------------------------------------------------------------------------------------------------

/** @param {SubmitEvent} event */
function submitAnswer(event) {
  event.preventDefault();
  const question = quiz.nodes[path.node].ask;
  const option = new FormData(event.target).get(question);
  if (!option) return refuse();
  const known = { ...entry.known, [question]: option };
  const counted = entry.direct ? known : { ...onPath(), [question]: option };
  visit(walk(quiz, counted).steps, { known, direct: entry.direct, back: true });
}

/** @returns {Answers} */
function onPath() {
  return Object.fromEntries(path.steps.map(({ question, option }) => [question, option]));
}

function refuse() {
  draw({ error: true });
  entitle(text.error_prefix);
  scrollToQuiz();
  app.querySelector(".quiz-error").focus({ preventScroll: true });
}

function goBack() {
  if (history.state?.back) history.back();
  else visit(path.steps.slice(0, -1), { known: entry.known });
}

/** @param {number} index of the step to change */
function change(index) {
  visit(path.steps.slice(0, index), { known: entry.known, direct: true, back: true });
}

function restart() {
  visit([], { known: {} });
}

/** @param {HTMLElement} status */
async function copyLink(status) {
  status.textContent = "";
  try {
    await navigator.clipboard.writeText(new URL(address(path.steps), location.href).href);
    status.textContent = text.copied;
  } catch {
    status.textContent = text.copy_failed;
  }
}

// Views ---------------------------------------------------------------------------------------------------------------

function draw({ dropped = false, error = false } = {}) {
  app.dataset.view = path.outcome ? "result" : "question";
  app.replaceChildren(
    ...present([
      dropped && create("p", { id: "quiz-notice", class: "quiz-notice" }, text.dropped),
      ...(path.outcome ? resultView(dropped) : questionView(dropped, error)),
    ]),
  );
}

/** The heading takes the focus: a screen reader says it, and says it only once. */
function arrive() {
  entitle();
  scrollToQuiz();
  document.getElementById("quiz-heading").focus({ preventScroll: true });
}

function entitle(prefix = "") {
  document.title = `${prefix}${document.getElementById("quiz-heading").textContent} · ${pageTitle}`;
}

function scrollToQuiz() {
  app.scrollIntoView({ block: "start", behavior: "instant" });
}

function heading(title, describedBy) {
  return create("h2", { id: "quiz-heading", tabindex: "-1", "aria-describedby": describedBy }, title);
}

function questionView(dropped, error) {
  const { ask, goto } = quiz.nodes[path.node];
  const question = quiz.questions[ask];
  const described = ["quiz-progress", question.hint && "quiz-hint", error && "quiz-error"];
  const form = create(
    "form",
    { novalidate: "" },
    progress(),
    create(
      "fieldset",
      { role: "radiogroup", "aria-describedby": present(described).join(" "), "aria-invalid": error && "true" },
      create("legend", {}, heading(question.title, dropped && "quiz-notice")),
      question.hint && create("p", { id: "quiz-hint", class: "quiz-hint" }, question.hint),
      error && create("p", { id: "quiz-error", class: "quiz-error-text" }, question.error),
      ...Object.keys(question.options).filter((option) => option in goto).map((option) => radio(ask, option)),
    ),
    create(
      "div",
      { class: "quiz-buttons" },
      create("button", { class: "md-button md-button--primary" }, text.continue),
      (path.steps.length > 0 || entry.back) && button(text.back, goBack, { class: "quiz-link" }),
    ),
  );
  form.addEventListener("submit", submitAnswer);
  return [
    path.steps.length === 0 && createHtml("div", { class: "quiz-scope" }, quiz.scope),
    error && errorSummary(question.error, form.querySelector("input")),
    form,
  ];
}

/** While an answer is being changed nobody knows how many questions it opens: none is promised. */
function progress() {
  return create(
    "p",
    { id: "quiz-progress", class: "quiz-progress" },
    create("span", { class: "quiz-number" }, `${text.question} ${path.steps.length + 1}`),
    !entry.direct && create("span", {}, quiz.progress[path.node]),
  );
}

function radio(question, option) {
  const id = `quiz-option-${option}`;
  const input = create("input", { type: "radio", id, name: question, value: option });
  input.checked = entry.known[question] === option;
  const { label } = quiz.questions[question].options[option];
  return create("div", { class: "quiz-option" }, input, create("label", { for: id }, label));
}

/** @param {string} error @param {HTMLInputElement} first */
function errorSummary(error, first) {
  const link = create("a", { href: `#${first.id}` }, error);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    first.focus();
  });
  return create(
    "div",
    { class: "quiz-error", role: "group", tabindex: "-1", "aria-labelledby": "quiz-error-title" },
    create("p", { id: "quiz-error-title" }, text.error_title),
    create("p", {}, link),
  );
}

function resultView(dropped) {
  const outcome = quiz.outcomes[path.outcome];
  const clauses = path.steps.map(({ question, option }) => quiz.questions[question].options[option].because);
  const reasons = new Intl.ListFormat(quiz.lang, { type: "conjunction" }).format(clauses);
  return [
    create(
      "div",
      { class: "quiz-verdict" },
      create("p", { id: "quiz-kicker", class: "quiz-kicker" }, text.result),
      heading(outcome.title, present(["quiz-kicker", dropped && "quiz-notice"]).join(" ")),
      create("p", { class: "quiz-decisive" }, sentence(clauses.at(-1))),
      createHtml("div", {}, outcome.summary),
    ),
    create("h3", {}, text.why),
    create("p", {}, `${text.because_intro} ${reasons}.`),
    createHtml("div", {}, outcome.why),
    create("h3", {}, text.actions),
    list("ol", outcome.actions),
    create("h3", {}, text.signs),
    list("ul", outcome.signs),
    references([[text.chapter, [outcome.chapter]]]),
    create("h3", {}, text.answers),
    create("dl", { class: "quiz-answers" }, ...path.steps.map(answerRow)),
    references([
      [text.examples, outcome.examples],
      [text.analogy, present([outcome.analogy])],
    ]),
    create("h3", {}, text.limits),
    createHtml("div", { class: "quiz-limits" }, quiz.limits),
    resultButtons(outcome),
  ];
}

/** @param {Step} step */
function answerRow({ question, option }, index) {
  const { title, options } = quiz.questions[question];
  const label = text.change_for.replace("{question}", () => title);
  return create(
    "div",
    {},
    create("dt", {}, title),
    create("dd", {}, options[option].label),
    create("dd", {}, button(text.change, () => change(index), { class: "quiz-link", "aria-label": label })),
  );
}

/** @param {[string, Link[]][]} groups */
function references(groups) {
  const filled = groups.filter(([, links]) => links.length);
  const rows = filled.map(([term, links]) =>
    create("div", {}, create("dt", {}, term), ...links.map((link) => create("dd", {}, anchorTo(link)))),
  );
  return rows.length > 0 && create("dl", { class: "quiz-references" }, ...rows);
}

function resultButtons(outcome) {
  const status = create("p", { role: "status", class: "quiz-status" });
  return create(
    "div",
    { class: "quiz-buttons" },
    anchorTo({ url: outcome.url, title: text.outcome_page }),
    button(text.restart, restart, { class: "quiz-link" }),
    navigator.clipboard && button(text.share_answers, () => copyLink(status), { class: "quiz-link" }),
    status,
  );
}

// All the questions on one page ---------------------------------------------------------------------------------------

/** @param {HTMLElement} target */
function reveal(target) {
  if (key.contains(target)) key.open = true;
  target.scrollIntoView({ behavior: "instant" });
}

function openKeyForLink(event) {
  if (event.target.closest("a")?.hash?.startsWith("#key")) key.open = true;
}

let openBeforePrint = false;

function openKeyForPrint() {
  openBeforePrint = key.open;
  if (!path.outcome) key.open = true;
}

function restoreKey() {
  key.open = openBeforePrint;
}

// Elements ------------------------------------------------------------------------------------------------------------

/** An element; attributes and children that are not there (`false`, `undefined`, `""`) are left out. */
function create(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value || name === "novalidate") element.setAttribute(name, value);
  }
  element.append(...present(children));
  return element;
}

/** @param {Html} markup made by the site's own generator */
function createHtml(tag, attributes, markup) {
  const element = create(tag, attributes);
  element.innerHTML = markup;
  return element;
}

function button(label, action, attributes) {
  const element = create("button", { type: "button", ...attributes }, label);
  element.addEventListener("click", action);
  return element;
}

/** @param {Link} link */
function anchorTo({ url, title }) {
  return create("a", { href: url }, title);
}

/** @param {"ol" | "ul"} tag @param {Html[]} items */
function list(tag, items) {
  return create(tag, {}, ...items.map((item) => createHtml("li", {}, item)));
}

function sentence(clause) {
  return `${clause.charAt(0).toLocaleUpperCase(quiz.lang)}${clause.slice(1)}.`;
}

function present(items) {
  return items.filter(Boolean);
}
