/**
 * Gives elements that a widget makes the language of their text, where that is borrowed from another language.
 *
 * What is borrowed is told by the page; `site.js` loads this where there is any.
 *
 * @typedef {{attributes: Record<string, string>, texts: string[]}} Borrowed
 */
/** @type {Borrowed[]} */
const told = Array.from(document.querySelectorAll("script.borrowed"), (data) => JSON.parse(String(data.textContent)));
const texts = new Set(told.flatMap((each) => each.texts.map(words)));
const attributes = Object.entries(told[0].attributes);
/** @type {WeakSet<Element>} */
const marked = new WeakSet();

for (const app of document.querySelectorAll("[id$=-app]")) {
  mark(app);
  new MutationObserver((changes) => {
    for (const { target } of changes) if (target instanceof Element) mark(target);
  }).observe(app, { childList: true, subtree: true });
}

/** A text without its signs, and without case: a script may begin a sentence with it. @param {string} text */
function words(text) {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
}

/** @param {Element} root */
function mark(root) {
  for (const element of [root, ...root.querySelectorAll("*")]) {
    if (texts.has(words(String(element.textContent)))) {
      for (const [name, value] of attributes) element.setAttribute(name, value);
      marked.add(element);
    } else if (marked.delete(element)) {
      for (const [name] of attributes) element.removeAttribute(name);
    }
  }
}
