"""One visit to every page in all languages at once, looking at everything that must hold on every page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT
from browser.visitor import DESKTOP, NARROW, PHONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from browser.visitor import Visitor
    from playwright.sync_api import Page, ViewportSize
    from sitegen.course.course import Course

SCHEMES = ("light", "dark")


@dataclass
class Sight:
    """What one page showed."""

    twin: str = ""
    """Where its language selector leads on this site, whatever state it takes along in the fragment."""
    overflow: dict[str, str] = field(default_factory=dict)
    """Width of the window -> what stands out of it."""
    violations: dict[str, list[str]] = field(default_factory=dict)
    """Width and scheme -> broken rules of accessibility, each with its first places."""
    problems: list[str] = field(default_factory=list)
    lost: dict[str, list[str]] = field(default_factory=dict)
    """Width of the window -> cells of tables that it does not show; this and what follows, of written pages alone."""
    uneven: list[str] = field(default_factory=list)
    """Tables that are not as wide as the text, and sizes of type where boxes have another than the text."""
    larger: list[str] = field(default_factory=list)
    """What is printed in larger type than the text."""
    parted: list[list[str]] = field(default_factory=list)
    """What must stand on one sheet and does not."""


Survey = dict[str, dict[str, Sight]]
"""Language -> path -> what the page showed."""


def survey(visitors: Mapping[str, Visitor], course: Course, accessible: Mapping[str, str]) -> Survey:
    """Return what all pages showed; `accessible` says which pages axe examines, and what of them.

    All languages load at the same time. Each page is examined in two of the four combinations of width and scheme,
    and in the two others in the next language; in one of the two all rules count, in the other those about colours.
    """
    seen: Survey = {lang: {} for lang in visitors}
    number = {lang: number for number, lang in enumerate(visitors)}

    def look(path: str, size: ViewportSize, turn: int | None = None) -> None:
        for visitor in visitors.values():
            visitor.page.set_viewport_size(size)
        for lang, visitor in visitors.items():
            if standing_out := visitor.page.evaluate(STANDING_OUT):
                seen[lang][path].overflow[f"{size['width']}"] = standing_out
        if path in accessible and turn is not None:
            schemes = {lang: SCHEMES[(number[lang] + turn) % 2] for lang in visitors}
            for lang, visitor in visitors.items():
                wear(visitor.page, schemes[lang])
                begin_axe(visitor.page, accessible[path], colours=number[lang] % 2 == turn)
            for lang, visitor in visitors.items():
                seen[lang][path].violations[f"{size['width']} {schemes[lang]}"] = violations(visitor.page)

    for path in course.pages[course.source]:
        for lang, visitor in visitors.items():
            visitor.problems.clear()
            seen[lang][path] = Sight()
            visitor.page.goto(visitor.url(f"{lang}/{course.address(lang, path)}"), wait_until="commit")
        for visitor in visitors.values():
            visitor.page.wait_for_load_state()
        look(path, DESKTOP, 0)
        look(path, PHONE, 1)
        look(path, NARROW)
        for lang, visitor in visitors.items():
            if not course.pages[lang][path].generated:
                read(visitor.page, seen[lang][path])
            seen[lang][path].twin = visitor.page.locator("header a[data-twin]").first.evaluate(
                "link => link.origin === location.origin ? link.pathname : link.href"
            )
            seen[lang][path].problems = [*visitor.problems]
    return seen


def read(page: Page, sight: Sight) -> None:
    """Look at an open page as something to read: its tables, its type, and its sheets of paper.

    A link to each place makes the PDF say on which sheet it is.
    """
    for size in (NARROW, PHONE):
        page.set_viewport_size(size)
        if lost := page.evaluate(LOST):
            sight.lost[f"{size['width']}"] = lost
    page.set_viewport_size(DESKTOP)
    sight.uneven = page.evaluate(UNEVEN)
    page.emulate_media(media="print")
    sight.larger = page.evaluate(LARGER)
    pairs = page.evaluate(PAIRS)
    assert pairs
    sheet = {name.decode(): number for name, number in DESTINATION.findall(page.pdf(format="A4"))}
    sight.parted = [pair for pair in pairs if sheet[pair[0]] != sheet[pair[1]]]
    page.emulate_media(media="screen")


def wear(page: Page, scheme: str) -> None:
    """Show a page light or dark: by the reader's choice in the theme, by the system's elsewhere."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    name = {"light": "default", "dark": "slate"}[scheme]
    page.wait_for_function(CHOOSE_SCHEME, arg=name, polling=50)


def expect_sound(page: Page) -> None:
    """Expect an article without a finding of axe, light and dark, and no page wider than its window."""
    for size in (DESKTOP, NARROW):
        page.set_viewport_size(size)
        for scheme in SCHEMES:
            wear(page, scheme)
            assert examine(page, "article", colours=scheme != SCHEMES[0]) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


