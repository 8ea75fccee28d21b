/**
 * The quiz in the page: one question at a time, the answers in the address, one history entry per step.
 *
 * What is shown follows from the fragment alone. The state of a history entry adds what an address does not say:
 * - `run`: a number that tells one run through the quiz from the next;
 * - `known`: every answer given so far in this run, those off the path too, so that each comes back checked;
 * - `direct`: while the reader changes an answer, the answers that count with it, so that Continue passes over them;
 * - `back`: the entry before this one is where Back leads.
 *
 * @typedef {import("./flow.js").Flow} Flow
 * @typedef {import("./flow.js").Answers} Answers
 * @typedef {import("./flow.js").Step} Step
 * @typedef {import("./flow.js").Path} Path
 * @typedef {import("./flow.js").Address} Address
 * @typedef {import("./flow.js").Change} Change
 * @typedef {string} Html
 * @typedef {{url: string, title: string}} Link
 * @typedef {{when: Record<string, string[]>, why: Html, first?: Html, actions: Html[]}} Situation
 * @typedef {{title: string, summary: Html, situations: Situation[], signs: Html[], url: string, chapter: Link,
 *   decisive: Record<string, string[]>, examples: Link[], analogy?: Link}} Outcome
 * @typedef {Flow & {lang: string, progress: Record<string, string>, outcomes: Record<string, Outcome>,
 *   scope: Html, limits: Html, text: Record<string, string>}} Quiz `progress`: by bounds, as "1-3"
 * @typedef {{run?: number, known: Answers, direct?: Answers, back?: boolean}} Entry
 */
import { answersOf, changes, format, parse, reason, remaining, situation, walk } from "./flow.js";

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
/** The run that this one is compared with. @type {Path | null} */
let earlier = null;

start();

function start() {
  const anchor = findAnchor();
  if (anchor) draw();
  else draw({ notice: readAddress() });
  app.hidden = false;
  document.documentElement.dataset.widget = "quiz";
  key.open = false;
  history.scrollRestoration = "manual";
  if (anchor) reveal(anchor);
  else if (path.steps.length) {
    entitle();
    scrollToQuiz();
  }
  addEventListener("popstate", followAddress);
  addEventListener("beforeprint", openKeyForPrint);
  addEventListener("afterprint", restoreKey);
  document.addEventListener("click", openKeyForLink);
}

// Address and history -------------------------------------------------------------------------------------------------

/** Back, Forward, and an address changed by hand: `popstate` reports all three. */
function followAddress() {
  const anchor = findAnchor();
  if (anchor) {
    entry.back = false;
    if (path.steps.length) record("replaceState");
    return reveal(anchor);
  }
  draw({ notice: readAddress() });
  arrive();
}

/**
 * Take the path from the address, and leave in the address only that path.
 * @returns {string} what to tell the reader when the address says something else
 */
function readAddress() {
  const link = parse(quiz, location.hash);
  const last = history.state;
  const kept = last && { ...last.known, ...(last.run === entry.run && entry.known) };
  path = walk(quiz, link.answers);
  earlier = link.before;
  entry = { ...last, known: { ...kept, ...link.answers } };
  record("replaceState");
  return noticeFor(link);
}

/** @param {Address} link */
function noticeFor({ fingerprint, mapped, dropped }) {
  const older = mapped.length > 0 || (fingerprint && fingerprint !== quiz.fingerprint);
  return mapped.length + dropped.length > 0 ? text[older ? "changed_since" : "dropped"] : "";
}

/** @param {Step[]} steps @param {Entry} state */
function visit(steps, state) {
  entry = { run: entry.run, ...state };
  path = walk(quiz, answersOf(steps));
  record("pushState");
  draw();
  arrive();
}

/** @param {"pushState" | "replaceState"} how */
function record(how) {
  history[how](entry, "", address());
  for (const twin of document.querySelectorAll("a[data-twin]")) twin.hash = location.hash;
}

function address(steps = path.steps, before = earlier?.steps) {
  const fragment = format(quiz, steps, before);
  return fragment ? `#${fragment}` : location.pathname + location.search;
}

/** The place in the page that the fragment names, if it is an ordinary link and not a set of answers. */
function findAnchor() {
  const id = location.hash.slice(1);
  return document.getElementById(id) ?? (/^key(-\w+)?$/.test(id) ? key : null);
}

// What the reader does ------------------------------------------------------------------------------------------------

/** @param {SubmitEvent} event */
function submitAnswer(event) {
  event.preventDefault();
  const question = quiz.nodes[path.node].ask;
  const option = new FormData(event.target).get(question);
  if (!option) return refuse();
  const counted = { ...(entry.direct ?? answersOf(path.steps)), [question]: option };
  const known = { ...entry.known, [question]: option };
  visit(walk(quiz, counted).steps, { known, direct: entry.direct && counted, back: true });
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
  visit(path.steps.slice(0, index), { known: entry.known, direct: answersOf(path.steps), back: true });
}

/** @param {Path | null} before the run to compare with, to which Back leads */
function restart(before) {
  earlier = before;
  visit([], { run: Date.now(), known: {}, back: Boolean(before) });
}

