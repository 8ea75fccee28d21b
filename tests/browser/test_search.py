"""What search finds, typed as readers type: by the words in other numbers, without accents, after an apostrophe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml
from browser.visitor import DESKTOP, PHONE, search_for_a_chapter
from golden import CASES
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
    from playwright.sync_api import Locator, Page, ViewportSize
    from sitegen.course.course import Course


QUERIES = yaml.safe_load((CASES / "search.yml").read_text(encoding="utf-8"))
SHOWN = """() => Array.from(document.querySelectorAll(".md-search-result__item"), (item) => ({
  links: Array.from(item.querySelectorAll("a"), (link) => link.pathname + link.hash),
  excerpt: item.querySelector("p").textContent,
  lines: item.querySelector("p").clientHeight / parseFloat(getComputedStyle(item.querySelector("p")).lineHeight),
}))"""
TYPE = """(query) => {
  const field = document.querySelector("input[name=query]"), shown = document.querySelector(".md-search-result__list");
  const done = new Promise((found) => shown.addEventListener("shown", found, { once: true }));
  field.value = query;
  field.dispatchEvent(new Event("input"));
  return done;
}"""


def test_search_finds(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    """Of what readers type, in one visit: each time, one of the first three results leads where it should."""
    visitor.open(f"{lang}/")
    with page.expect_response("**/search_index.json") as answered:
        page.get_by_role("textbox").first.click()
    texts = [section["text"] for section in answered.value.json()["docs"]]
    table: dict[str, str | None] = QUERIES[lang]
    assert len(table) >= 60
    missed = {}
    for query, wanted in table.items():
        page.evaluate(TYPE, query)
        shown = page.evaluate(SHOWN)
        first = [link for result in shown[:3] for link in result["links"][:1]]
        if not (
            any(_leads(link, place, course, lang) for link in first for place in wanted.split())
            if wanted
            else not shown
        ):
            missed[query] = first
        assert all(result["lines"] < 2.1 for result in shown), query
        cut = [result["excerpt"].removeprefix("… ") for result in shown if not result["excerpt"].endswith(" …")]
        assert [part for part in cut if not any(text.endswith(part) for text in texts)] == [], query
    assert missed == {}


def _leads(link: str, place: str, course: Course, lang: str) -> bool:
    path, _, section = place.partition("#")
    address = f"/{lang}/{course.address(lang, path)}"
    return link.endswith(f"{address}#{section}") if section else link.partition("#")[0].endswith(address)


@pytest.mark.one_language
def test_a_result_shows_on_its_page_what_was_looked_for(visitor: Visitor, page: Page, lang: str) -> None:
    visitor.open(f"{lang}/")
    page.get_by_role("textbox").first.click()
    visitor.search("opportunités manquées")
    page.locator(".md-search-result__item a").first.click()
    page.wait_for_url("**?h=*")
    marks = page.locator("main mark")
    expect(marks.first).to_be_attached()
    assert {mark.lower()[:6] for mark in marks.all_text_contents()} == {"opport", "manqué"}


def test_nothing_of_the_search_is_loaded_before_it_is_used(visitor: Visitor, lang: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visitor.open(f"{lang}/")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "search" in url or "lunr" in url] == []
    with page.expect_response("**/search_index.json"):
        page.get_by_role("textbox").first.focus()
    assert [url.rpartition("/")[2] for url in asked if "search" in url] == ["search.js", "search_index.json"]


@pytest.mark.one_language
def test_an_address_can_ask(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    visitor.open(f"{lang}/?q=glossaire")
    expect(page.locator("input[name=query]")).to_have_value("glossaire")
    address = course.address(lang, "glossary.md")
    expect(page.locator(".md-search-result__item a").first).to_have_attribute("href", re.compile(address))
    expect(page.locator(".md-search-result__item a").first).to_be_visible()


@pytest.mark.one_language
def test_what_is_pasted_is_looked_for(visitor: Visitor, lang: str, page: Page) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.open(f"{lang}/")
    page.evaluate("navigator.clipboard.writeText('glossaire')")
    page.get_by_role("textbox").first.click()
    page.keyboard.press("ControlOrMeta+v")
    expect(page.locator(".md-search-result__item a").first).to_be_visible()


@pytest.mark.one_language
def test_a_search_that_could_not_load_tries_again(visitor: Visitor, lang: str, page: Page) -> None:
    page.route("**/search_index.json", lambda route: route.fulfill(status=200, body="broken"), times=1)
    visitor.open(f"{lang}/")
    page.get_by_role("textbox").first.click()
    page.wait_for_load_state("networkidle")
    visitor.search("glossaire")
    expect(page.locator(".md-search-result__item a").first).to_be_visible()


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
    new_visitor: Callable[..., Visitor], base_url: str, course: Course, lang: str
) -> None:
    """As where the browser blocks all cookies."""
    visitor = new_visitor(base_url, locale=lang)
    visitor.context.add_init_script(REFUSED)
    page = visitor.open(f"{lang}/{course.address(lang, course.file.chapters[0].page)}")
    page.get_by_role("textbox").first.click()
    search_for_a_chapter(visitor, course, lang)
    page.keyboard.press("Escape")
    page.locator("[data-md-component=palette] button:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
