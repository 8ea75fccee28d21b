/**
 * The address of the page and the history of the browser, with one entry per step. They belong to one quiz of the page,
 * and to the key of all its questions, which ordinary links lead to.
 *
 * @import { CompletePath, Quiz, Step } from "./flow.js"
 * @import { Entry, State } from "./state.js"
 * @typedef {ReturnType<typeof takeAddress>} PageAddress
 */
import { rewrite } from "../refused.js";
import { fillText, here, pointTwins, scrollHere, told } from "../widget.js";
import { format, parse } from "./flow.js";
import { open } from "./state.js";

/** @param {Quiz} quiz @param {HTMLDetailsElement} key */
export function takeAddress(quiz, key) {
  /** Whether the history holds what is shown. */
  let kept = true;
  history.scrollRestoration = "manual";
  key.open = false;
  openForPrint(key);
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a")?.hash.startsWith("#key")) key.open = true;
  });

  /** @param {"pushState" | "replaceState"} how @param {State} state */
  function record(how, { path, earlier, ...entry }) {
    const fragment = format(quiz, path.steps, earlier?.steps);
    kept = rewrite(how, entry, here(fragment));
    pointTwins(fragment);
    return kept;
  }

  /** @param {Step[]} steps @param {Step[]} [before] those of an earlier run */
  function href(steps, before) {
    return here(format(quiz, steps, before));
  }

  return {
    href,
    record,

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
      const state = open(quiz, link, history.state, current);
      record("replaceState", state);
      const older = link.mapped.length > 0 || (link.fingerprint && link.fingerprint !== quiz.fingerprint);
      const { length } = [...link.mapped, ...link.dropped];
      if (older && length) return { state, notice: quiz.text.changed_since };
      const empty = asked && !link.before && !Object.keys(link.answers).length;
      const parts = told(link.dropped.length ? link.dropped.join(", ") : asked);
      return { state, notice: length || empty ? fillText(quiz.text.dropped, { parts }) : "" };
    },

    /** Whether the history leads Back itself. */
    goBack() {
      const leads = kept && Boolean(history.state?.back);
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