CHOOSE_SCHEME = """(scheme) => {
  const worn = document.body.dataset.mdColorScheme;
  if (!worn || worn === scheme) return true;
  document.querySelector("[data-md-component=palette] button:not([hidden])").click();
}"""


STANDING_OUT = """() => {
  for (const animation of document.getAnimations()) animation.finish();
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return "";
  const stands = (element) => element.getBoundingClientRect().right > root.clientWidth;
  const wide = [...document.querySelectorAll("body *")].filter(stands);
  return `${root.scrollWidth}: ${wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 80)).join(" ") || "?"}`;
}"""


LOST = """() => [...document.querySelectorAll("article table:not([class]) tbody :is(th, td)")].filter((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return cell.textContent && !(range.getBoundingClientRect().width > 0
    && range.getBoundingClientRect().right <= cell.closest("table").getBoundingClientRect().right
    && cell.getBoundingClientRect().right <= innerWidth);
}).map((cell) => cell.textContent)"""

UNEVEN = """() => {
  const select = (selector) => [...document.querySelectorAll(selector)];
  const width = (element) => element.getBoundingClientRect().width;
  const text = width(select("article > p").find((paragraph) => paragraph.checkVisibility()));
  const tables = select("article > * > .md-typeset__table > table")
    .filter((table) => Math.abs(width(table) - text) > 1);
  const parts = select("article > p, article > .admonition")
    .filter((part) => !part.className.match(/label|permanent|place|stale|twin/));
  const sizes = [...new Set(parts.map((part) => getComputedStyle(part).fontSize))];
  return [...tables.map((table) => table.outerHTML.slice(0, 80)), ...sizes.slice(1)];
}"""

LARGER = """() => {
  const size = (element) => parseFloat(getComputedStyle(element).fontSize);
  return [...document.querySelectorAll("article :is(td, .admonition, .admonition-title, summary, .label, figcaption)")]
    .filter((part) => part.checkVisibility() && size(part) > size(part.closest("article")))
    .map((part) => part.textContent);
}"""

DESTINATION = re.compile(rb"/([\w-]+) \[(\d+) 0 R /XYZ ")
PAIRS = """(pairs) => {
  const shown = (element) => element?.checkVisibility();
  const near = (element, way) => {
    do element = element?.[way]; while (element && !shown(element));
    return element;
  };
  const leaf = (element, child, way) => {
    for (let inner = element; inner; ) {
      element = inner;
      inner = shown(element[child]) ? element[child] : near(element[child], way);
    }
    return element;
  };
  const first = (element) => element && leaf(element, "firstElementChild", "nextElementSibling");
  const last = (element) => element && leaf(element, "lastElementChild", "previousElementSibling");
  const select = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  let count = 0;
  const name = (element) => (element.id ||= `place-${count++}`);
  const found = [
    ...select("article :is(h1, h2, h3, .side-title)")
      .map((title) => [title, first(near(title, "nextElementSibling"))]),
    ...select("article :is(.side, .card, .sorting-card, .admonition, tr, .cut)")
      .map((whole) => [first(whole), last(whole)]),
    ...select("article > .permanent").map((foot) => [last(near(foot, "previousElementSibling")), foot]),
  ].filter(([one, other]) => one && other).map((pair) => pair.map(name));
  document.body.insertAdjacentHTML("beforeend", found.flat().map((id) => `<a href="#${id}">.</a>`).join(" "));
  return found;
}"""
"""Names what must stand on one sheet: title and what follows, start and end of a whole, the foot and what precedes."""


COLOURS = ["color-contrast", "link-in-text-block"]


def begin_axe(page: Page, context: str = "document", *, colours: bool = False) -> None:
    """Start examining a page by all rules, or by those about `colours`: no other knows a scheme."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(
        """([context, runOnly]) => {
          for (const animation of document.getAnimations()) animation.finish();
          const options = { resultTypes: ["violations"], ...(runOnly && { runOnly }) };
          window.examined = axe.run(context === "document" ? document : context, options);
          return null;
        }""",
        [context, COLOURS if colours else None],
    )


def violations(page: Page) -> list[str]:
    """Return what `begin_axe` found."""
    found: list[str] = page.evaluate(
        """async () => (await window.examined).violations.map(({ id, nodes }) =>
             `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ")}`)"""
    )
    return found


def examine(page: Page, context: str = "document", *, colours: bool = False) -> list[str]:
    """Return the rules of accessibility that a page breaks, or a part of it; all, or those about `colours`."""
    begin_axe(page, context, colours=colours)
    return violations(page)
