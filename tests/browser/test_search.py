"""What search finds, typed as readers type: by the words in other numbers, without accents, after an apostrophe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser.visitor import DESKTOP, PHONE, search_for_a_chapter
from golden import cases
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from browser.visitor import Visitor
    from playwright.sync_api import Locator, Page, ViewportSize
    from sitegen.course.course import Course


@pytest.fixture
def visitor(regulars: Callable[..., Visitor], searchable_url: str, lang: str) -> Iterator[Visitor]:
    visitor = regulars(lang, site_url=searchable_url)
    yield visitor
    visitor.check()


def test_search_finds(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    """Each time from the page that was found before."""
    queries = [case.values[0] for case in cases("search", "queries") if case.values[0]["lang"] == lang]
    assert queries
    visitor.open(f"{lang}/")
    for case in queries:
        page.get_by_role("textbox").first.click()
        visitor.search(case["query"])
        address = course.address(lang, case["page"])
        link = page.locator(f'.md-search-result__item a[href*="/{lang}/{address}"]').first
        expect(link, case["query"]).to_be_attached()
        first = page.locator(".md-search-result__item a").first
        href = str(first.evaluate("link => link.href"))
        first.click()
        page.wait_for_url(f"{href.partition('#')[0]}**")
        page.wait_for_load_state()
        marks = page.locator("article mark").all_text_contents()
        assert [mark for mark in marks if not mark.strip()] == [], case["query"]


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
def test_results_are_counted_gone_through_and_followed_by_key(results: Locator, page: Page) -> None:
    expect(page.locator(".md-search").get_by_role("status")).to_have_text(re.compile(r"\d"))
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
    page.keyboard.press("Enter")
    page.wait_for_url("**?h=*")


@pytest.mark.one_language
def test_search_closes_when_the_focus_leaves_it(results: Locator, page: Page) -> None:
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".md-search-result")).not_to_be_visible()
    expect(page.locator("header :focus")).to_be_visible()


@pytest.mark.one_language
def test_search_opens_and_closes_by_key_on_a_phone(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    visitor.open(f"{lang}/")
    opener, field = page.locator("[data-opens=__search]"), page.locator("input[name=query]")
    expect(opener).to_have_role("button")
    expect(opener).to_have_accessible_name(re.compile(r"\w"))
    expect(field).not_to_be_in_viewport()
    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    search_for_a_chapter(visitor, course, lang)
    page.keyboard.press("Escape")
    expect(field).not_to_be_in_viewport()
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")


REFUSED = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
}"""


@pytest.mark.one_language
def test_without_storage_search_finds_and_colours_change(
    new_visitor: Callable[..., Visitor], searchable_url: str, course: Course, lang: str
) -> None:
    """As where the browser blocks all cookies."""
    visitor = new_visitor(searchable_url, locale=lang)
    visitor.context.add_init_script(REFUSED)
    page = visitor.open(f"{lang}/{course.address(lang, course.file.chapters[0].page)}")
    page.get_by_role("textbox").first.click()
    search_for_a_chapter(visitor, course, lang)
    page.keyboard.press("Escape")
    page.locator("[data-md-component=palette] button:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
