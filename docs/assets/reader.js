/**
 * What follows the reader down the page: the header's shadow and title, the place in the table of contents, and the
 * button that leads back to the top, which shows itself to those who go up.
 *
 * @typedef {{link: HTMLAnchorElement, target: HTMLElement}} Entry of a table of contents
 */

/** Milliseconds for which the page goes where a link leads, and nobody scrolls. */
const GOING = 250;

const header = /** @type {HTMLElement} */ (document.querySelector(".md-header"));
const main = /** @type {HTMLElement} */ (document.querySelector(".md-main"));
const title = document.querySelector(".md-header__title");
const heading = document.querySelector("article h1");
const button = /** @type {HTMLButtonElement | null} */ (document.querySelector(".md-top"));

/** @param {() => void} arrived at the top, where the button has led */
export function followReader(arrived) {
  const contents = [...document.querySelectorAll("[data-md-component=toc]")].map(entriesOf);
  let due = false;
  let [before, going] = [scrollY, 0];
  const look = () => {
    due = false;
    mark(contents);
    const edge = header.offsetHeight;
    const inside = main.getBoundingClientRect().top <= edge;
    header.classList.toggle("md-header--shadow", inside);
    title?.classList.toggle("md-header__title--active", Boolean(heading && isAbove(heading, edge)));
    if (scrollY !== before && button) {
      button.hidden = !(inside && scrollY < before && scrollY > 0 && performance.now() > going) || goesByKeys();
    }
    before = scrollY;
  };
  const lookSoon = () => {
    if (!due) requestAnimationFrame(look);
    due = true;
  };
  addEventListener("scroll", lookSoon, { passive: true });
  addEventListener("hashchange", () => {
    going = performance.now() + GOING;
    if (button) button.hidden = true;
  });
  new ResizeObserver(lookSoon).observe(document.body); // when the page is there, too
  button?.addEventListener("click", () => {
    arrived();
    scrollTo({ top: 0 });
  });
  for (const link of document.querySelectorAll(".md-nav__link--active[href]")) bringIntoView(link);
}

/** Whether a key has brought the reader to something, over which the button might lie. */
function goesByKeys() {
  return document.activeElement !== button && Boolean(document.activeElement?.matches(":focus-visible"));
}

/** @param {Element} element @param {number} edge */
function isAbove(element, edge) {
  const { bottom, height } = element.getBoundingClientRect();
  return height > 0 && bottom <= edge;
}

/** @param {Element} list @returns {Entry[]} */
function entriesOf(list) {
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (list.querySelectorAll(".md-nav__link"));
  return [...links].flatMap((link) => {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return target ? [{ link, target }] : [];
  });
}

/** The section that is read is the last one whose heading has come to where a link to it would bring it. @param {Entry[][]} contents */
function mark(contents) {
  const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
  for (const entries of contents) {
    const shown = entries.filter(({ target }) => target.getClientRects().length);
    const edge = shown.length ? Number.parseFloat(getComputedStyle(shown[0].target).scrollMarginTop) + 1 : 0;
    const passed = shown.filter(({ target }) => atEnd || target.getBoundingClientRect().top <= edge);
    const here = passed.at(-1)?.link;
    for (const { link } of entries) {
      link.classList.toggle(
        "md-nav__link--passed",
        passed.some((each) => each.link === link),
      );
      if (link.classList.toggle("md-nav__link--active", link === here) === link.hasAttribute("aria-current")) continue;
      if (link !== here) link.removeAttribute("aria-current");
      else {
        link.setAttribute("aria-current", "location");
        bringIntoView(link);
      }
    }
  }
}

/** Within the box beside the page, unless somebody goes through it by keys; the page itself stays. @param {Element} link */
function bringIntoView(link) {
  const box = link.closest(".md-sidebar__scrollwrap");
  const place = link.getBoundingClientRect();
  if (!box || !place.height || box.contains(document.activeElement)) return;
  box.scrollTop += place.top - box.getBoundingClientRect().top - box.clientHeight / 2;
}
