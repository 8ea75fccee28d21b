/**
 * What a result shows: the outcome, why it is this one, what to do, and what would change it.
 *
 * @import { Child, Part } from "../widget.js"
 * @import { Change, CompletePath, Link, Outcome, Quiz, Step } from "./flow.js"
 * @import { Scene } from "./quiz.js"
 */
import { button, copyLink, create, createHtml, fill, fillText, present } from "../widget.js";
import { answersOf, changes, offered, reason, situation } from "./flow.js";
import { heading } from "./question.js";

/**
 * @param {Scene} scene
 * @param {CompletePath} path
 * @param {CompletePath | null} earlier the run to compare with
 * @returns {Child[]}
 */
export function resultView(scene, path, earlier) {
  const { quiz } = scene;
  const { text } = quiz;
  const outcome = quiz.outcomes[path.outcome];
  const { why, steps } = situation(outcome.situations, answersOf(path.steps));
  const [today, ...next] = steps;
  return [
    verdict(scene, path),
    earlier && comparison(quiz, earlier, path),
    today && section("quiz-today", text.today, createHtml("div", {}, today)),
    section("quiz-why", text.why, because(quiz, path), createHtml("div", {}, why)),
    fold(text.next, list("ol", next)),
    fold(text.signs, list("ul", outcome.signs), references([[text.chapter, [outcome.chapter]]])),
    fold(text.change_title, ...changesView(quiz, path)),
    fold(text.answers, answersView(scene, path)),
    fold(
      text.stories,
      references([
        [text.examples, outcome.examples],
        [text.analogy, present([outcome.analogy])],
      ]),
    ),
    fold(text.limits, createHtml("div", { class: "quiz-limits" }, quiz.limits)),
    buttons(scene, path, outcome),
  ];
}

/** @param {string} name @param {string} title @param {Child[]} parts */
function section(name, title, ...parts) {
  return create("section", { class: name }, create("h3", {}, title), ...parts);
}

/** A section that readers open, where there is something in it. @param {string} title @param {Child[]} parts */
function fold(title, ...parts) {
  const summary = create("summary", {}, create("h3", {}, title));
  return present(parts).length > 0 && create("details", { class: "quiz-fold" }, summary, ...parts);
}

// Outcome and reason --------------------------------------------------------------------------------------------------

/** @param {Scene} scene @param {CompletePath} path */
function verdict({ quiz, id }, path) {
  const { title, summary } = quiz.outcomes[path.outcome];
  return create(
    "div",
    { class: "quiz-verdict" },
    create("p", { id: id("kicker"), class: "quiz-kicker" }, quiz.text.result),
    heading(title, id("kicker")),
    create("p", { class: "quiz-decisive" }, sentence(quiz, decisive(quiz, path))),
    createHtml("div", {}, summary),
  );
}

/** The clause of the answer that decided. @param {Quiz} quiz @param {CompletePath} path */
function decisive(quiz, path) {
  const deciding = quiz.outcomes[path.outcome].decisive;
  const given = answersOf(path.steps);
  const question = Object.keys(deciding).find((question) => deciding[question].includes(given[question]));
  return question ? offered(quiz, question, given[question]).because : String(clauses(quiz, path).at(-1));
}

/** Those of the answers that force the outcome. @param {Quiz} quiz @param {CompletePath} path */
function clauses(quiz, path) {
  return Object.entries(reason(quiz, path)).map((answer) => offered(quiz, ...answer).because);
}

/** @param {Quiz} quiz @param {CompletePath} path */
function because(quiz, path) {
  const found = clauses(quiz, path);
  const told = `${quiz.text.because_intro} ${joined(quiz, "conjunction").format(found)}.`;
  return create("p", {}, told, found.length < path.steps.length && ` ${quiz.text.others}`);
}

// Comparison ----------------------------------------------------------------------------------------------------------

/**
 * The earlier result and answers beside these; a question that only one run met stands where that run met it.
 * @param {Quiz} quiz
 * @param {CompletePath} earlier
 * @param {CompletePath} path
 */
function comparison(quiz, earlier, path) {
  const { text } = quiz;
  const [before, now] = [earlier, path].map(({ steps }) => steps.map(({ question }) => question));
  const upTo = (/** @type {string} */ question) => [...now.slice(0, now.indexOf(question) + 1), question];
  const questions = new Set([...before.flatMap(upTo), ...now]);
  const titles = [text.question, text.before, text.now];
  return create(
    "table",
    { class: "quiz-comparison" },
    create("caption", {}, text.compare_title),
    create("thead", {}, create("tr", {}, ...titles.map((title) => create("th", { scope: "col" }, title)))),
    create(
      "tbody",
      {},
      comparedRow(quiz, text.result, earlier.outcome, path.outcome, (outcome) => outcomeLink(quiz, outcome)),
      ...Array.from(questions, (question) => comparedAnswers(quiz, question, earlier, path)),
    ),
  );
}

/** @param {Quiz} quiz @param {string} question @param {CompletePath[]} runs */
function comparedAnswers(quiz, question, ...runs) {
  const [before, now] = runs.map(({ steps }) => answersOf(steps)[question]);
  const { title } = quiz.questions[question];
  return comparedRow(quiz, title, before, now, (option) => offered(quiz, question, option).label);
}

/**
 * @param {Quiz} quiz
 * @param {string} title
 * @param {string | undefined} before
 * @param {string | undefined} now
 * @param {(id: string) => Part} show
 */
