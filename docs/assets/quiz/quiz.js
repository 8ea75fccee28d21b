/**
 * The quiz in the page: one question at a time, then the result.
 *
 * What is shown follows from the state alone. A quiz keeps to its root, whose id begins the ids that it makes. Address,
 * history and title of the page belong to the one quiz that is given the address; without, Back follows the path.
 *
 * @import { PageAddress } from "./address.js"
 * @import { CompletePath, Quiz } from "./flow.js"
 * @import { State } from "./state.js"
 *
 * @typedef {object} Scene what views are made of, beside the state
 * @property {Quiz} quiz
 * @property {PageAddress | null} address
 * @property {(name: string) => string} id
 * @property {(question: string, option: string | undefined) => () => void} answer make the step after it, for what is returned to show
 * @property {() => void} goBack
 * @property {(index: number) => void} change the answer of a step
 * @property {(earlier: CompletePath | null) => void} restart
 */
import "../mend.js";
import { create, find, ignoreRepeats, isRead, present, scrollHere, startWidget } from "../widget.js";
import { takeAddress } from "./address.js";
import { parse } from "./flow.js";
import { questionView } from "./question.js";
import { resultView } from "./result.js";
import * as moves from "./state.js";

startWidget("quiz", (app, quiz) =>
  startQuiz(app, quiz, takeAddress(quiz, find(document, "#quiz-key", HTMLDetailsElement))),
);

/**
 * @param {HTMLElement} root
 * @param {Quiz} quiz
 * @param {PageAddress | null} [address]
 */
export function startQuiz(root, quiz, address = null) {
  const pageTitle = document.title;
  let state = moves.open(quiz, parse(quiz, ""), null);
  /** @type {Scene} */
  const scene = {
    quiz,
    address,
    id: (name) => `${root.id}-${name}`,
    answer: (question, option) => (option ? step(moves.answer(quiz, state, question, option)) : refuse),
    goBack: () => address?.goBack() || step(moves.retreat(quiz, state))(),
    change: (index) => step(moves.change(quiz, state, index))(),
    restart: (earlier) => step(moves.restart(quiz, earlier))(),
  };
  root.hidden = false;
  ignoreRepeats(root);
  if (address) {
    begin(address);
    addEventListener("popstate", () => address.arrive() && follow(address));
  } else draw();

  /** @param {PageAddress} address */
  function begin(address) {
    const anchor = address.anchor();
    draw({ notice: anchor ? "" : read(address) });
    if (anchor) address.reveal(anchor);
    else if (state.path.steps.length) {
      entitle();
      scrollHere(root);
    }
  }

  /** Back, Forward, and an address changed by hand. @param {PageAddress} address */
  function follow(address) {
    const anchor = address.anchor();
    if (anchor) {
      state = { ...state, back: false };
      if (state.path.steps.length) address.record(state);
      address.reveal(anchor);
    } else {
      draw({ notice: read(address) });
      entitle();
      scrollHere(root);
      if (isRead()) focus("h2");
    }
  }

  /** @param {PageAddress} address */
  function read(address) {
    const found = address.read(state);
    state = found.state;
    return found.notice;
  }

  /** Make the view of the state that a move leads to; to call what is returned shows it. @param {State} next */
  function step(next) {
    const parts = view(next);
    return () => {
      state = next;
      draw({ parts });
      arrive();
      address?.keep({ state, entered: entitle, refused: forgo });
    };
  }

  /** The history takes no entry for what is shown: a first question leads back to nothing. */
  function forgo() {
    const { back, path } = state;
    state = { ...state, back: false };
    if (!back || path.steps.length) return;
    draw();
    arrive();
  }

  function refuse() {
    draw({ error: true });
    entitle(quiz.text.error_prefix);
    scroll();
    focus(".quiz-error");
  }

  function draw({ notice = "", error = false, parts = view(state, error) } = {}) {
    root.dataset.view = state.path.outcome ? "result" : "question";
    root.replaceChildren(
      ...present([
        notice && create("p", { id: scene.id("notice"), class: "quiz-notice", role: "alert" }, notice),
        ...parts,
      ]),
    );
  }

  /** @param {State} state @param {boolean} [error] */
  function view(state, error) {
    const { path } = state;
    return path.outcome !== null ? resultView(scene, path, state.earlier) : questionView(scene, path, state, error);
  }

  /** The heading takes the focus: a screen reader says it, and says it only once. */
  function arrive() {
    focus("h2");
    const { top, bottom } = find(root, "h2").getBoundingClientRect();
    if (top < Number.parseFloat(getComputedStyle(root).scrollMarginTop) || bottom > innerHeight) scroll();
  }

  /** @param {string} selector */
  function focus(selector) {
    find(root, selector).focus({ preventScroll: true });
  }

  /** A title is that of the entry that the history stands on. */
  function entitle(prefix = "") {
    if (address) document.title = `${prefix}${find(root, "h2").textContent} · ${pageTitle}`;
  }

  function scroll() {
    root.scrollIntoView({ behavior: "instant" });
  }
}
