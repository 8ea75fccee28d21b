/**
 * What a browser may refuse a page: in a frame, without a secure connection, or because it was asked too often.
 */

/**
 * Change the address of the page, unless the browser refuses: some allow a hundred changes in half a minute, and none in
 * a page that is written into another one.
 * @param {"pushState" | "replaceState"} how
 * @param {unknown} state
 * @param {string} address
 * @returns {boolean} whether it is changed
 */
export function rewrite(how, state, address) {
  try {
    history[how](state, "", address);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether a text could be copied; where the page is not secure, or is framed, or the browser asks for more, as it was
 * done before there was a clipboard to write to.
 * @param {string} text
 */
export async function copy(text) {
  if (self !== top && copySelected(text)) return true; // a frame is seldom allowed more, and to ask is an error there
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

/** @param {string} text */
function copySelected(text) {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.className = "copied-field";
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return copied;
}
