/**
 * The quiz as pure functions of its graph and the answers. No DOM: `quiz.js` shows what these find.
 *
 * The graph is closed and without cycles: the build proves it. What comes from an address can be anything.
 *
 * @typedef {{node?: string, outcome?: string}} Target one of the two
 * @typedef {{ask: string, goto: Record<string, Target>}} Node
 * @typedef {{label: string, because: string}} Option
 * @typedef {{title: string, hint?: string, error: string, options: Record<string, Option>, controllable?: Record<string, string[]>,
 *   veto?: string[]}} Question
 * @typedef {Record<string, string | null>} Successors retired id -> the id that took its place, if any did
 * @typedef {{questions: Successors, options: Record<string, Successors>}} Retired `options`: by today's question
 * @typedef {{start: string, nodes: Record<string, Node>, questions: Record<string, Question>,
 *   outcomes: Record<string, object>, fingerprint: string, retired: Retired}} Flow
 *
 * @typedef {Record<string, string>} Answers question id -> option id
 * @typedef {{node: string, question: string, option: string}} Step
 * @typedef {{steps: Step[], node: string | null, outcome: string | null}} Path
 * @typedef {{fingerprint: string, answers: Answers, before: Path | null, mapped: string[], dropped: string[]}} Address
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
  const steps = [];
  let target = { node: quiz.start };
  while (target.node) {
    const { ask: question, goto } = quiz.nodes[target.node];
    const option = own(answers, question);
    const next = option && own(goto, option);
    if (!next) return { steps, node: target.node, outcome: null };
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

/** An earlier run counts whole or not at all: without its result there is nothing to compare. */
function readRun(quiz, run, report) {
  const answers = {};
  for (const part of run.split("~")) take(quiz, part, ".", answers, report);
  const path = walk(quiz, answers);
  if (path.outcome) return path;
  report.dropped.push(run);
  return null;
}

/** Add to `answers` what the two ids of a part mean today; what they do not mean is reported. */
function take({ questions, retired }, part, separator, answers, report) {
  const [question, option] = splitOnce(part, separator);
  const asked = today(questions, retired.questions, question);
  const given = asked && today(questions[asked].options, own(retired.options, asked), option);
  if (!given || own(answers, asked)) return report.dropped.push(part);
  if (asked !== question || given !== option) report.mapped.push(part);
  answers[asked] = given;
}

function today(known, retired, id) {
  const current = own(known, id) ? id : own(retired, id);
  return own(known, current) && current;
}

// What follows --------------------------------------------------------------------------------------------------------

/**
 * Of an outcome's situations, the one that the answers on a path to it meet.
 * @template {{when: Record<string, string[]>}} Situation
 * @param {Situation[]} situations the last one is met by every path left
 * @param {Answers} answers
 * @returns {Situation}
 */
export function situation(situations, answers) {
  return situations.find(({ when }) => Object.entries(when).every(([asked, options]) => options.includes(answers[asked])));
}

/**
 * How many questions are still to answer at a node, its own included.
 * @param {Flow} quiz
 * @param {string} node
 * @param {Map<string, [number, number]>} [known] what was found before in the same quiz
 * @returns {[number, number]} fewest and most
 */
export function remaining(quiz, node, known = new Map()) {
  if (!known.has(node)) {
    const targets = Object.values(quiz.nodes[node].goto);
    const below = targets.map((target) => (target.node ? remaining(quiz, target.node, known) : [0, 0]));
    const [fewest, most] = [0, 1].map((bound) => below.map((bounds) => bounds[bound]));
    known.set(node, [1 + Math.min(...fewest), 1 + Math.max(...most)]);
  }
  return known.get(node);
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
 * @param {Path} path
 * @returns {Answers}
 */
export function reason(quiz, { steps }) {
  const without = (dropped) => answersOf(steps.filter((step) => !dropped.includes(step)));
  const forces = (answers) => possible(quiz, answers).length === 1;
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
 * What would not is left out, and a veto that was given is never offered as something to change.
 * @param {Flow} quiz
 * @param {Path} path
 * @returns {Change[]}
 */
export function changes(quiz, path) {
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

function doesSame(one, other) {
  return ["question", "outcomes", "atOnce", "controllable"].every((name) => String(one[name]) === String(other[name]));
}

/** The ways to pick `size` of the items, those with the first items first. */
function* combinations(items, size) {
  if (size === 0) return yield [];
  for (const [index, item] of items.entries()) {
    for (const rest of combinations(items.slice(index + 1), size - 1)) yield [item, ...rest];
  }
}

// Text ----------------------------------------------------------------------------------------------------------------

/** An address can name anything, `constructor` too: only what the data itself holds is found. */
function own(record, key) {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** @returns {[string, string]} */
function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** A malformed escape stays as it is; being no id, it is dropped. */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
