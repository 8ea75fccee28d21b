/**
 * The address of the page and the history of the browser, with one entry per step. They belong to one quiz of the page,
 * and to the key of all its questions, which ordinary links lead to.
 *
 * A step is shown first, and gets its entry after the frame that shows it: to write one takes as long as to draw it
 * (adr/047). Whatever looks at the history before writes it at once. Should Back come first, the entry is written where
 * it belongs, and Back leads from there.
 *
 * @import { CompletePath, Quiz, Step } from "./flow.js"
 * @import { Entry, State } from "./state.js"
 * @typedef {ReturnType<typeof takeAddress>} PageAddress
 * @typedef {{state: State, entered: () => void, refused: () => void}} Late a step without its entry, what to do when it
 *   has one, and what if there can be none
 */
import { rewrite } from "../refused.js";
import { fillText, here, pointTwins, scrollHere, told } from "../widget.js";
import { format, parse } from "./flow.js";
import { open } from "./state.js";

/** @param {Quiz} quiz @param {HTMLDetailsElement} key */
export function takeAddress(quiz, key) {
  /** Whether the history holds what is shown. */
  let kept = true;
  /** Number of the entry that is shown; each keeps its own. @type {number} */
  let at = history.state?.at ?? 0;
  /** @type {Late | null} */
  let late = null;
  /** Under way to the entry after which a late one comes; then as many entries on. @type {{late: Late, by: number} | null} */
  let detour = null;
  history.scrollRestoration = "manual";
  key.open = false;
  openForPrint(key);
  addEventListener("pagehide", settle);
  document.addEventListener("click", settle, { capture: true });
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a")?.hash.startsWith("#key")) key.open = true;
  });

  /** @param {"pushState" | "replaceState"} how @param {State} state */
  function write(how, { path, earlier, run, known, direct, back }) {
    const fragment = format(quiz, path.steps, earlier?.steps);
    const next = how === "pushState" ? at + 1 : at;
    kept = rewrite(how, { run, known, direct, back, at: next }, here(fragment));
    if (kept) at = next;
    pointTwins(fragment);
  }

  /** What is shown belongs to the entry that the history stands on. @param {State} state */
  function record(state) {
    write("replaceState", state);
  }

  /** What is shown gets an entry of its own, after the frame. @param {Late} step */
  function keep(step) {
    settle();
    late = step;
    pointTwins(format(quiz, step.state.path.steps, step.state.earlier?.steps));
    requestAnimationFrame(() => setTimeout(settle));
  }

  function settle() {
    if (!late || detour) return;
    const step = late;
    late = null;
    enter(step);
  }

  /** @param {Late} step */
  function enter({ state, entered, refused }) {
    write("pushState", state);
    entered();
    if (!kept) refused();
  }

  /**
   * Whether the history has arrived at an entry to show; not if it has to turn back first for one that was late.
   * @returns {boolean}
   */
  function arrive() {
    const there = history.state?.at;
    if (detour) return resume(detour, there);
    if (late && there !== undefined && there !== at) {
      detour = { late, by: Math.min(there - at, 0) };
      late = null;
      history.go(at - there);
      return false;
    }
    if (late && there === undefined) insert(late.state);
    settle();
    if (there === undefined) number(at + 1);
    else if (there !== at) at = there;
    return true;
  }

  /** @param {{late: Late, by: number}} way @param {number | undefined} there @returns {boolean} */
  function resume({ late: missing, by }, there) {
    detour = null;
    if (there !== at) return arrive();
    enter(missing);
    if (kept && late) settle();
    else if (kept && by) history.go(by);
    return false;
  }

  /** Put the entry of a late step below one that somebody has made since. @param {State} state */
  function insert(state) {
    const { hash } = location;
    late = null;
    at += 1;
    write("replaceState", state);
    rewrite("pushState", null, here(hash.slice(1)));
  }

  /** Give the entry that has none its number. @param {number} next */
  function number(next) {
    at = next;
    rewrite("replaceState", { ...history.state, at }, here(location.hash.slice(1)));
  }

  /** @param {Step[]} steps */
  function href(steps) {
    return here(format(quiz, steps));
  }

  if (history.state?.at === undefined) number(at);

  return {
    href,
    record,
    keep,
    arrive,

    /** The place in the page that the fragment names, if it is an ordinary link and not a set of answers. */
    anchor() {
      const id = location.hash.slice(1);
      return document.getElementById(id) ?? (/^key(-\w+)?$/.test(id) ? key : null);
    },

    /** @param {HTMLElement} anchor */
    reveal(anchor) {
      if (anchor.id === "key" || key.contains(anchor)) key.open = true;
      scrollHere(anchor);
    },

    /**
     * What the address shows; only that stays in it.
     * @param {State} current
     * @returns {{state: State, notice: string}} `notice`: what to tell the reader when the address says something else
     */
    read(current) {
      const asked = location.hash.slice(1);
      const link = parse(quiz, asked);
      const state = open(quiz, link, history.state?.known ? history.state : null, current);
      record(state);
      const older = link.mapped.length > 0 || (link.fingerprint && link.fingerprint !== quiz.fingerprint);
      const { length } = [...link.mapped, ...link.dropped];
      if (older && length) return { state, notice: quiz.text.changed_since };
      const empty = asked && !link.before && !Object.keys(link.answers).length;
      const parts = told(link.dropped.length ? link.dropped.join(", ") : asked);
      return { state, notice: length || empty ? fillText(quiz.text.dropped, { parts }) : "" };
    },

    /** Whether the history leads Back itself. */
    goBack() {
      settle();
      const leads = kept && history.state?.back;
      if (leads) history.back();
      return leads;
    },
  };
}

/** On paper the key stands open; where the quiz shows a result, styles leave it out. @param {HTMLDetailsElement} key */
function openForPrint(key) {
  let wasOpen = false;
  addEventListener("beforeprint", () => {
    wasOpen = key.open;
    key.open = true;
  });
  addEventListener("afterprint", () => {
    key.open = wasOpen;
  });
}
