/**
 * What is found for a query: pages in the order of how well they answer it, each with its best sections.
 *
 * @typedef {{location: string, title: string, text: string, aliases?: string[]}} Section
 * @typedef {{config: {endings: string[][], common: string[]}, docs: Section[]}} Index as the build publishes it
 * @typedef {{section: Section, score: number, words: Set<string>}} Hit with the words of the index that it has
 * @typedef {{title: string, hits: Hit[], score: number}} Found a page
 * @typedef {Map<string, number>} Likeness words of the index that a word of the query may mean -> how well, at most 1
 * @typedef {{likeness: Likeness, weight: number}} Term a word of the query; what is rare weighs more
 */
import { shared, slipped, stem, wordsOf } from "./words.js";

const [SAME_STEM, BEGUN, KIN, SLIPPED] = [0.85, 0.6, 0.3, 0.6];
const [IN_TITLE, IN_PAGE_TITLE] = [3, 1];
/** What a title or an alias counts that says all of the query and nothing else, against the words of the text. */
const NAMED = 1.2;
/** How much the words count that stand elsewhere on the page than in its best section. */
const ELSEWHERE = 0.4;

/** @param {Index} index */
export function engine({ config, docs }) {
  const common = new Set(config.common);
  /** @type {Map<string, Map<number, number>>} word -> section -> how often */
  const places = new Map();
  /** @type {Map<string, string>} */
  const stems = new Map();
  const lengths = docs.map(() => 0);
  const names = docs.map(({ title, aliases = [] }) => [title, ...aliases].map(namely));
  const pageOf = docs.map(({ location }) => location.split("#")[0]);
  /** @type {Map<string, number>} how many sections have a title: what many have names none of them */
  const namesakes = new Map();
  for (const { title } of docs) namesakes.set(title, (namesakes.get(title) ?? 0) + 1);
  /** @type {Map<string, string>} */
  const pageTitles = new Map();
  docs.forEach(({ title }, at) => {
    if (!pageTitles.has(pageOf[at])) pageTitles.set(pageOf[at], title);
  });

  docs.forEach((section, at) => {
    add(at, section.text, 1);
    add(at, section.title, IN_TITLE);
    for (const alias of section.aliases ?? []) add(at, alias, IN_TITLE);
    if (section.location !== pageOf[at]) add(at, String(pageTitles.get(pageOf[at])), IN_PAGE_TITLE);
  });
  const mean = lengths.reduce((sum, length) => sum + length, 0) / docs.length;

  /** @param {number} at @param {string} text @param {number} weight */
  function add(at, text, weight) {
    const words = wordsOf(text);
    lengths[at] += words.length;
    words.forEach(({ word, start, end }, number) => {
      put(word, at, weight);
      const next = words[number + 1];
      if (next && next.start === end + 1 && text[end] === "-" && start < end) put(word + next.word, at, weight);
    });
  }

  /** @param {string} word @param {number} at @param {number} weight */
  function put(word, at, weight) {
    if (word.length < 2) return;
    let counts = places.get(word);
    if (!counts) {
      counts = new Map();
      places.set(word, counts);
      stems.set(word, stem(word, config.endings));
    }
    counts.set(at, (counts.get(at) ?? 0) + weight);
  }

  /** The words of a title that say something. @param {string} title */
  function namely(title) {
    return telling(wordsOf(title).map(({ word }) => word));
  }

  /** @param {string[]} words */
  function telling(words) {
    const long = [...new Set(words.filter((word) => word.length > 1))];
    const kept = long.filter((word) => !common.has(word));
    return kept.length ? kept : long.filter((word) => word.length > 2);
  }

  /** @param {string} word @param {boolean} last @returns {Likeness} */
  function likeness(word, last) {
    /** @type {Likeness} */
    const found = new Map();
    const root = stem(word, config.endings);
    for (const [other, otherRoot] of stems) {
      const like = alike(word, root, other, otherRoot, last);
      if (like) found.set(other, like);
    }
    const sure = [...found.values()].some((like) => like > KIN);
    if (sure || word.length < 5) return found;
    return new Map([...found, ...meant(word, root).map((other) => /** @type {[string, number]} */ ([other, SLIPPED]))]);
  }

  /**
   * The words of which one may be a slip; those with other endings only if there is none.
   * @param {string} word @param {string} root
   */
  function meant(word, root) {
    const known = [...stems].filter(([other]) => other.length > 3);
    const near = known.filter(([other]) => slipped(word, other));
    const others = near.length || root.length < 4 ? near : known.filter(([, otherRoot]) => slipped(root, otherRoot));
    return others.map(([other]) => other);
  }

  /** @param {string} word @param {string} root @param {string} other @param {string} otherRoot @param {boolean} last */
  function alike(word, root, other, otherRoot, last) {
    if (word === other) return 1;
    if (word.length < 3) return 0;
    if (root === otherRoot) return SAME_STEM;
    if (last && other.startsWith(word)) return BEGUN;
    const start = shared(word, other);
    return start > 4 && word.length - start < 4 && other.length - start < 4 ? KIN : 0;
  }

  /** @param {Likeness} like */
  function rarity(like) {
    const near = [...like].filter(([, how]) => how > KIN);
    const where = new Set(near.flatMap(([word]) => [.../** @type {Map<number, number>} */ (places.get(word)).keys()]));
    return Math.log(1 + (docs.length - where.size + 0.5) / (where.size + 0.5));
  }

  /** How well each section answers a term: by how often it has the words, and how long it is. @param {Term} term */
  function measured({ likeness: like, weight }) {
    /** @type {Map<number, number>} */
    const scores = new Map();
    for (const [word, how] of like)
      for (const [at, count] of /** @type {Map<number, number>} */ (places.get(word))) {
        const score = (how * weight * count) / (count + 0.4 + (0.8 * lengths[at]) / mean);
        scores.set(at, Math.max(score, scores.get(at) ?? 0));
      }
    return scores;
  }

  /** The words by which a section is found. @param {Term[]} terms @param {number} at */
  function said(terms, at) {
    const near = terms.flatMap(({ likeness: like }) => [...like].filter(([, how]) => how > KIN).map(([word]) => word));
    return new Set(near.filter((word) => places.get(word)?.has(at)));
  }

  /** How far the words of a title are those of the query, and none else. @param {Term[]} terms @param {string[]} name */
  function named(terms, name) {
    const best = (/** @type {number[]} */ numbers) => Math.max(0, ...numbers);
    const heeded = terms.map(({ likeness: like, weight }) => weight * best(name.map((word) => like.get(word) ?? 0)));
    if (!heeded.some(Boolean)) return 0;
    const heard = name.map((word) => best(terms.map(({ likeness: like }) => like.get(word) ?? 0)));
    return sum(heeded) * (sum(heard) / name.length);
  }

  /** @param {Section} section */
  function alone({ title }) {
    return 1 + Math.log(namesakes.get(title) ?? 1);
  }

  /** @param {string} query @returns {Found[]} */
  return function find(query) {
    const asked = telling(wordsOf(query).map(({ word }) => word));
    const terms = asked.map((word, number) => {
      const like = likeness(word, number === asked.length - 1 && goesOn(query));
      return { likeness: like, weight: rarity(like) };
    });
    const scores = terms.map(measured);
    const matched = new Set(scores.flatMap((each) => [...each.keys()]));
    /** @type {Map<string, number[]>} */
    const pages = new Map();
    for (const at of matched) pages.set(pageOf[at], [...(pages.get(pageOf[at]) ?? []), at]);
    const found = Array.from(pages, ([page, places]) => {
      const hits = places
        .map((at) => {
          const words = sum(scores.map((each) => each.get(at) ?? 0));
          const name = Math.max(
            ...names[at].map((each, number) => named(terms, each) / (number ? 1 : alone(docs[at]))),
          );
          const score = words + NAMED * name;
          return { section: docs[at], score, words: said(terms, at) };
        })
        .sort((one, other) => other.score - one.score);
      const all = sum(scores.map((each) => Math.max(...places.map((at) => each.get(at) ?? 0))));
      return { title: String(pageTitles.get(page)), hits, score: hits[0].score + ELSEWHERE * all };
    });
    return found.sort((one, other) => other.score - one.score);
  };
}

/** Whether the last word of a query may go on: nothing stands behind it. @param {string} query */
function goesOn(query) {
  return /[\p{L}\p{M}\p{N}]$/u.test(query);
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0);
}
