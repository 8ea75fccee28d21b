/**
 * Where a reader is in the quiz, and what each move makes of it: from one state to the next, without DOM or history.
 *
 * @import { Address, Answers, CompletePath, Flow, Path } from "./flow.js"
 *
 * @typedef {object} Entry what an entry of the history keeps beside its address
 * @property {number} [run] tells one run through the quiz from the next
 * @property {Answers} known every answer given so far in this run, those off the path too: each comes back checked
 * @property {Answers} [direct] while an answer is being changed, those that count with it: Continue passes over them
 * @property {boolean} [back] the state before this one is where Back leads
 *
 * @typedef {Entry & {path: Path, earlier: CompletePath | null}} State `earlier`: the run that this one is compared with
 */
import { answersOf, walk } from "./flow.js";

/**
 * What an address shows.
 * @param {Flow} quiz
 * @param {Address} link
 * @param {Entry | null} last what the history keeps for this address
 * @param {Entry} [current] what is shown until now
 * @returns {State}
 */
export function open(quiz, link, last, current) {
  const kept = last && { ...last.known, ...(last.run === current?.run && current?.known) };
  return { ...last, known: { ...kept, ...link.answers }, path: walk(quiz, link.answers), earlier: link.before };
}

/**
 * The question that is open gets an answer.
 * @param {Flow} quiz
 * @param {State} state
 * @param {string} question
 * @param {string} option
 * @returns {State}
 */
export function answer(quiz, { run, known, direct, path, earlier }, question, option) {
  const given = { ...(direct ?? answersOf(path.steps)), [question]: option };
  return {
    run,
    known: { ...known, [question]: option },
    direct: direct && given,
    back: true,
    path: walk(quiz, given),
    earlier,
  };
}

/**
 * The question before, where the history does not lead there.
 * @param {Flow} quiz
 * @param {State} state
 * @returns {State}
 */
export function retreat(quiz, { run, known, path, earlier }) {
  return { run, known, path: walk(quiz, answersOf(path.steps.slice(0, -1))), earlier };
}

/**
 * One answer is asked for again; those after it count as soon as it is given.
 * @param {Flow} quiz
 * @param {State} state
 * @param {number} index of its step
 * @returns {State}
 */
export function change(quiz, { run, known, path, earlier }, index) {
  const [before, direct] = [path.steps.slice(0, index), path.steps].map(answersOf);
  return { run, known, direct, back: true, path: walk(quiz, before), earlier };
}

/**
 * Another run begins.
 * @param {Flow} quiz
 * @param {CompletePath | null} earlier the run to compare with, to which Back leads
 * @returns {State}
 */
export function restart(quiz, earlier) {
  return { run: Date.now(), known: {}, back: Boolean(earlier), path: walk(quiz, {}), earlier };
}
