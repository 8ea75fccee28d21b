/**
 * The quiz as pure functions of its graph and the answers. No DOM: the other modules show what these find.
 *
 * The graph is closed and without cycles: the build proves it. What comes from an address can be anything.
 *
 * @typedef {{node: string, outcome?: undefined} | {outcome: string, node?: undefined}} Target
 * @typedef {{ask: string, goto: Record<string, Target>}} Node
 * @typedef {{label: string, because: string}} Option
 * @typedef {{title: string, hint?: string, error: string, options: Record<string, Option>, veto?: string[],
 *   controllable?: Record<string, string[]>}} Question
 * @typedef {Record<string, string | null>} Successors retired id -> the id that took its place, if any did
 * @typedef {{questions: Successors, options: Record<string, Successors>}} Retired `options`: by today's question
 * @typedef {{start: string, nodes: Record<string, Node>, questions: Record<string, Question>,
 *   outcomes: Record<string, {tone: string}>, fingerprint: string, retired: Retired}} Flow
 *
 * @typedef {import("../widget.js").Html} Html
 * @typedef {{url: string, title: string}} Link
 * @typedef {{when: Record<string, string[]>, why: Html, steps: Html[]}} Situation `steps`: the first is for today
 * @typedef {{tone: string, title: string, summary: Html, situations: Situation[], signs: Html[], url: string, chapter: Link,
 *   decisive: Record<string, string[]>, examples: Link[], analogy?: Link}} Outcome
 * @typedef {Flow & {lang: string, progress: Record<string, string>, outcomes: Record<string, Outcome>,
 *   scope: Html, limits: Html, text: Record<string, string>}} Quiz what a page holds; `progress`: by bounds, as "1-3"
 *
 * @typedef {Record<string, string>} Answers question id -> option id
 * @typedef {{node: string, question: string, option: string}} Step
 * @typedef {{steps: Step[], node: string, outcome: null}} OpenPath to the first question without an answer
 * @typedef {{steps: Step[], node: null, outcome: string}} CompletePath
 * @typedef {OpenPath | CompletePath} Path
 * @typedef {{fingerprint: string, answers: Answers, before: CompletePath | null, mapped: string[],
 *   dropped: string[]}} Address
 *   `fingerprint`: that of the quiz which made the address, or empty; `before`: an earlier run, from start to outcome;
 *   `mapped`: the parts whose ids have a successor; `dropped`: those that name nothing in this quiz, or repeat
 * @typedef {{question: string, options: string[], outcomes: string[], atOnce: boolean, controllable: boolean}} Change
 *   any of the `options` instead leads to the one outcome `atOnce`, or after more questions to one of the `outcomes`;
 *   `controllable`: readers can bring this about by what they do next
 */

/**
 * Follow the answers from the start to an outcome, or to the first question that they leave open.
 * @param {Flow} quiz
 * @param {Answers} answers
 * @returns {Path}
 */
export function walk(quiz, answers) {
  /** @type {Step[]} */
  const steps = [];
  /** @type {Target} */
  let target = { node: quiz.start };
  while (target.node !== undefined) {
    /** @type {Node} */
    const node = quiz.nodes[target.node];
    const { ask: question, goto } = node;
    const option = own(answers, question);
    const next = option && own(goto, option);
    if (!option || !next) return { steps, node: target.node, outcome: null };
    steps.push({ node: target.node, question, option });
    target = next;
  }
  return { steps, node: null, outcome: target.outcome };
}

/**
 * The answers given on a path.
 * @param {Step[]} steps
 * @returns {Answers}
 */
export function answersOf(steps) {
  return Object.fromEntries(steps.map(({ question, option }) => [question, option]));
}

/**
 * An option as the quiz offers it.
 * @param {Flow} quiz
 * @param {string} question
 * @param {string} option
 * @returns {Option}
 */
export function offered(quiz, question, option) {
  return quiz.questions[question].options[option];
}

// Address -------------------------------------------------------------------------------------------------------------

