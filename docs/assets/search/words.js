/** Words of a text as search compares them. */

/** Letters of scripts that put no spaces between words. */
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff]/;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const LIGATURES = /** @type {Record<string, string>} */ ({ œ: "oe", æ: "ae", ß: "ss" });

/** Small letters without accents. @param {string} text */
export function fold(text) {
  const bare = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/[œæß]/g, (letter) => LIGATURES[letter]);
}

/** Each word with where it stands in the text. @param {string} text */
export function wordsOf(text) {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({ word, index }))
    .flatMap((found) => (UNSPACED.test(found.word) ? segments(found) : [found]))
    .map(({ word, index }) => ({ word: fold(word), start: index, end: index + word.length }));
}

/** @param {{word: string, index: number}} found */
function segments({ word, index }) {
  const parts = new Intl.Segmenter(document.documentElement.lang, { granularity: "word" }).segment(word);
  return Array.from(parts, (part) => ({ word: part.segment, index: index + part.index }));
}

/** A word without its endings, which come in groups, and with no letter twice in a row. @param {string} word @param {string[][]} endings */
export function stem(word, endings) {
  let kept = word;
  for (const group of endings) {
    const fits = group.filter((end) => kept.endsWith(end) && kept.length - end.length >= (end.length > 2 ? 4 : 3));
    const longest = fits.reduce((best, end) => (end.length > best.length ? end : best), "");
    kept = kept.slice(0, kept.length - longest.length);
  }
  return kept.length > 3 ? kept.replace(/(.)\1/g, "$1") : kept;
}

/**
 * Whether two words differ by one slip: a letter too many, too few, another one, or two that changed places.
 * @param {string} one @param {string} other
 */
export function slipped(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const [left, right] = [one.slice(at), other.slice(at)];
  return (
    left.slice(1) === right.slice(1) ||
    left.slice(1) === right ||
    left === right.slice(1) ||
    (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2))
  );
}

/** How many letters two words have in common from their beginning. @param {string} one @param {string} other */
export function shared(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}
