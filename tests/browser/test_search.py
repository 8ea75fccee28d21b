"""What search finds, typed as readers type: by the words in other numbers, without accents, after an apostrophe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from browser.visitor import DESKTOP, PHONE
from golden import cases
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
    from playwright.sync_api import Locator, Page, ViewportSize
    from sitegen.course import Course


@pytest.mark.parametrize("case", cases("search", "queries"))
def test_search_finds(case: dict[str, Any], regulars: Callable[..., Visitor], course: Course) -> None:
    visitor, lang = regulars(case["lang"], True), case["lang"]
    visitor.begin_again()
    page = visitor.open(f"{lang}/")
    page.get_by_role("textbox").first.click()
    visitor.search(case["query"])
    address = course.address(lang, case["page"])
    expect(page.locator(f'.md-search-result__item a[href*="/{lang}/{address}"]').first).to_be_attached()
    page.locator(".md-search-result__item a").first.click()
    page.wait_for_url("**?h=*")
    page.wait_for_load_state()
    marks = page.locator("article mark").all_text_contents()
    assert [mark for mark in marks if not mark.strip()] == []
    visitor.check()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def results(request: pytest.FixtureRequest, visitor: Visitor, course: Course, lang: str, page: Page) -> Locator:
    """The links to what was found for the name of a chapter."""
    size: ViewportSize = request.param
    page.set_viewport_size(size)
    visitor.open(f"{lang}/")
    opener = page.locator("[data-opens=__search]:visible")
    opener.press("Enter") if opener.count() else page.get_by_role("textbox").first.focus()
    visitor.search(max(course.pages[lang][course.file.chapters[1].page].title.split(), key=len))
    results = page.locator(".md-search-result a")
    expect(results.first).to_be_visible()
    return results


def test_the_number_of_results_is_announced(results: Locator, page: Page) -> None:
    expect(page.locator(".md-search").get_by_role("status")).to_have_text(re.compile(r"\d"))


@pytest.mark.one_language
def test_every_result_is_named_by_its_page_and_section(results: Locator, page: Page) -> None:
    found = page.locator(".md-search-result li").filter(has=page.locator("summary")).first
    more = found.locator("summary")
    more.focus()
    page.keyboard.press("Space")
    expect(found.locator("details")).to_have_attribute("open", "")
    expect(more).to_be_focused()
    title = str(found.locator("h1").text_content())
    expect(found.locator("a").first).to_have_accessible_name(title)
    section = str(found.locator("details h2").first.text_content())
    expect(found.locator("details a").first).to_have_accessible_name(f"{title}, {section}")


RING = "getComputedStyle(document.activeElement).outlineColor"
GROUND = "getComputedStyle(document.querySelector('.md-search__scrollwrap')).backgroundColor"


@pytest.mark.one_language
def test_tab_goes_through_the_results_and_back(results: Locator, page: Page) -> None:
    page.keyboard.press("Tab")
    expect(results.first).to_be_focused()
    assert page.evaluate(RING) != page.evaluate(GROUND)
    page.keyboard.press("Tab")
    expect(page.locator(".md-search-result :focus")).to_be_in_viewport()
    expect(results.first).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(results.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("input[name=query]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results.first).to_be_focused()


@pytest.mark.one_language
def test_search_closes_when_the_focus_leaves_it(results: Locator, page: Page) -> None:
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".md-search-result")).not_to_be_visible()
    expect(page.locator("header :focus")).to_be_visible()


@pytest.mark.one_language
def test_a_result_is_followed_by_enter(results: Locator, page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**?h=*")
