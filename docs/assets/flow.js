/**
 * The quiz as a pure function of the answers. No DOM: `quiz.js` shows what this finds.
 *
 * @typedef {{node: string} | {outcome: string}} Target
 * @typedef {{ask: string, goto: Record<string, Target>}} Node
 * @typedef {{title: string, hint?: string, error: string, options: Record<string, Option>}} Question
 * @typedef {{label: string, because: string}} Option
 * @typedef {{start: string, nodes: Record<string, Node>, questions: Record<string, Question>}} Flow
 *
 * @typedef {Record<string, string>} Answers question id -> option id
 * @typedef {{node: string, question: string, option: string}} Step
 * @typedef {{steps: Step[], node: string | null, outcome: string | null}} Path
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
 * Read `#question=option&question=option`. Of two answers to one question the first holds.
 * @param {Flow} quiz
 * @param {string} fragment with or without its `#`
 * @returns {{answers: Answers, dropped: string[]}} `dropped`: the parts that name nothing in this quiz, or repeat
 */
export function parse(quiz, fragment) {
  const answers = {};
  const dropped = [];
  for (const part of fragment.replace(/^#/, "").split("&").filter(Boolean)) {
    const [question, option] = splitOnce(decode(part), "=");
    const known = own(own(quiz.questions, question)?.options, option);
    if (known && !own(answers, question)) answers[question] = option;
    else dropped.push(part);
  }
  return { answers, dropped };
}

/**
 * The fragment, without its `#`, that `parse` and `walk` lead back to these steps.
 * @param {Step[]} steps
 * @returns {string}
 */
export function format(steps) {
  return steps.map(({ question, option }) => `${question}=${option}`).join("&");
}

/** A fragment can name anything, `constructor` too: only what the data itself holds is found. */
function own(record, key) {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

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