/** @param {"answers" | "outcome"} what @param {string} url @param {HTMLElement} status */
async function share(what, url, status) {
  const { href } = new URL(url, location.href);
  status.textContent = "";
  try {
    if (navigator.share) return await navigator.share({ title: quiz.outcomes[path.outcome].title, url: href });
    await navigator.clipboard.writeText(href);
    status.textContent = text[`copied_${what}`];
  } catch (error) {
    if (error?.name !== "AbortError") status.textContent = text.copy_failed;
  }
}

// Views ---------------------------------------------------------------------------------------------------------------

function draw({ notice = "", error = false } = {}) {
  app.dataset.view = path.outcome ? "result" : "question";
  app.replaceChildren(
    ...present([
      notice && create("p", { id: "quiz-notice", class: "quiz-notice" }, notice),
      ...(path.outcome ? resultView(notice) : questionView(notice, error)),
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
  app.scrollIntoView({ behavior: "instant" });
}

function heading(title, describedBy) {
  return create("h2", { id: "quiz-heading", tabindex: "-1", "aria-describedby": describedBy }, title);
}

function questionView(notice, error) {
  const { ask } = quiz.nodes[path.node];
  const question = quiz.questions[ask];
  const described = ["quiz-progress", question.hint && "quiz-hint", error && "quiz-error"];
  const form = create(
    "form",
    { novalidate: "true" },
    progress(),
    create(
      "fieldset",
      { role: "radiogroup", "aria-describedby": present(described).join(" "), "aria-invalid": error && "true" },
      create("legend", {}, heading(question.title, notice && "quiz-notice")),
      question.hint && create("p", { id: "quiz-hint", class: "quiz-hint" }, question.hint),
      error && create("p", { id: "quiz-error", class: "quiz-error-text" }, question.error),
      ...Object.keys(question.options).map((option) => radio(ask, option)),
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
    !entry.direct && create("span", {}, `– ${quiz.progress[remaining(quiz, path.node).join("-")]}`),
  );
}

function radio(question, option) {
  const id = `quiz-option-${option}`;
  const input = create("input", { type: "radio", id, name: question, value: option });
  input.checked = entry.known[question] === option;
  return create("div", { class: "quiz-option" }, input, create("label", { for: id }, offered(question, option).label));
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
    { class: "quiz-error", role: "group", tabindex: "-1", "aria-labelledby": "quiz-error-title", "aria-describedby": "quiz-error-link" },
    create("p", { id: "quiz-error-title" }, text.error_title),
    create("p", { id: "quiz-error-link" }, link),
  );
}

function resultView(notice) {
  const outcome = quiz.outcomes[path.outcome];
  const given = answersOf(path.steps);
  const { why, first, actions } = situation(outcome.situations, given);
  const because = (question) => offered(question, given[question]).because;
  const clauses = Object.keys(reason(quiz, path)).map(because);
  const decided = Object.keys(outcome.decisive).find((question) => outcome.decisive[question].includes(given[question]));
  const others = clauses.length < path.steps.length && ` ${text.others}`;
  return [
    create(
      "div",
      { class: "quiz-verdict" },
      create("p", { id: "quiz-kicker", class: "quiz-kicker" }, text.result),
      heading(outcome.title, present(["quiz-kicker", notice && "quiz-notice"]).join(" ")),
      create("p", { class: "quiz-decisive" }, sentence(decided ? because(decided) : clauses.at(-1))),
      createHtml("div", {}, outcome.summary),
    ),
    earlier && comparison(),
    create("h3", {}, text.why),
    create("p", {}, `${text.because_intro} ${joined("conjunction").format(clauses)}.`, others),
    createHtml("div", {}, why),
    create("h3", {}, text.actions),
    list("ol", first ? [first, ...actions] : actions),
    create("h3", {}, text.signs),
    list("ul", outcome.signs),
    references([[text.chapter, [outcome.chapter]]]),
    ...changesView(),
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

/** The earlier result and answers beside these; a question that only one run met stands where that run met it. */
function comparison() {
  const [before, now] = [earlier, path].map(({ steps }) => steps.map(({ question }) => question));
  const upTo = (question) => [...now.slice(0, now.indexOf(question) + 1), question];
  const questions = new Set([...before.flatMap(upTo), ...now]);
  return create(
    "table",
    { class: "quiz-comparison", role: "table" },
    create("caption", {}, text.compare_title),
    create(
      "thead",
      { role: "rowgroup" },
      create(
        "tr",
        { role: "row" },
        ...[text.question, text.before, text.now].map((title) =>
          create("th", { role: "columnheader", scope: "col" }, title),
        ),
      ),
    ),
    create(
      "tbody",
      { role: "rowgroup" },
      comparedRow(text.result, earlier.outcome, path.outcome, outcomeLink),
      ...Array.from(questions, comparedAnswers),
    ),
  );
}

/** @param {string} question */
function comparedAnswers(question) {
  const [before, now] = [earlier, path].map(({ steps }) => steps.find((step) => step.question === question)?.option);
  const show = (option) =>
    option ? offered(question, option).label : create("span", { class: "quiz-not-met" }, text.not_met);
  return comparedRow(quiz.questions[question].title, before, now, show);
}

/** @param {(id: string | undefined) => Node | string} show */
function comparedRow(title, before, now, show) {
  const differs = before !== now;
  const mark = differs && create("span", { class: "quiz-mark", role: "img", "aria-label": text.differs }, "≠");
  return create(
    "tr",
    { role: "row", class: differs && "quiz-differs" },
    create("th", { role: "rowheader", scope: "row" }, mark, title),
    create("td", { role: "cell" }, show(before)),
    create("td", { role: "cell" }, show(now)),
  );
}

function changesView() {
  const found = changes(quiz, path);
  /** @type {[string, Change[]][]} */
  const groups = [
    [text.controllable, found.filter(({ controllable }) => controllable)],
    [text.given, found.filter(({ controllable }) => !controllable)],
  ];
  const lists = groups.map(([title, group]) =>
    group.length ? [create("h4", {}, title), descriptions("quiz-changes", byQuestion(group))] : [],
  );
  return found.length ? [create("h3", {}, text.change_title), ...lists.flat()] : [];
}

/** @param {Change[]} group */
function byQuestion(group) {
  const rows = new Map();
  for (const change of group) {
    const { title } = quiz.questions[change.question];
    rows.set(title, [...(rows.get(title) ?? []), [create("p", {}, ...changeWords(change))]]);
  }
  return [...rows];
}

/** @param {Change} change */
function changeWords({ question, options, outcomes, atOnce }) {
  const labels = options.map((option) => fill(text.quoted, { text: offered(question, option).label }).join(""));
  return fill(atOnce ? text.change_at_once : text.change_further, {
    answers: joined("disjunction").format(labels),
    outcomes: outcomeLinks(outcomes),
  });
}

/** @param {string[]} outcomes */
function outcomeLinks(outcomes) {
  const parts = joined("disjunction").formatToParts(outcomes.map((outcome) => quiz.outcomes[outcome].title));
  const links = outcomes.map(outcomeLink);
  return parts.map(({ type, value }) => (type === "element" ? links.shift() : value));
}

/** @param {string} outcome */
function outcomeLink(outcome) {
  return anchorTo(quiz.outcomes[outcome]);
}

/** @param {Step} step */
function answerRow({ question, option }, index) {
  const { title } = quiz.questions[question];
  const label = fill(text.change_for, { question: title }).join("");
  return create(
    "div",
    {},
    create("dt", {}, title),
    create("dd", {}, offered(question, option).label),
    create("dd", {}, button(text.change, () => change(index), { class: "quiz-link", "aria-label": label })),
  );
}

/** @param {[string, Link[]][]} groups */
function references(groups) {
  const filled = groups.filter(([, links]) => links.length);
  const rows = filled.map(([term, links]) => [term, links.map((link) => [anchorTo(link)])]);
  return rows.length > 0 && descriptions("quiz-references", rows);
}

/** @param {string} kind @param {[string, (Node | string)[][]][]} rows */
function descriptions(kind, rows) {
  const filled = rows.map(([term, items]) =>
    create("div", {}, create("dt", {}, term), ...items.map((item) => create("dd", {}, ...item))),
  );
  return create("dl", { class: kind }, ...filled);
}

function resultButtons(outcome) {
  const status = create("p", { role: "status", class: "quiz-status" });
  const verb = navigator.share ? "share" : "copy";
  const shareButton = (what, url) =>
    button(text[`${verb}_${what}`], () => share(what, url, status), { class: "quiz-link" });
  const sharing = (navigator.share || navigator.clipboard) && [
    shareButton("answers", address(path.steps, [])),
    shareButton("outcome", outcome.url),
  ];
  return create(
    "div",
    { class: "quiz-buttons" },
    button(text.compare, () => restart(path), { class: "md-button" }),
    ...(sharing || []),
    anchorTo({ url: outcome.url, title: text.outcome_page }),
    button(text.restart, () => restart(null), { class: "quiz-link" }),
    status,
  );
}

// All the questions on one page ---------------------------------------------------------------------------------------

/** @param {HTMLElement} target */
function reveal(target) {
  if (target.id === "key" || key.contains(target)) key.open = true;
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
    if (value) element.setAttribute(name, value);
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

/** @param {string} question @param {string} option */
function offered(question, option) {
  return quiz.questions[question].options[option];
}

/** @param {"conjunction" | "disjunction"} type */
function joined(type) {
  return new Intl.ListFormat(quiz.lang, { type });
}

/** The parts of a text, each `{name}` in it replaced by its value or values. */
function fill(template, values) {
  return template.split(/\{(\w+)\}/).flatMap((part, index) => (index % 2 ? values[part] : part));
}

function sentence(clause) {
  return `${clause.charAt(0).toLocaleUpperCase(quiz.lang)}${clause.slice(1)}.`;
}

function present(items) {
  return items.filter(Boolean);
}
