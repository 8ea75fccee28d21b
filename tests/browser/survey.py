"""One visit to every page in all languages at once, looking at everything that must hold on every page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT
from browser.visitor import DESKTOP, NARROW, PHONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from browser.visitor import Visitor
    from playwright.sync_api import Page, ViewportSize
    from sitegen.course import Course

SCHEMES = ("light", "dark")


@dataclass
class Sight:
    """What one page showed."""

    twin: str = ""
    """Where its language selector leads, whatever state it takes along in the fragment."""
    overflow: dict[str, str] = field(default_factory=dict)
    """Width of the window -> what stands out of it."""
    violations: dict[str, list[str]] = field(default_factory=dict)
    """Width and scheme -> broken rules of accessibility, each with its first places."""
    problems: list[str] = field(default_factory=list)


def survey(
    visitors: Mapping[str, Visitor], course: Course, accessible: Mapping[str, str]
) -> dict[str, dict[str, Sight]]:
    """Return language -> path -> what that page showed; `accessible` says which pages axe examines, and what of them.

    All languages load at the same time. Each page is examined in two of the four combinations of width and scheme,
    and in the two others in the next language.
    """
    seen: dict[str, dict[str, Sight]] = {lang: {} for lang in visitors}
    schemes = {lang: SCHEMES if number % 2 else SCHEMES[::-1] for number, lang in enumerate(visitors)}

    def look(path: str, size: ViewportSize, scheme: int | None = None) -> None:
        for visitor in visitors.values():
            visitor.page.set_viewport_size(size)
        for lang, visitor in visitors.items():
            if standing_out := visitor.page.evaluate(STANDING_OUT):
                seen[lang][path].overflow[f"{size['width']}"] = standing_out
        if path in accessible and scheme is not None:
            for lang, visitor in visitors.items():
                wear(visitor.page, schemes[lang][scheme])
                begin_axe(visitor.page, accessible[path])
            for lang, visitor in visitors.items():
                seen[lang][path].violations[f"{size['width']} {schemes[lang][scheme]}"] = violations(visitor.page)

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
            seen[lang][path].twin = visitor.page.locator("header a[data-twin]").first.evaluate(
                "link => link.origin + link.pathname"
            )
            seen[lang][path].problems = [*visitor.problems]
    return seen


def wear(page: Page, scheme: str) -> None:
    """Show a page light or dark: by the reader's choice in the theme, by the system's elsewhere.

    The theme stores the choice, and stores it again when the system's scheme changes, even after it was cleared:
    mark the test `own_browser`.
    """
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    name = {"light": "default", "dark": "slate"}[scheme]
    page.wait_for_function(CHOOSE_SCHEME, arg=name, polling=50)


def expect_sound(page: Page) -> None:
    """Expect an article without a finding of axe, light and dark, and no page wider than its window."""
    for size in (DESKTOP, NARROW):
        page.set_viewport_size(size)
        for scheme in SCHEMES:
            wear(page, scheme)
            assert examine(page, "article") == []
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
