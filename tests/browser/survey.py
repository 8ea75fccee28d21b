"""One visit to every page in all languages at once, looking at everything that must hold on every page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT
from browser.visitor import DESKTOP, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from browser.visitor import Visitor
    from playwright.sync_api import Page
    from sitegen.course import Course

WIDTHS = (320, 360, 1280)
SCHEMES = ("light", "dark")


@dataclass
class Sight:
    """What one page showed."""

    twin: str = ""
    """Where its language selector leads."""
    overflow: dict[int, str] = field(default_factory=dict)
    """Width of the window -> what stands out of it."""
    violations: dict[str, list[str]] = field(default_factory=dict)
    """Width and scheme -> broken rules of accessibility, each with its first places."""
    problems: list[str] = field(default_factory=list)


def survey(visitors: Mapping[str, Visitor], course: Course, accessible: Collection[str]) -> dict[str, dict[str, Sight]]:
    """Return language -> path -> what that page showed; pages named in `accessible` are examined by axe.

    All languages load at the same time. Each page is examined in two of the four combinations of width and scheme,
    and in the two others in the next language.
    """
    seen: dict[str, dict[str, Sight]] = {lang: {} for lang in visitors}
    schemes = {lang: SCHEMES if number % 2 else SCHEMES[::-1] for number, lang in enumerate(visitors)}

    def everywhere(act: Callable[[str, Page], object]) -> None:
        for lang, visitor in visitors.items():
            act(lang, visitor.page)

    def examine(path: str, width: int, choice: int) -> None:
        if path in accessible:
            everywhere(lambda lang, page: wear(page, schemes[lang][choice]))
            everywhere(lambda _, page: begin_axe(page))
            for lang, visitor in visitors.items():
                seen[lang][path].violations[f"{width} {schemes[lang][choice]}"] = violations(visitor.page)

    def resize(path: str, width: int, height: int) -> None:
        everywhere(lambda _, page: page.set_viewport_size({"width": width, "height": height}))
        for lang, visitor in visitors.items():
            if standing_out := visitor.page.evaluate(STANDING_OUT):
                seen[lang][path].overflow[width] = standing_out

    for path in course.pages[course.source]:
        for lang, visitor in visitors.items():
            visitor.problems.clear()
            seen[lang][path] = Sight()
            visitor.page.goto(visitor.url(f"{lang}/{course.address(lang, path)}"), wait_until="commit")
        everywhere(lambda _, page: page.wait_for_load_state())
        resize(path, DESKTOP["width"], DESKTOP["height"])
        examine(path, DESKTOP["width"], 0)
        resize(path, PHONE["width"], PHONE["height"])
        examine(path, PHONE["width"], 1)
        resize(path, 320, PHONE["height"])
        for lang, visitor in visitors.items():
            seen[lang][path].twin = visitor.page.locator("header a[data-twin]").first.evaluate("link => link.href")
            seen[lang][path].problems = [*visitor.problems]
    return seen


def wear(page: Page, scheme: str) -> None:
    """Show a page light or dark: by the reader's choice in the theme, by the system's elsewhere."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    name = {"light": "default", "dark": "slate"}[scheme]
    worn = page.locator("body").get_attribute("data-md-color-scheme")
    if worn not in {None, name}:
        page.evaluate("document.querySelector('[data-md-component=palette] label:not([hidden])').click()")
        page.wait_for_selector(f"body[data-md-color-scheme={name}]")


STANDING_OUT = """() => {
  for (const animation of document.getAnimations()) animation.finish();
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return "";
  const stands = (element) => element.getBoundingClientRect().right > root.clientWidth;
  const wide = [...document.querySelectorAll("body *")].filter(stands);
  return `${root.scrollWidth}: ${wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 80)).join(" ") || "?"}`;
}"""


def begin_axe(page: Page, context: str = "document") -> None:
    """Start examining a page, its colours at their end."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(
        """(context) => {
          for (const animation of document.getAnimations()) animation.finish();
          window.examined = axe.run(context === "document" ? document : context, { resultTypes: ["violations"] });
          return null;
        }""",
        context,
    )


def violations(page: Page) -> list[str]:
    """Return what `begin_axe` found."""
    found: list[str] = page.evaluate(
        """async () => (await window.examined).violations.map(({ id, nodes }) =>
             `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ")}`)"""
    )
    return found


def examine(page: Page, context: str = "document") -> list[str]:
    """Return the rules of accessibility that a page breaks, or a part of it."""
    begin_axe(page, context)
    return violations(page)
