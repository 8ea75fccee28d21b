"""The browser's own matching of selectors: a page loads the sheets of what it shows, and no others.

Sheets that several pages show are one, which all of them load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.resultpage import ResultPage
from builtsite import joined
from conftest import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

    from browser.visitor import Visitor
    from playwright.sync_api import Browser, Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz import graph

SHEETS = {path.name: path.read_text(encoding="utf-8") for path in (PROJECT / "docs/assets/styles").iterdir()}
CHANGES = {"stale.css", "change.css", "unfinished.css"}
"""Sheets for translations that are behind, of which there may be none; see test_translations and test_unfinished."""
WIDGETS = ("quiz", "sorting", "calculator", "before_after", "examples")

LOADED_AND_SHOWN = r"""([sheets, html]) => {
  const page = html ? new DOMParser().parseFromString(html, "text/html") : document;
  const links = [...page.querySelectorAll('link[rel=stylesheet]')].map((link) => link.href.split("/").at(-1));
  const selectors = (rules) => [...rules].flatMap((rule) => rule.selectorText ?? selectors(rule.cssRules ?? []));
  const anyState = (selector) => selector
    .replace(/::(before|after|marker)/g, "")
    .replace(/:(hover|focus(-visible|-within)?|target|checked|disabled|empty)\b/g, ":nth-child(n)");
  const shown = Object.entries(sheets).filter(([, css]) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return selectors(sheet.cssRules).some((selector) => page.querySelector(anyState(selector)));
  });
  return [links.filter((link) => link in sheets).sort(), shown.map(([name]) => name).sort()];
}"""


def loaded_and_shown(page: Page, html: str = "") -> tuple[list[str], list[str]]:
    """Return the sheets that a page loads, and those with a rule for it; `page` itself, or other `html`."""
    loaded, shown = page.evaluate(LOADED_AND_SHOWN, [SHEETS, html])
    return loaded, shown


def test_every_page_loads_the_sheets_of_what_it_shows(browser: Browser, site: Path, course: Course) -> None:
    scripted = {course.place_of(widget) for widget in WIDGETS}
    used = common = joined(site, SHEETS)
    page = browser.new_page()
    for lang in course.languages:
        for path in [*course.pages[lang], "404.md"]:
            file = "404.html" if path == "404.md" else f"{course.address(lang, path)}index.html"
            loaded, shown = loaded_and_shown(page, (site / lang / file).read_text(encoding="utf-8"))
            assert set(shown) <= {*loaded, *common}, (lang, path)
            if path not in scripted:
                assert loaded == sorted({*shown} - common), (lang, path)
            used = used | set(loaded)
    page.close()
    assert used | CHANGES == SHEETS.keys()


@pytest.mark.parametrize("widget", WIDGETS)
def test_so_does_a_page_that_a_script_has_changed(
    visitor: Visitor, site: Path, course: Course, lang: str, widget: str
) -> None:
    place = course.place_of(widget)
    assert place
    page = visitor.open(f"{lang}/{course.address(lang, place)}")
    page.wait_for_load_state("networkidle")
    loaded, shown = loaded_and_shown(page)
    assert loaded == sorted({*shown, *without_scripts(page, site, course, lang, place)} - joined(site, SHEETS))


def test_so_does_the_quiz_at_its_end(
    visitor: Visitor, site: Path, course: Course, lang: str, paths: tuple[graph.Path, ...]
) -> None:
    quiz = ResultPage(visitor, course, lang)
    quiz.open()
    quiz.proceed()
    place = course.place_of("quiz")
    assert place
    before = without_scripts(visitor.page, site, course, lang, place)
    quiz.hurry_through(paths[0].steps)
    loaded, shown = loaded_and_shown(visitor.page)
    assert loaded == sorted({*shown, *before} - joined(site, SHEETS))
    quiz.button("compare").click()
    quiz.hurry_through(paths[-1].steps)
    assert quiz.comparison.count() == 1
    loaded, shown = loaded_and_shown(visitor.page)
    assert loaded == sorted({*shown, *before} - joined(site, SHEETS))


def without_scripts(page: Page, site: Path, course: Course, lang: str, place: str) -> list[str]:
    """Return the sheets with a rule for what a page shows where no script runs, such as a quiz to print."""
    html = (site / lang / f"{course.address(lang, place)}index.html").read_text(encoding="utf-8")
    return loaded_and_shown(page, html)[1]
