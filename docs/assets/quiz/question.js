/**
 * What a question shows.
 *
 * @import { Child } from "../widget.js"
 * @import { OpenPath } from "./flow.js"
 * @import { Scene } from "./quiz.js"
 * @import { State } from "./state.js"
 */
import { button, create, createHtml, find, findAll, onSubmit, present } from "../widget.js";
import { offered, remaining } from "./flow.js";

/** The one heading of a view. @param {string} title @param {string} [describedBy] ids */
export function heading(title, describedBy) {
  return create("h2", { tabindex: "-1", "aria-describedby": describedBy }, title);
}

/**
 * @param {Scene} scene
 * @param {OpenPath} path
 * @param {State} state
 * @param {boolean} [error] whether an answer is missing
 * @returns {Child[]}
 */
export function questionView(scene, path, state, error) {
  const { quiz, id, address, goBack } = scene;
  const { ask } = quiz.nodes[path.node];
  const question = quiz.questions[ask];
  const described = [id("progress"), question.hint && id("hint"), error && id("error")];
  const form = create(
    "form",
    {},
    progress(scene, path, state),
    create(
      "fieldset",
      { role: "radiogroup", "aria-describedby": present(described).join(" "), "aria-invalid": error && "true" },
      create("legend", {}, heading(question.title)),
      question.hint && create("p", { id: id("hint"), class: "quiz-hint" }, question.hint),
      error && create("p", { id: id("error"), class: "quiz-error-text" }, question.error),
      ...Object.keys(question.options).map((option) => radio(scene, ask, option, state.known[ask] === option)),
    ),
    create(
      "div",
      { class: "quiz-buttons" },
      create("button", { class: "md-button md-button--primary" }, quiz.text.continue),
      (path.steps.length > 0 || (address && state.back)) && button(quiz.text.back, goBack, { class: "quiz-link" }),
    ),
  );
  /** Shows the step after the answer that is chosen: made then, so that Continue takes less. @type {(() => void) | undefined} */
  let show;
  const answer = () => scene.answer(ask, findAll(form, ":checked", HTMLInputElement)[0]?.value);
  form.addEventListener("change", () => {
    show = answer();
  });
  onSubmit(form, () => (show ?? answer())());
  return [
    path.steps.length === 0 && createHtml("div", { class: "quiz-scope" }, quiz.scope),
    error && errorSummary(scene, question.error, find(form, "input")),
    form,
  ];
}

/**
 * While an answer is being changed nobody knows how many questions it opens: none is promised.
 * @param {Scene} scene
 * @param {OpenPath} path
 * @param {State} state
 */
function progress({ quiz, id }, path, state) {
  return create(
    "p",
    { id: id("progress"), class: "quiz-progress" },
    create("span", { class: "quiz-number" }, `${quiz.text.question} ${path.steps.length + 1}`),
    !state.direct && create("span", {}, `– ${quiz.progress[remaining(quiz, path.node).join("-")]}`),
  );
}

/** @param {Scene} scene @param {string} question @param {string} option @param {boolean} checked */
function radio({ quiz, id }, question, option, checked) {
  const input = create("input", { type: "radio", id: id(`option-${option}`), name: question, value: option });
  input.checked = checked;
  const label = create("label", { for: input.id }, offered(quiz, question, option).label);
  return create("div", { class: "quiz-option" }, input, label);
}

/** @param {Scene} scene @param {string} error @param {HTMLElement} first what can be chosen */
function errorSummary({ quiz, id }, error, first) {
  const link = create("a", { href: `#${first.id}` }, error);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    first.focus();
  });
  const [title, reason] = ["error-title", "error-link"].map(id);
  return create(
    "div",
    { class: "quiz-error", role: "group", tabindex: "-1", "aria-labelledby": title, "aria-describedby": reason },
    create("p", { id: title, class: "quiz-error-title" }, quiz.text.error_title),
    create("p", { id: reason }, link),
  );
}
