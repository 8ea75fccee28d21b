"""Glossary hints as a reader meets them: by mouse, keys and finger, on paper, and without script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser.survey import SCHEMES, examine, wear
from browser.visitor import DESKTOP, NARROW, PHONE
from playwright.sync_api import expect
from sitegen.kinds.glossary import GLOSSARY

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
    from playwright.sync_api import Locator, Page
    from sitegen.course.course import Course

INSIDE = """(size) => [...document.querySelectorAll(".term")].flatMap((term) => {
  document.documentElement.style.fontSize = size;
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  const [link, hint] = term.children;
  link.focus();
  const box = hint.getBoundingClientRect(), lines = link.getClientRects();
  const inside = box.left >= 0 && box.right <= document.documentElement.clientWidth;
  const gap = box.top - lines[lines.length - 1].bottom;
  return hint.checkVisibility() && inside && gap < 1 ? [] : [link.textContent, box.left, box.right, gap];
})"""


def chapter(course: Course, lang: str) -> str:
    return f"{lang}/{course.address(lang, course.file.chapters[1].page)}"


def term(page: Page) -> tuple[Locator, Locator]:
    """Return the second term of the page, its link and its hint."""
    found = page.locator(".term").nth(1)
    found.scroll_into_view_if_needed()
    return found.get_by_role("link"), found.locator("[role=tooltip]")


def test_each_term_stands_once_and_leads_to_its_entry(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    visitor.open(chapter(course, lang))
    links = page.locator(".term a")
    idents = [str(href).partition("#")[2] for href in links.evaluate_all("links => links.map((link) => link.href)")]
    assert len(idents) > 3
    assert len(set(idents)) == len(idents)
    assert set(idents) <= GLOSSARY.words(course, lang).keys()
    link, hint = term(page)
    text = hint.text_content()
    assert text
    expect(link).to_have_accessible_description(text)
    place = course.place_of("glossary")
    assert place
    link.click()
    page.wait_for_url(f"**/{lang}/{course.address(lang, place)}#{idents[1]}")
    expect(page.locator(".term")).to_have_count(0)


@pytest.mark.one_language
def test_the_mouse_shows_the_hint_and_may_enter_it(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    visitor.open(chapter(course, lang))
    link, hint = term(page)
    expect(hint).not_to_be_visible()
    link.hover()
    expect(hint).to_be_visible()
    start, end = link.bounding_box(), hint.bounding_box()
    assert start
    assert end
    middle = start["x"] + start["width"] / 2
    page.mouse.move(middle, start["y"] + start["height"] / 2)
    page.mouse.move(middle, end["y"] + end["height"] / 2, steps=20)
    expect(hint).to_be_visible()
    page.mouse.move(0, 0)
    expect(hint).not_to_be_visible()


@pytest.mark.one_language
@pytest.mark.parametrize("by", ["hover", "focus"])
def test_escape_puts_the_hint_away_until_the_reader_comes_back(
    visitor: Visitor, course: Course, lang: str, page: Page, by: str
) -> None:
    visitor.open(chapter(course, lang))
    link, hint = term(page)
    come = {"hover": link.hover, "focus": link.focus}[by]
    leave = {"hover": lambda: page.mouse.move(0, 0), "focus": lambda: page.keyboard.press("Shift+Tab")}[by]
    come()
    expect(hint).to_be_visible()
    page.keyboard.press("Escape")
    expect(hint).not_to_be_visible()
    leave()
    come()
    expect(hint).to_be_visible()


@pytest.mark.one_language
def test_the_first_tap_shows_the_hint_and_the_second_follows_the_link(
    new_visitor: Callable[..., Visitor], course: Course, lang: str
) -> None:
    visitor = new_visitor(locale=lang, has_touch=True)
    page = visitor.open(chapter(course, lang))
    page.set_viewport_size(PHONE)
    start = page.url
    link, hint = term(page)
    link.tap()
    expect(hint).to_be_visible()
    assert page.url == start
    page.locator("h1").tap()
    expect(hint).not_to_be_visible()
    link.tap()
    expect(hint).to_be_visible()
    assert page.url == start
    link.tap()
    page.wait_for_url(re.compile("#"))


def test_every_hint_is_inside_the_window_and_touches_its_term(
    visitor: Visitor, course: Course, lang: str, page: Page
) -> None:
    for found in course.file.chapters:
        visitor.open(f"{lang}/{course.address(lang, found.page)}")
        for size in (DESKTOP, PHONE, NARROW):
            page.set_viewport_size(size)
            for text in ("125%", "250%"):  # the theme begins with 125 %
                assert page.evaluate(INSIDE, text) == [], (found.page, size, text)


@pytest.mark.one_language
def test_shown_hints_break_no_rule(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    visitor.open(chapter(course, lang))
    for scheme in SCHEMES:
        wear(page, scheme)
        link, hint = term(page)
        link.focus()
        expect(hint).to_be_visible()
        assert examine(page, "article") == []


@pytest.mark.one_language
def test_hints_are_not_on_paper(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    visitor.open(chapter(course, lang))
    link, hint = term(page)
    link.focus()
    page.emulate_media(media="print")
    expect(hint).not_to_be_visible()
    expect(link).to_be_visible()


@pytest.mark.one_language
def test_without_script_hover_shows_the_hint_and_a_click_follows_the_link(
    visitor_without_script: Visitor, course: Course, lang: str
) -> None:
    page = visitor_without_script.open(chapter(course, lang))
    link, hint = term(page)
    link.hover()
    expect(hint).to_be_visible()
    link.click()
    page.wait_for_url(re.compile("#"))


@pytest.mark.one_language
def test_a_glossary_entry_leads_to_its_twin(
    visitor: Visitor, course: Course, lang: str, other: str, page: Page
) -> None:
    place = course.place_of("glossary")
    assert place
    visitor.open(f"{lang}/{course.address(lang, place)}")
    links = page.locator(f".glossary .label a[hreflang={other}][lang={other}]")
    expect(links).to_have_count(len(GLOSSARY.words(course, lang)))
    ident = str(links.last.get_attribute("href")).partition("#")[2]
    links.last.click()
    page.wait_for_url(visitor.url(f"{other}/{course.address(other, place)}#{ident}"))
    expect(page.locator(f"#{ident}")).to_be_in_viewport()


@pytest.mark.one_language
def test_on_a_phone_the_glossary_begins_with_its_terms(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    place = course.place_of("glossary")
    assert place
    visitor.open(f"{lang}/{course.address(lang, place)}")
    index = page.locator("nav.terms")
    expect(index).not_to_be_visible()  # the table of contents beside the text has the same
    page.set_viewport_size(PHONE)
    expect(index).to_be_visible()
    titles = page.locator(".glossary h2")
    assert index.locator("a").all_inner_texts() == titles.all_inner_texts()
    index.locator("a").last.click()
    expect(titles.last).to_be_in_viewport()
