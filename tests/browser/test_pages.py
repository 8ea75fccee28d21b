"""Every page as it is shown, and what every page offers: search, menu, colours, paper, a place below another path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser.quizpage import QuizPage
from browser.visitor import DESKTOP, NARROW, PHONE, search_for_a_chapter
from playwright.sync_api import expect
from sitegen.show import around

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser.survey import Survey
    from browser.visitor import Visitor
    from conftest import ServeDirectory
    from playwright.sync_api import Locator, Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz import graph

# Every page -----------------------------------------------------------------------------------------------------------


def test_every_page_was_seen(survey: Survey, course: Course, lang: str) -> None:
    assert survey[lang].keys() == course.pages[lang].keys()


def test_no_page_is_wider_than_its_window(survey: Survey, lang: str) -> None:
    assert {path: sight.overflow for path, sight in survey[lang].items() if sight.overflow} == {}


def test_no_page_complains_or_leaves_the_site(survey: Survey, lang: str) -> None:
    assert {path: sight.problems for path, sight in survey[lang].items() if sight.problems} == {}


def test_every_page_leads_to_its_twin(survey: Survey, course: Course, lang: str, other: str) -> None:
    expected = {path: f"/{other}/{course.address(other, path)}" for path in course.pages[lang]}
    assert {path: sight.twin for path, sight in survey[lang].items()} == expected


INJECT = """(parts) => new Promise((resolve) => {
  const refused = [];
  addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
    refused.push(effectiveDirective);
    if (refused.length === parts.length + 1) resolve(refused.sort());
  });
  for (const [name, attributes] of parts) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "text") made.textContent = value;
      else made.setAttribute(key, value);
    }
    document.body.append(made);
    if (name === "form") made.submit();
  }
  fetch("https://elsewhere.example/").catch(() => null);
})"""
FOREIGN = [
    ["script", {"text": "window.injected = true"}],
    ["img", {"src": "https://elsewhere.example/image.png"}],
    ["style", {"text": "body { background: red }"}],
    ["p", {"style": "color: red"}],
    ["iframe", {"src": "https://elsewhere.example/"}],
    ["object", {"data": "./"}],
    ["base", {"href": "https://elsewhere.example/"}],
    ["form", {"action": "https://elsewhere.example/"}],
]
REFUSED = ["base-uri", "connect-src", "form-action", "frame-src", "img-src", "object-src", "script-src-elem"]
REFUSED += ["style-src-attr", "style-src-elem"]


@pytest.mark.one_language
@pytest.mark.parametrize("address", ["{lang}/", "nothing-here"])
def test_the_browser_refuses_what_a_page_was_not_built_with(
    new_visitor: Callable[..., Visitor], lang: str, address: str
) -> None:
    visitor = new_visitor(locale=lang)
    page = visitor.open_missing(address.format(lang=lang))
    refused = page.evaluate(INJECT, FOREIGN)
    assert refused == REFUSED
    assert not page.evaluate("'injected' in window")
    visitor.problems.clear()


# Tables and type ------------------------------------------------------------------------------------------------------


def written(course: Course, lang: str) -> list[str]:
    return [path for path, page in course.pages[lang].items() if not page.generated]


def test_no_table_loses_a_column_on_a_phone(survey: Survey, course: Course, lang: str) -> None:
    assert {path: survey[lang][path].lost for path in written(course, lang) if survey[lang][path].lost} == {}


def stacking_table(visitor: Visitor, course: Course, lang: str) -> Locator:
    for path in written(course, lang):
        table = visitor.open(f"{lang}/{course.address(lang, path)}").locator("article table[data-stacks]")
        if table.count():
            return table.first
    pytest.fail("no page has a table that stacks")


NAMES_SHOWN = """(cells) => cells.map((cell) => getComputedStyle(cell, "::before").content.split('"')[1])"""


def test_a_stacked_table_is_still_a_table(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    table = stacking_table(visitor, course, lang)
    headers, rows = table.get_by_role("columnheader"), table.get_by_role("rowheader")
    names, count = headers.all_inner_texts(), rows.count()
    cells = table.locator("tbody").get_by_role("cell").or_(rows)
    assert set(cells.evaluate_all(NAMES_SHOWN)) == {None}
    page.set_viewport_size(PHONE)
    assert cells.evaluate_all(NAMES_SHOWN) == names * count
    assert headers.count() == len(names)
    assert rows.count() == count
    expect(table).to_have_role("table")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = [node["role"]["value"] for node in tree if not node["ignored"]]
    assert told.count("rowheader") >= count  # what the browser tells others, and not only what its elements are
    tops = cells.evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().top)")
    assert tops == sorted(set(tops))


def test_boxes_and_tables_fit_the_text(survey: Survey, course: Course, lang: str) -> None:
    """Boxes have its size, tables its width."""
    assert {path: survey[lang][path].uneven for path in written(course, lang) if survey[lang][path].uneven} == {}


@pytest.mark.one_language
def test_type_is_larger_on_a_projector(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    visitor.open(f"{lang}/{course.address(lang, course.file.chapters[0].page)}")
    sizes = "parts => parts.map((part) => parseFloat(getComputedStyle(part).fontSize))"
    parts = page.locator("article > p, .label, .md-nav__link")
    before = parts.evaluate_all(sizes)
    page.set_viewport_size({"width": 1920, "height": 1080})
    assert all(size >= 1.25 * least for size, least in zip(parts.evaluate_all(sizes), before, strict=True))


def test_the_home_page_uses_its_width(visitor: Visitor, lang: str, page: Page) -> None:
    visitor.open(f"{lang}/")
    columns, buttons = page.locator(".columns > *"), page.locator(".hero .md-button")
    tops = "parts => parts.map((part) => part.getBoundingClientRect().top)"
    assert len(set(columns.evaluate_all(tops))) == 1
    page.set_viewport_size(PHONE)
    assert len(set(columns.evaluate_all(tops))) == 2
    widths = buttons.evaluate_all("parts => parts.map((part) => part.getBoundingClientRect().width)")
    assert len(widths) == 2
    assert len(set(widths)) == 1
    page.set_viewport_size(DESKTOP)


# The menu -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def menu(page: Page) -> Locator:
    return page.locator(".md-sidebar--primary")


def open_menu(visitor: Visitor, address: str) -> Locator:
    """Open the menu of a page by key, on a phone; return its opener."""
    visitor.page.set_viewport_size(PHONE)
    visitor.open(address)
    opener = visitor.page.locator("header [data-opens=__drawer]")
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.press("Space")
    expect(opener).to_have_attribute("aria-expanded", "true")
    return opener


@pytest.mark.one_language
def test_the_menu_opens_and_closes_by_key_on_a_phone(visitor: Visitor, lang: str, page: Page, menu: Locator) -> None:
    opener = open_menu(visitor, f"{lang}/")
    expect(menu).to_be_visible()
    expect(menu.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).not_to_be_visible()
    expect(opener).to_have_role("button")
    expect(opener).to_have_accessible_name(re.compile(r"\w"))
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")


@pytest.mark.one_language
@pytest.mark.parametrize("close", ["Enter", "click"])
def test_a_button_beside_the_open_menu_closes_it(
    visitor: Visitor, course: Course, lang: str, page: Page, menu: Locator, close: str
) -> None:
    opener = open_menu(visitor, f"{lang}/")
    closer = page.get_by_role("button", name=around.labels(course, lang)["close"])
    closer.click() if close == "click" else closer.press(close)
    expect(menu).not_to_be_visible()
    expect(closer).not_to_be_visible()
    expect(opener).to_be_focused()


@pytest.mark.one_language
def test_a_menu_left_open_is_closed_where_there_is_room_for_it(visitor: Visitor, course: Course, lang: str) -> None:
    open_menu(visitor, f"{lang}/{course.address(lang, course.file.chapters[0].page)}")
    visitor.page.set_viewport_size(DESKTOP)
    expect(visitor.page.locator("[inert]")).to_have_count(0)
    link = visitor.page.locator("article a:visible").first
    link.focus()
    expect(link).to_be_focused()


@pytest.mark.one_language
def test_the_menu_on_a_phone_leads_to_a_section(
    visitor: Visitor, course: Course, lang: str, page: Page, menu: Locator
) -> None:
    path = course.file.chapters[0].page
    section = [heading.id for heading in course.pages[lang][path].headings if heading.level == 2][-1]
    open_menu(visitor, f"{lang}/{course.address(lang, path)}")
    contents = menu.locator("[data-opens=__toc]")
    expect(contents).to_have_attribute("aria-current", "page")
    link = menu.locator(f"a[href='#{section}']")
    expect(link).not_to_be_visible()
    contents.press("Enter")
    expect(contents).to_have_attribute("aria-expanded", "true")
    link.press("Enter")
    expect(menu).not_to_be_visible()
    assert page.url.endswith(f"#{section}")
    expect(page.locator(f"#{section}")).to_be_in_viewport()
    page.keyboard.press("Tab")
    after = "element => Boolean(element.compareDocumentPosition(document.activeElement) & 4)"
    assert page.locator(f"#{section}").evaluate(after)


@pytest.mark.one_language
def test_without_script_the_menu_leads_into_its_groups(visitor_without_script: Visitor, lang: str) -> None:
    page = visitor_without_script.open(f"{lang}/")
    page.set_viewport_size(PHONE)
    page.locator("header label[for=__drawer]").click()
    page.locator(".md-nav--primary > .md-nav__list > li").last.get_by_role("link").click()
    page.locator("header label[for=__drawer]").click()
    inside = page.locator(".md-nav__item--nested.md-nav__item--active")
    assert inside.get_by_role("link").filter(visible=True).count() > 1


def test_menu_and_tabs_say_where_the_reader_is(
    visitor: Visitor, course: Course, lang: str, page: Page, menu: Locator
) -> None:
    path = course.file.chapters[0].page
    visitor.open(f"{lang}/{course.address(lang, path)}")
    expect(menu.locator("a[aria-current=page]")).to_have_text(course.pages[lang][path].title)
    expect(page.locator(".md-tabs [aria-current]")).to_have_count(1)


@pytest.mark.one_language
def test_titles_in_the_footer_are_shown_in_full(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    page.set_viewport_size(NARROW)
    visitor.open(f"{lang}/{course.address(lang, course.file.chapters[0].page)}")
    title = page.locator(".md-footer__link--next .md-ellipsis")
    title.evaluate("title => { title.textContent = 'one word after another '.repeat(9) }")
    assert title.evaluate("title => title.scrollWidth <= title.clientWidth")


def test_a_page_about_a_missing_page_says_so_in_its_title(visitor: Visitor, lang: str, page: Page) -> None:
    visitor.open_missing(f"{lang}/nothing/here/")
    said = str(page.locator("article h1").text_content()).strip()
    assert said
    assert page.title().startswith(said)


# Colours and paper ----------------------------------------------------------------------------------------------------


def expect_scheme(page: Page, scheme: str) -> None:
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)


SCHEME_CHOOSER = "[data-md-component=palette] button:visible"


def test_a_scheme_is_chosen_by_key_and_the_focus_stays(visitor: Visitor, course: Course, lang: str) -> None:
    page = visitor.open(f"{lang}/")
    for wanted in ("slate", "default", "slate"):
        chooser = page.locator(SCHEME_CHOOSER)
        expect(chooser).to_have_accessible_name(around.words(course, lang)["words"]["schemes"][wanted])
        chooser.focus()
        page.keyboard.press("Enter")
        expect_scheme(page, wanted)
        expect(page.locator(SCHEME_CHOOSER)).to_be_focused()


@pytest.mark.one_language
def test_without_script_no_scheme_is_offered(visitor_without_script: Visitor, lang: str) -> None:
    page = visitor_without_script.open(f"{lang}/")
    expect(page.locator("[data-md-component=palette] :is(input, label, button):visible")).to_have_count(0)


@pytest.mark.one_language
def test_the_dark_scheme_chosen_in_one_language_holds_in_the_other(
    visitor: Visitor, lang: str, other: str, page: Page
) -> None:
    visitor.open(f"{lang}/")
    expect_scheme(page, "default")
    page.locator(SCHEME_CHOOSER).click()
    expect_scheme(page, "slate")
    page.click(f"header a[hreflang={other}]")
    page.wait_for_url(visitor.url(f"{other}/"))
    expect_scheme(page, "slate")
    page.reload()
    expect_scheme(page, "slate")


@pytest.mark.one_language
def test_the_system_s_dark_scheme_is_followed(new_visitor: Callable[..., Visitor], lang: str) -> None:
    expect_scheme(new_visitor(color_scheme="dark").open(f"{lang}/"), "slate")


@pytest.mark.one_language
def test_paper_shows_what_is_folded(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    path = next(path for path, found in course.pages[lang].items() if "\n??? " in found.body)
    visitor.open(f"{lang}/{course.address(lang, path)}")
    folded = page.locator("article details:not([open]) > :not(summary)")
    assert folded.count()
    page.emulate_media(media="print")
    assert print_heights(page) == []


def print_heights(page: Page) -> list[str]:
    """Return what is folded and takes no room while the browser prints."""
    page.evaluate(
        """addEventListener("beforeprint", () => {
             const parts = [...document.querySelectorAll("article details > :not(summary)")];
             window.unseen = parts.filter((part) => !part.checkVisibility() || !part.offsetHeight)
               .map((part) => part.textContent);
           }, { once: true })"""
    )
    page.pdf()
    unseen: list[str] = page.evaluate("window.unseen")
    return unseen


@pytest.mark.one_language
def test_the_picture_of_the_quiz_is_a_window_and_is_not_printed(
    visitor: Visitor, course: Course, lang: str, page: Page
) -> None:
    visitor.open(f"{lang}/{course.address(lang, str(course.place_of('flow')))}")
    picture = page.locator(".flow")
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        assert picture.evaluate("box => box.scrollWidth > box.clientWidth && box.clientHeight < innerHeight * 0.75")
    page.emulate_media(media="print")
    expect(picture).not_to_be_visible()


def test_a_thumb_can_switch_the_language(visitor: Visitor, lang: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    visitor.open(f"{lang}/")
    hit = page.locator("header a[data-twin]").evaluate(
        """(link) => {
             const { x, y, width, height } = link.getBoundingClientRect();
             const [middle, centre] = [x + width / 2, y + height / 2];
             return [[-21, -21], [21, 21], [-21, 21], [21, -21]].every(
               ([dx, dy]) => link.contains(document.elementFromPoint(middle + dx, centre + dy)));
           }"""
    )
    assert hit


# Below another path ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sub_path(site: Path, serve_directory: ServeDirectory) -> Iterator[str]:
    with serve_directory(site, prefix="/sub/path/") as url:
        yield url


@pytest.mark.one_language
def test_the_site_works_below_another_path(
    sub_path: str, new_visitor: Callable[..., Visitor], course: Course, lang: str, other: str, longest: graph.Path
) -> None:
    """No request leaves the path; the visitor watches that."""
    visitor = new_visitor(sub_path, locale=lang)
    page = visitor.open()
    page.wait_for_url(visitor.url(f"{lang}/"))
    page.goto(visitor.url(f"c/{course.file.chapters[0].id}/"))
    page.wait_for_url(visitor.url(f"{lang}/{course.address(lang, course.file.chapters[0].page)}"))
    page.get_by_role("textbox").first.click()
    search_for_a_chapter(visitor, course, lang).first.click()
    page.wait_for_url(f"{sub_path}{lang}/{course.address(lang, course.file.chapters[1].page)}*")

    quiz_page = QuizPage(visitor, course, lang)
    quiz_page.open()
    quiz_page.hurry_through(longest.steps)
    quiz_page.expect_path(longest)
    page.click(f"header a[hreflang={other}]")
    page.wait_for_url(lambda url: url.startswith(visitor.url(f"{other}/")))
    QuizPage(visitor, course, other).expect_path(longest)
    page.goto(visitor.url(""))
    page.wait_for_url(visitor.url(f"{other}/"))  # the choice is kept for this path …
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.endsWith('language'))") == [
        "/sub/path/language"  # … and for no other site of the same host
    ]
