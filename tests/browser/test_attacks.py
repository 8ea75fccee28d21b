"""In the browser, nothing that a text of the course says runs, styles, loads, sends or leads away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from attacks import INNOCENT, INNOCENT_PAGE
from browser.visitor import Visitor
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import ServeDirectory
    from playwright.sync_api import Browser
    from sitegen.course.course import Course

OVER = r"""() => [...document.querySelectorAll("*")].flatMap(({ attributes }) => [...attributes])
  .filter(({ name, value }) => /^on/.test(name) || /^[\s\0-\x1f]*(?:java|vb)script:/i.test(value)
    && /href|src|action/.test(name))
  .map(({ name, value }) => `${name}=${value}`)"""
"""What could run although nothing has run it yet."""


@pytest.fixture(scope="module")
def attacked_url(attacked: Path, serve_directory: ServeDirectory) -> Iterator[str]:
    with serve_directory(attacked / "site") as url:
        yield url


@pytest.fixture
def visitor(browser: Browser, attacked_url: str, lang: str) -> Iterator[Visitor]:
    """A reader of the attacked site: whoever calls `pwn` makes an error."""
    context = browser.new_context(locale=lang)
    context.add_init_script("window.pwn = (number) => { console.error(`attack ${number}`); };")
    visitor = Visitor(context, attacked_url)
    yield visitor
    context.close()
    visitor.check()


def test_nothing_runs_on_any_kind_of_page(visitor: Visitor, course: Course, lang: str) -> None:
    quiz, example, result = (
        course.place_of("quiz"),
        *(
            next(path for path in course.pages[lang] if path.startswith(f"{folder}/"))
            for folder in ("examples", "outcomes")
        ),
    )
    written = [path for path, page in course.pages[lang].items() if not page.generated]
    for path in dict.fromkeys([*written, example, result, "translations/en.md"]):
        page = visitor.open(f"{lang}/{course.address(lang, path)}")
        page.wait_for_load_state()
        assert page.evaluate(OVER) == [], path
        assert page.url.startswith(visitor.url(lang)), path
    page = visitor.open(f"{lang}/{course.address(lang, str(quiz))}")
    while (options := page.locator("#quiz-app input[type=radio]")).count():
        options.first.check()
        page.locator("#quiz-app .quiz-buttons button").first.click()
    assert page.evaluate(OVER) == []
    visitor.open_missing(f"{lang}/nowhere/cost/")
    visitor.open(f"c/cost/#{lang}")


def test_innocent_signs_read_as_written_everywhere(visitor: Visitor, course: Course, lang: str) -> None:
    """In the title bar, the page, its description, navigation, search, the chooser and the 404 page."""
    said = f"{INNOCENT} {lang}"
    page = visitor.open(f"{lang}/{course.address(lang, INNOCENT_PAGE)}")
    assert page.title().startswith(said)
    expect(page.locator("h1").last).to_have_text(said)
    expect(page.locator("meta[name=description]")).to_have_attribute("content", said)
    expect(page.locator(".md-nav__link--active", has_text=said).first).to_be_attached()
    page.get_by_role("textbox").first.click()
    visitor.search("pain")
    expect(page.locator(".md-search-result__item h1", has_text=said).first).to_be_attached()
    page = visitor.open_missing(f"{lang}/{course.address(lang, INNOCENT_PAGE).replace('-', '')}")
    expect(page.locator(".likely a", has_text=said).first).to_be_visible()
