"""From one language to another, and to the reader's own language from addresses that have none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from playwright.sync_api import expect
from sitegen.show import moved, neutral

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
    from playwright.sync_api import Page
    from sitegen.course.course import Course


class Twins(NamedTuple):
    """One section of a page in two languages."""

    here: str
    there: str
    sections: list[str]


@pytest.fixture
def twins(course: Course, lang: str, other: str) -> Twins:
    """The first chapter."""
    path = course.file.chapters[0].page
    sections = [str(heading.id) for heading in course.pages[lang][path].headings if heading.level == 2]
    return Twins(f"{lang}/{course.address(lang, path)}", f"{other}/{course.address(other, path)}", sections)


def selector(page: Page, lang: str) -> str:
    return f"header a[hreflang={lang}]"


# The language selector ------------------------------------------------------------------------------------------------


def test_the_selector_leads_to_the_same_page(
    visitor: Visitor, course: Course, lang: str, other: str, page: Page
) -> None:
    path = next(path for path, found in course.pages[lang].items() if found.generated)
    visitor.open(f"{lang}/{course.address(lang, path)}?h=word")  # as from a search
    page.click(selector(page, other))
    page.wait_for_url(visitor.url(f"{other}/{course.address(other, path)}"))
    expect(page.locator("html")).to_have_attribute("lang", other)


@pytest.mark.one_language
def test_the_selector_keeps_the_section(visitor: Visitor, twins: Twins, other: str, page: Page) -> None:
    visitor.open(f"{twins.here}#{twins.sections[0]}")
    page.evaluate("section => { location.hash = section }", twins.sections[-1])  # the reader moves on
    page.click(selector(page, other))
    page.wait_for_url(visitor.url(f"{twins.there}#{twins.sections[-1]}"))
    expect(page.locator(f"#{twins.sections[-1]}")).to_be_in_viewport()


@pytest.mark.one_language
def test_without_script_the_selector_leads_to_the_same_page(
    visitor_without_script: Visitor, twins: Twins, other: str
) -> None:
    page = visitor_without_script.open(twins.here)
    expect(page.locator("article a[hreflang]:visible")).to_have_count(0)
    page.click(selector(page, other))
    page.wait_for_url(visitor_without_script.url(twins.there))


@pytest.mark.one_language
def test_without_script_a_link_to_a_section_offers_its_twin(
    visitor_without_script: Visitor, twins: Twins, other: str
) -> None:
    section = twins.sections[-1]
    page = visitor_without_script.open(f"{twins.here}#{section}")
    offered = page.locator("article a[hreflang]:visible")
    expect(offered).to_have_count(1)
    expect(offered).to_have_attribute("hreflang", other)
    heading, link = page.locator(f"#{section}").bounding_box(), offered.bounding_box()
    assert heading
    assert link
    assert 0 <= link["y"] - heading["y"] - heading["height"] < 40
    offered.click()
    page.wait_for_url(visitor_without_script.url(f"{twins.there}#{section}"))
    expect(page.locator(f"#{section}")).to_be_in_viewport()


# Addresses without a language -----------------------------------------------------------------------------------------


def without_language(course: Course) -> dict[str, str]:
    """Return one address of each kind, and the path of its page."""
    addresses = course.permanent
    chapter = next(address for address, path in addresses.items() if not course.pages[course.source][path].generated)
    generated = next(address for address, path in addresses.items() if course.pages[course.source][path].generated)
    return {"": "index.md", chapter: addresses[chapter], generated: addresses[generated]}


def test_the_browser_s_language_is_chosen(new_visitor: Callable[..., Visitor], course: Course, lang: str) -> None:
    visitor = new_visitor(locale=f"{lang}-CH")
    start = visitor.open(f"{course.source}/{course.address(course.source, course.file.chapters[-1].page)}").url
    for address, path in without_language(course).items():
        section = course.pages[lang][path].headings[-1].id
        visitor.page.goto(visitor.url(f"{address}?from=mail#{section}"))
        visitor.page.wait_for_url(visitor.url(f"{lang}/{course.address(lang, path)}?from=mail#{section}"))
        visitor.page.go_back()
        visitor.page.wait_for_url(start)


@pytest.mark.one_language
def test_the_language_chosen_before_comes_first(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, other: str
) -> None:
    visitor = new_visitor(locale=lang)
    page = visitor.open(f"{lang}/")
    page.click(selector(page, other))
    page.wait_for_url(visitor.url(f"{other}/"))
    for address, path in without_language(course).items():
        visitor.page.goto(visitor.url(address))
        page.wait_for_url(visitor.url(f"{other}/{course.address(other, path)}"))


VARIETIES = ("pt-BR", "pt-PT", "fr")


def test_readers_of_another_language_get_the_source(new_visitor: Callable[..., Visitor], course: Course) -> None:
    visitor = new_visitor(locale="ja")
    for address, path in without_language(course).items():
        visitor.open(address)
        visitor.page.wait_for_url(visitor.url(f"{course.source}/{course.address(course.source, path)}"))


@pytest.mark.parametrize(
    ("browser_locale", "chosen", "expected"),
    [("pt-PT", None, "pt-PT"), ("pt-AO", None, "pt-BR"), ("pt-BR", "pt-PT", "pt-PT"), ("ja", None, "fr")],
)
def test_of_two_varieties_the_reader_s_own_comes_first(
    new_visitor: Callable[..., Visitor], course: Course, browser_locale: str, chosen: str | None, expected: str
) -> None:
    visitor = new_visitor(locale=browser_locale)
    nothing = {"name": "", "title": "", "description": ""}
    links = [{"lang": lang, "said": lang, "href": f"{lang}/", **nothing} for lang in VARIETIES]
    rest = {"heading": "", "sections": [], "canonical": "", "alternates": {}}
    chooser = neutral._template("chooser.html.j2", course, moved.Look(), "", links=links, **rest)
    place = visitor.url("varieties/")
    visitor.page.route(f"{place}*/", lambda route: route.fulfill(body="<title>here</title>", content_type="text/html"))
    visitor.page.route(place, lambda route: route.fulfill(body=chooser, content_type="text/html"))
    if chosen:
        visitor.context.add_init_script(f"localStorage.setItem('/varieties/language', '{chosen}')")
    visitor.page.goto(place)
    visitor.page.wait_for_url(f"{place}{expected}/")
    assert visitor.page.title() == "here"


def test_without_script_the_reader_chooses(visitor_without_script: Visitor, course: Course, lang: str) -> None:
    for address, path in without_language(course).items():
        page = visitor_without_script.open(address)
        links = page.get_by_role("link")
        expect(links).to_have_count(len(course.languages))
        page.locator(f"a[hreflang={lang}]:visible").click()
        page.wait_for_url(visitor_without_script.url(f"{lang}/{course.address(lang, path)}"))


def test_without_script_the_reader_chooses_the_language_of_a_section(
    visitor_without_script: Visitor, course: Course, lang: str
) -> None:
    terms = course.landing.entries
    for address, place in {**without_language(course), next(iter(terms)): terms[next(iter(terms))]}.items():
        path, _, ident = place.partition("#")
        section = ident or str(course.pages[lang][path].headings[-1].id)
        page = visitor_without_script.open(f"{address}#{section}")
        expect(page.get_by_role("link")).to_have_count(len(course.languages))
        page.locator(f"a[hreflang={lang}]:visible").click()
        page.wait_for_url(visitor_without_script.url(f"{lang}/{course.address(lang, path)}#{section}"))
        expect(page.locator(f"#{section}")).to_be_in_viewport()
