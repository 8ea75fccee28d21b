"""Pages in Arabic and Japanese: no line runs out of the page, the quiz can be answered, search finds words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.visitor import DESKTOP, PHONE
from conftest import PROJECT
from playwright.sync_api import expect
from sitegen.load import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser.visitor import Visitor
    from conftest import ServeDirectory
    from playwright.sync_api import ViewportSize
    from sitegen.course.course import Course

DIRECTIONS = {"ar": "rtl", "ja": "ltr"}
SPANS = """lang => [...document.querySelectorAll("article *")].filter((element) => {
  const { left, right, width } = element.getBoundingClientRect();
  return width > 1 && (left < -1 || right > innerWidth + 1) && !element.closest("[role=tooltip], .md-typeset__table");
}).map((element) => element.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def small(scripts_site: Path) -> Course:
    return load(scripts_site.parent.parent / "scripts project" / "content", PROJECT / "docs")


@pytest.fixture(scope="module")
def url(scripts_site: Path, serve_directory: ServeDirectory) -> Iterator[str]:
    with serve_directory(scripts_site) as url:
        yield url


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("script", DIRECTIONS)
def test_no_page_is_wider_than_the_window(
    new_visitor: Callable[..., Visitor], url: str, small: Course, script: str, size: ViewportSize
) -> None:
    visitor = new_visitor(url, locale=script)
    visitor.page.set_viewport_size(size)
    for path in small.pages[script]:
        page = visitor.open(f"{script}/{small.address(script, path)}")
        assert page.evaluate("getComputedStyle(document.body).direction") == DIRECTIONS[script]
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert page.evaluate(SPANS) == [], path


@pytest.mark.parametrize("script", DIRECTIONS)
def test_the_quiz_can_be_answered(new_visitor: Callable[..., Visitor], url: str, small: Course, script: str) -> None:
    page = new_visitor(url, locale=script).open(f"{script}/{small.address(script, 'quiz.md')}")
    quiz = page.locator("#quiz-app")
    option = quiz.locator("input[value=doubled]")
    label, circle = quiz.locator("label[for]").last.bounding_box(), option.bounding_box()
    assert label
    assert circle
    begins = label["x"] + label["width"] - circle["x"] - circle["width"] if script == "ar" else circle["x"] - label["x"]
    assert 0 <= begins < label["width"] / 4  # the circle stands where the line begins
    option.press("Space")
    quiz.locator("button:visible").last.press("Enter")
    expect(quiz.locator("[data-outcome=bake], .quiz-verdict").first).to_be_visible()


def test_what_is_borrowed_is_set_from_left_to_right_on_a_page_from_right_to_left(
    new_visitor: Callable[..., Visitor], url: str, small: Course
) -> None:
    page = new_visitor(url, locale="ar").open(f"ar/{small.address('ar', 'dough.md')}")
    directions = "all => all.map((element) => getComputedStyle(element).direction)"
    assert page.locator("article > h1").evaluate_all(directions) == ["rtl"]
    assert set(page.locator("article [lang=fr]").evaluate_all(directions)) == {"ltr"}
    edge = page.locator(".example").first
    widths = edge.evaluate("e => [getComputedStyle(e).borderRightWidth, getComputedStyle(e).borderLeftWidth]")
    assert float(widths[0][:-2]) > float(widths[1][:-2])


@pytest.mark.parametrize(("script", "query"), [("ja", "発酵"), ("ja", "捏ね上げ"), ("ar", "العجن")])
def test_search_finds_a_word(
    new_visitor: Callable[..., Visitor], url: str, small: Course, script: str, query: str
) -> None:
    visitor = new_visitor(url, locale=script)
    page = visitor.open(f"{script}/")
    page.get_by_role("textbox").first.click()
    visitor.search(query)
    address = small.address(script, "dough.md")
    expect(page.locator(f'.md-search-result__item a[href*="/{script}/{address}"]').first).to_be_attached()


def test_a_term_inside_a_sentence_without_spaces_shows_its_definition(
    new_visitor: Callable[..., Visitor], url: str, small: Course
) -> None:
    page = new_visitor(url, locale="ja").open(f"ja/{small.address('ja', 'dough.md')}")
    assert page.locator("article .term > a").first.inner_text() == "捏ね上げ"
