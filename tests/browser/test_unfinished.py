"""A language that is not finished, as a reader meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.test_accessibility import LOOKS, broken
from browser.visitor import NARROW
from conftest import PROJECT
from playwright.sync_api import expect
from sitegen.load import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser.visitor import Visitor
    from conftest import ServeDirectory
    from sitegen.course.course import Course

LANG, SOURCE, TRANSLATED = "es", "fr", "cost.md"
CHAPTER = "chase.md"


@pytest.fixture(scope="module")
def begun(unfinished_site: Path) -> Course:
    return load(unfinished_site.parent.parent / "unfinished project" / "content", PROJECT / "docs")


@pytest.fixture(scope="module")
def url(unfinished_site: Path, serve_directory: ServeDirectory) -> Iterator[str]:
    with serve_directory(unfinished_site) as url:
        yield url


@pytest.fixture
def reader(new_visitor: Callable[..., Visitor], url: str) -> Visitor:
    return new_visitor(url, locale=LANG)


def address(course: Course, lang: str, path: str) -> str:
    return f"{lang}/{course.address(lang, path)}"


def test_the_notice_leads_to_the_page_of_the_source(reader: Visitor, begun: Course) -> None:
    page = reader.open(address(begun, LANG, CHAPTER))
    notice = page.locator("article > :first-child")
    expect(notice).to_have_class("unfinished")
    notice.get_by_role("link").click()
    page.wait_for_url(reader.url(address(begun, SOURCE, CHAPTER)))


def test_a_permanent_address_opens_in_the_reader_s_language_all_the_same(reader: Visitor, begun: Course) -> None:
    permanent = begun.permanent_address(CHAPTER)
    assert permanent
    page = reader.open(permanent)
    page.wait_for_url(reader.url(address(begun, LANG, CHAPTER)))
    page.locator(f"header a[hreflang={SOURCE}]").click()
    page.wait_for_url(reader.url(address(begun, SOURCE, CHAPTER)))
    page.locator(f"header a[hreflang={LANG}]").click()
    page.wait_for_url(reader.url(address(begun, LANG, CHAPTER)))


def test_pages_that_are_not_translated_break_no_rule(reader: Visitor, begun: Course) -> None:
    for path, look in zip(("index.md", CHAPTER, TRANSLATED, str(begun.place_of("quiz"))), LOOKS, strict=True):
        page = reader.open(address(begun, LANG, path))
        assert broken(page, *look, "article") == [], path
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_quiz_is_answered_with_every_borrowed_text_in_its_language(reader: Visitor, begun: Course) -> None:
    page = reader.open(address(begun, LANG, str(begun.place_of("quiz"))))
    app = page.locator("#quiz-app")
    expect(app.locator(".quiz-scope")).not_to_have_attribute("lang", SOURCE)  # the one text that is translated
    while not app.locator(".quiz-verdict").count():
        for borrowed in ("legend h2", ".quiz-option label"):
            for each in app.locator(borrowed).all():
                expect(each).to_have_attribute("lang", SOURCE)
        for own in (".quiz-progress", ".quiz-buttons"):
            assert app.locator(f"{own}[lang], {own} [lang]").count() == 0
        app.locator(".quiz-buttons button").first.click()  # nothing is chosen
        expect(app.locator(".quiz-error-text")).to_have_attribute("lang", SOURCE)
        expect(app.locator(".quiz-error-title")).not_to_have_attribute("lang", SOURCE)
        asked = app.locator("legend").inner_text()
        app.get_by_role("radio").first.check()
        app.locator(".quiz-buttons button").first.click()
        expect(app.locator("legend", has_text=asked)).to_have_count(0)
    for borrowed in (".quiz-verdict h2", ".quiz-decisive", ".quiz-today div", ".quiz-limits", ".quiz-answers dt"):
        expect(app.locator(borrowed).first).to_have_attribute("lang", SOURCE)
    for own in (".quiz-kicker", ".quiz-today h3", ".quiz-fold summary"):
        expect(app.locator(own).first).not_to_have_attribute("lang", SOURCE)


def test_search_finds_what_is_translated_alone(reader: Visitor, begun: Course) -> None:
    page = reader.open(address(begun, LANG, TRANSLATED))
    page.locator(".md-search__input").click()
    reader.search("chase")
    found = page.locator(".md-search-result__item > a.md-search-result__link")
    expect(found.first).to_be_visible()
    for href in found.evaluate_all("links => links.map((link) => link.pathname)"):
        assert href == f"/{address(begun, LANG, TRANSLATED)}"
