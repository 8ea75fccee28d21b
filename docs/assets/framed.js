/**
 * A widget inside a page of others: it tells how high it is, for those who listen, and its links open beside that page.
 *
 * The message is `{type: "height", height: 640}`; a page that listens makes its frame as high.
 */

const { body } = document;
let told = 0;

function tell() {
  const height = Math.ceil(body.getBoundingClientRect().height);
  if (height === told) return;
  told = height;
  parent.postMessage({ type: "height", height }, "*"); // a number, which nobody needs to hide
}

addEventListener(
  "click",
  ({ target }) => {
    const link = target instanceof Element && target.closest("a");
    if (!link || link.href.split("#")[0] === location.href.split("#")[0]) return;
    link.target = "_blank";
    link.rel = "noopener";
  },
  { capture: true },
);

if (parent !== self) {
  new ResizeObserver(tell).observe(body);
  tell();
}