function comparedRow({ text }, title, before, now, show) {
  const differs = before !== now;
  const mark = differs && create("span", { class: "quiz-mark", role: "img", "aria-label": text.differs }, "≠");
  const cell = (/** @type {string | undefined} */ id) =>
    create("td", {}, id ? show(id) : create("span", { class: "quiz-not-met" }, text.not_met));
  return create(
    "tr",
    { class: differs && "quiz-differs" },
    create("th", { scope: "row" }, mark, title),
    cell(before),
    cell(now),
  );
}

// Changes -------------------------------------------------------------------------------------------------------------

/** @param {Quiz} quiz @param {CompletePath} path @returns {Child[]} */
function changesView(quiz, path) {
  const found = changes(quiz, path);
  const [doable, settled] = [true, false].map((wanted) => found.filter(({ controllable }) => controllable === wanted));
  return [...changesOf(quiz, quiz.text.controllable, doable), ...changesOf(quiz, quiz.text.given, settled)];
}

/** @param {Quiz} quiz @param {string} title @param {Change[]} group @returns {Child[]} */
function changesOf(quiz, title, group) {
  if (!group.length) return [];
  const questions = [...new Set(group.map(({ question }) => question))];
  const rows = questions.map((question) => {
    const same = group.filter((change) => change.question === question);
    return row(quiz.questions[question].title, ...same.map((change) => create("p", {}, ...changeWords(quiz, change))));
  });
  return [create("h4", {}, title), create("dl", { class: "quiz-changes" }, ...rows)];
}

/** @param {Quiz} quiz @param {Change} change */
function changeWords(quiz, { question, options, outcomes, atOnce }) {
  const { text } = quiz;
  const labels = options.map((option) => fillText(text.quoted, { text: offered(quiz, question, option).label }));
  return fill(atOnce ? text.change_at_once : text.change_further, {
    answers: joined(quiz, "disjunction").format(labels),
    outcomes: outcomeLinks(quiz, outcomes),
  });
}

/** @param {Quiz} quiz @param {string[]} outcomes @returns {Part[]} */
function outcomeLinks(quiz, outcomes) {
  const links = outcomes.map((outcome) => outcomeLink(quiz, outcome));
  const parts = joined(quiz, "disjunction").formatToParts(links.map(({ textContent }) => textContent));
  return parts.map(({ type, value }) => (type === "element" && links.shift()) || value);
}

// Answers and references ----------------------------------------------------------------------------------------------

/** @param {Scene} scene @param {CompletePath} path */
function answersView({ quiz, change }, path) {
  const rows = path.steps.map(({ question, option }, index) => {
    const { title } = quiz.questions[question];
    const label = fillText(quiz.text.change_for, { question: title });
    const again = button(quiz.text.change, () => change(index), { class: "quiz-link", "aria-label": label });
    return row(title, offered(quiz, question, option).label, again);
  });
  return create("dl", { class: "quiz-answers" }, ...rows);
}

/** @param {[string, Link[]][]} groups */
function references(groups) {
  const rows = groups.filter(([, links]) => links.length).map(([term, links]) => row(term, ...links.map(anchorTo)));
  return rows.length > 0 && create("dl", { class: "quiz-references" }, ...rows);
}

/** @param {Scene} scene @param {CompletePath} path @param {Outcome} outcome */
function buttons({ quiz, address, restart }, path, outcome) {
  const { text } = quiz;
  const status = create("p", { role: "status", class: "quiz-status" });
  return create(
    "div",
    { class: "quiz-buttons" },
    button(text.compare, () => restart(path), { class: "md-button" }),
    address && shareButton(text, "answers", outcome.title, address.href(path.steps), status),
    shareButton(text, "outcome", outcome.title, outcome.url, status),
    anchorTo({ url: outcome.url, title: text.outcome_page }),
    button(text.restart, () => restart(null), { class: "quiz-link" }),
    status,
  );
}

/**
 * @param {Record<string, string>} text
 * @param {"answers" | "outcome"} what is shared
 * @param {string} title
 * @param {string} address
 * @param {HTMLElement} status
 */
function shareButton(text, what, title, address, status) {
  const url = new URL(address, document.baseURI).href;
  const copy = () => copyLink(url, status, text[`copied_${what}`], text.copy_failed);
  const share = () => {
    status.textContent = "";
    navigator.share({ title, url }).catch(({ name }) => {
      if (name !== "AbortError") copy(); // to think better of it is no failure
    });
  };
  const verb = "share" in navigator ? "share" : "copy";
  return button(text[`${verb}_${what}`], verb === "share" ? share : copy, { class: "quiz-link" });
}

// Parts ---------------------------------------------------------------------------------------------------------------

/** A row of a list of descriptions. @param {string} term @param {Child[]} descriptions */
function row(term, ...descriptions) {
  return create("div", {}, create("dt", {}, term), ...descriptions.map((each) => create("dd", {}, each)));
}

/** @param {"ol" | "ul"} tag @param {string[]} items of markup */
function list(tag, items) {
  return items.length > 0 && create(tag, {}, ...items.map((item) => createHtml("li", {}, item)));
}

/** @param {Link} link */
function anchorTo({ url, title }) {
  return create("a", { href: url }, title);
}

/** @param {Quiz} quiz @param {string} outcome */
function outcomeLink(quiz, outcome) {
  return anchorTo(quiz.outcomes[outcome]);
}

/** @param {Quiz} quiz @param {"conjunction" | "disjunction"} type */
function joined(quiz, type) {
  return new Intl.ListFormat(quiz.lang, { type });
}

/** @param {Quiz} quiz @param {string} clause */
function sentence({ lang }, clause) {
  return `${clause.charAt(0).toLocaleUpperCase(lang)}${clause.slice(1)}.`;
}
