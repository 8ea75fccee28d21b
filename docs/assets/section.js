/**
 * The link at each section's heading: a click copies its address, which stands for the page in every language, and puts
 * the section into the address of this page.
 */
import { copy, rewrite } from "./refused.js";

/** Milliseconds for which the page says what was done. */
const TOLD = 6000;

const [status] = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".section-status"));
const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".section-link"));
let silence = 0;

for (const link of links) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // to open it, or to save it
    event.preventDefault();
    if (location.hash !== link.hash) rewrite("pushState", null, link.hash); // without a jump to where the reader is
    send(link);
  });
}

/** @param {HTMLAnchorElement} link */
async function send(link) {
  const copied = await copy(link.href);
  for (const other of links) other.toggleAttribute("data-copied", copied && other === link);
  if (copied) {
    tell(String(status.dataset.copied));
    silence = setTimeout(tell, TOLD);
  } else {
    const address = document.createElement("span");
    address.translate = false;
    address.append(link.href);
    tell(`${status.dataset.failed} `, address);
  }
}

/** Say it afresh, even if it was just said. @param {(string | Node)[]} parts */
function tell(...parts) {
  clearTimeout(silence);
  status.replaceChildren(...parts);
  if (!parts.length) for (const link of links) link.removeAttribute("data-copied");
}