/**
 * Read `#d=7c2e&question=option&before=question.option~question.option`. Of two equal names the first holds.
 * @param {Flow} quiz
 * @param {string} fragment with or without its `#`
 * @returns {Address}
 */
export function parse(quiz, fragment) {
  /** @type {Address} */
  const address = { fingerprint: "", answers: {}, before: null, mapped: [], dropped: [] };
  for (const part of fragment.replace(/^#/, "").split("&").filter(Boolean).map(decode)) {
    const [name, value] = splitOnce(part, "=");
    if (name === "d" && !address.fingerprint) address.fingerprint = value;
    else if (name === "before" && !address.before) address.before = readRun(quiz, value, address);
    else take(quiz, part, "=", address.answers, address);
  }
  return address;
}

/**
 * The fragment, without its `#`, that `parse` and `walk` lead back to these steps; empty when there is nothing to say.
 * @param {Flow} quiz
 * @param {Step[]} steps
 * @param {Step[]} [before] those of an earlier run
 * @returns {string}
 */
export function format(quiz, steps, before = []) {
  const run = before.map(({ question, option }) => `${question}.${option}`).join("~");
  const parts = steps.map(({ question, option }) => `${question}=${option}`);
  if (run) parts.push(`before=${run}`);
  return parts.length ? [`d=${quiz.fingerprint}`, ...parts].join("&") : "";
}

/**
 * An earlier run counts whole or not at all: without its result there is nothing to compare.
 * @param {Flow} quiz
 * @param {string} run
 * @param {Address} report
 */
function readRun(quiz, run, report) {
  /** @type {Answers} */
  const answers = {};
  for (const part of run.split("~")) take(quiz, part, ".", answers, report);
  const path = walk(quiz, answers);
  if (path.outcome !== null) return path;
  report.dropped.push(run);
  return null;
}

/**
 * Add to `answers` what the two ids of a part mean today; what they do not mean is reported.
 * @param {Flow} quiz
 * @param {string} part
 * @param {string} separator
 * @param {Answers} answers
 * @param {Address} report
 */
function take({ questions, retired }, part, separator, answers, report) {
  const [question, option] = splitOnce(part, separator);
  const asked = today(questions, retired.questions, question);
  const given = asked && today(questions[asked].options, own(retired.options, asked), option);
  if (!given || own(answers, asked)) return void report.dropped.push(part);
  if (asked !== question || given !== option) report.mapped.push(part);
  answers[asked] = given;
}

/** @param {Record<string, object>} known @param {Successors | undefined} retired @param {string} id */
function today(known, retired, id) {
  const current = own(known, id) ? id : own(retired, id);
  return current && own(known, current) && current;
}

// What follows --------------------------------------------------------------------------------------------------------

/**
 * Of an outcome's situations, the one that the answers on a path to it meet.
 * @template {{when: Record<string, string[]>}} T
 * @param {T[]} situations the last one is met by every path left
 * @param {Answers} answers
 * @returns {T}
 */
export function situation(situations, answers) {
  const met = (/** @type {T} */ { when }) =>
    Object.entries(when).every(([asked, options]) => options.includes(answers[asked]));
  return situations.find(met) ?? situations[situations.length - 1];
}

/**
 * How many questions are still to answer at a node, its own included.
 * @param {Flow} quiz
 * @param {string} node
 * @param {Map<string, [number, number]>} [known] what was found before in the same quiz
 * @returns {[number, number]} fewest and most
 */
export function remaining(quiz, node, known = new Map()) {
  const found = known.get(node);
  if (found) return found;
  const targets = Object.values(quiz.nodes[node].goto);
  const below = targets.map((target) => (target.node ? remaining(quiz, target.node, known) : [0, 0]));
  const [fewest, most] = [0, 1].map((bound) => below.map((bounds) => bounds[bound]));
  /** @type {[number, number]} */
  const bounds = [1 + Math.min(...fewest), 1 + Math.max(...most)];
  known.set(node, bounds);
  return bounds;
}

/**
 * The outcomes that can follow when some questions are answered so, and the others anyhow.
 * @param {Flow} quiz
 * @param {Answers} answers
 * @returns {string[]} in the quiz's own order
 */
export function possible(quiz, answers) {
  const found = new Set();
  const reached = new Set([quiz.start]);
  for (const name of reached) {
    const { ask, goto } = quiz.nodes[name];
    const given = own(answers, ask);
    for (const [option, { node, outcome }] of Object.entries(goto)) {
      if (given && given !== option) continue;
      if (node) reached.add(node);
      else found.add(outcome);
    }
  }
  return Object.keys(quiz.outcomes).filter((outcome) => found.has(outcome));
}

/**
 * The fewest answers of a complete path that force its outcome, whatever the others are.
 * Of several sets of that size it is the one whose last answer was asked first; where that is the same, the one whose
 * last but one was, and so on.
 * @param {Flow} quiz
 * @param {CompletePath} path
 * @returns {Answers}
 */
export function reason(quiz, { steps }) {
  const without = (/** @type {Step[]} */ dropped) => answersOf(steps.filter((step) => !dropped.includes(step)));
  const forces = (/** @type {Answers} */ answers) => possible(quiz, answers).length === 1;
  const free = steps.filter((step) => forces(without([step]))).reverse();
  for (let size = free.length; size > 0; size -= 1) {
    for (const dropped of combinations(free, size)) {
      const fewer = without(dropped);
      if (forces(fewer)) return fewer;
    }
  }
  return answersOf(steps);
}

/**
 * What would change the result of a complete path, the other answers being kept; in the order asked.
 * What would not is left out, and so is what readers can bring about without being better off. A veto that was given is
 * never offered as something to change.
 * @param {Flow} quiz
 * @param {CompletePath} path
 * @returns {Change[]}
 */
export function changes(quiz, path) {
  const corrective = (/** @type {string} */ outcome) => quiz.outcomes[outcome].tone === "corrective";
  const improves = (/** @type {Change} */ { outcomes }) => corrective(path.outcome) && !outcomes.some(corrective);
  return allChanges(quiz, path).filter((change) => !change.controllable || improves(change));
}

/** @param {Flow} quiz @param {CompletePath} path */
function allChanges(quiz, path) {
  /** @type {Change[]} */
  const found = [];
  for (const { question, option: given } of path.steps) {
    const { options, veto = [], controllable } = quiz.questions[question];
    if (veto.includes(given)) continue;
    for (const option of Object.keys(options)) {
      const answers = { ...answersOf(path.steps), [question]: option };
      const outcomes = possible(quiz, answers);
      if (String(outcomes) === path.outcome) continue;
      const change = {
        question,
        options: [option],
        outcomes,
        atOnce: walk(quiz, answers).outcome !== null,
        controllable: Boolean(own(controllable, given)?.includes(option)),
      };
      const same = found.find((other) => doesSame(other, change));
      if (same) same.options.push(option);
      else found.push(change);
    }
  }
  return found;
}

/** @param {Change} one @param {Change} other */
function doesSame(one, other) {
  const parts = /** @type {const} */ (["question", "outcomes", "atOnce", "controllable"]);
  return parts.every((name) => String(one[name]) === String(other[name]));
}

/**
 * The ways to pick `size` of the items, those with the first items first.
 * @template T
 * @param {T[]} items
 * @param {number} size
 * @returns {Generator<T[]>}
 */
function* combinations(items, size) {
  if (size === 0) return yield [];
  for (const [index, item] of items.entries()) {
    for (const rest of combinations(items.slice(index + 1), size - 1)) yield [item, ...rest];
  }
}

// Text ----------------------------------------------------------------------------------------------------------------

/**
 * An address can name anything, `constructor` too: only what the data itself holds is found.
 * @template T
 * @param {Record<string, T> | undefined} record
 * @param {string} key
 */
function own(record, key) {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** @param {string} text @param {string} separator @returns {[string, string]} */
function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** A malformed escape stays as it is; being no id, it is dropped. @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
