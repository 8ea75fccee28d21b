"""What follows the reader down a page, and what the page does in place of the theme's script."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, cast

import pytest
from browser.visitor import DESKTOP, PHONE
from PIL import Image
from playwright.sync_api import expect
from servers import OTHER_COURSE

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
    from conftest import Build, ServeDirectory
    from playwright.sync_api import Locator, Page, Route, ViewportSize
    from sitegen.course.course import Course

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
HERE = ".md-sidebar--secondary [aria-current=location]"
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
HEADER = "document.querySelector('.md-header').getBoundingClientRect().bottom"


@pytest.fixture
def chapter(course: Course) -> str:
    """The path of a page with many sections, longer than any window here."""
    return max(course.file.chapters, key=lambda each: len(course.pages[course.source][each.page].headings)).page


@pytest.fixture
def sections(course: Course, lang: str, chapter: str) -> list[str]:
    return [heading.id for heading in course.pages[lang][chapter].headings if heading.level > 1]


@pytest.fixture
def address(course: Course, lang: str, chapter: str) -> str:
    return f"{lang}/{course.address(lang, chapter)}"


def scroll_to(page: Page, script: str) -> None:
    page.evaluate(f"scrollTo({{ top: {script}, behavior: 'instant' }})")
    page.evaluate(SETTLED)


@pytest.fixture
def back(page: Page) -> Locator:
    """The button that leads back to the top."""
    return page.locator(".md-top")


# Contents -------------------------------------------------------------------------------------------------------------


def test_the_contents_say_which_section_is_read(visitor: Visitor, address: str, sections: list[str]) -> None:
    page = visitor.open(address)
    page.evaluate(SETTLED)
    expect(page.locator(HERE)).to_have_count(0)
    for number, section in enumerate(sections[:-2]):
        scroll_to(page, f"scrollY + document.getElementById('{section}').getBoundingClientRect().top - {HEADER} - 2")
        expect(page.locator(HERE)).to_have_count(1)
        expect(page.locator(HERE)).to_have_attribute("href", f"#{section}")
        expect(page.locator(".md-sidebar--secondary .md-nav__link--passed")).to_have_count(number + 1)
        expect(page.locator(".md-sidebar--secondary .md-nav__link--active")).to_have_attribute("href", f"#{section}")
    scroll_to(page, "0")
    expect(page.locator(".md-sidebar--secondary .md-nav__link--passed")).to_have_count(0)
    expect(page.locator(HERE)).to_have_count(0)


@pytest.mark.one_language
def test_the_last_section_is_read_at_the_end_of_the_page(
    visitor: Visitor, address: str, sections: list[str], page: Page
) -> None:
    visitor.open(address)
    scroll_to(page, "document.documentElement.scrollHeight")
    expect(page.locator(HERE)).to_have_attribute("href", f"#{sections[-1]}")


@pytest.mark.one_language
@pytest.mark.parametrize("by", ["click", "Enter", "address"])
def test_a_section_is_read_once_its_link_has_led_there(
    visitor: Visitor, address: str, sections: list[str], page: Page, by: str
) -> None:
    section = sections[2]
    visitor.open(f"{address}#{section}" if by == "address" else address)
    link = page.locator(f".md-sidebar--secondary a[href='#{section}']")
    if by == "click":
        link.click()
    elif by == "Enter":
        link.press("Enter")
    expect(link).to_have_attribute("aria-current", "location")
    expect(page.locator(HERE)).to_have_count(1)
    expect(page.locator(f"#{section}")).to_be_in_viewport()
    assert page.evaluate(f"document.getElementById('{section}').getBoundingClientRect().top >= {HEADER}")


@pytest.mark.one_language
def test_what_stands_beside_the_page_scrolls_to_where_the_reader_is(visitor: Visitor, address: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 260})
    visitor.open(address)
    expect(page.locator(".md-sidebar--primary a[aria-current=page]")).to_be_in_viewport(ratio=1)
    box = page.locator(".md-sidebar--secondary .md-sidebar__scrollwrap")
    assert box.evaluate("box => box.scrollHeight > box.clientHeight")
    scroll_to(page, "document.documentElement.scrollHeight - 1.8 * innerHeight")
    within = """box => {
      const link = box.querySelector("[aria-current]").getBoundingClientRect(), place = box.getBoundingClientRect();
      return link.top >= place.top && link.bottom <= place.bottom;
    }"""
    assert box.evaluate(within)


@pytest.mark.one_language
def test_it_does_not_scroll_away_from_somebody_who_goes_through_it_by_keys(
    visitor: Visitor, address: str, page: Page
) -> None:
    page.set_viewport_size({"width": 1280, "height": 260})
    visitor.open(address)
    first = page.locator(".md-sidebar--secondary a[href]").first
    first.focus()
    scroll_to(page, "document.documentElement.scrollHeight - 1.8 * innerHeight")
    expect(page.locator(HERE)).to_have_count(1)
    box = page.locator(".md-sidebar--secondary .md-sidebar__scrollwrap")
    assert box.evaluate("box => box.scrollTop") == 0
    expect(first).to_be_focused()


FITS = """boxes => boxes.filter((box) => box.checkVisibility()).map((box) => {
  const { top, bottom } = box.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight && box.scrollHeight - box.clientHeight < 2;
})"""


def test_what_stands_beside_the_page_stays_in_view_and_is_shown_in_full(
    visitor: Visitor, address: str, page: Page
) -> None:
    page.set_viewport_size({"width": 1280, "height": 1000})
    visitor.open(address)
    for place in ("0", "document.documentElement.scrollHeight / 2"):
        scroll_to(page, place)
        assert page.locator(".md-sidebar__scrollwrap").evaluate_all(FITS) == [True, True]


# Header and the way back ----------------------------------------------------------------------------------------------


@SIZES
def test_the_header_takes_the_title_of_the_page_and_a_shadow(
    visitor: Visitor, address: str, page: Page, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    page.emulate_media(reduced_motion="reduce")
    visitor.open(address)
    site, title = page.locator(".md-header__topic").all()
    shadow = "element => getComputedStyle(element).boxShadow.includes('0.2)')"
    expect(title).to_have_css("opacity", "0")
    scroll_to(page, "innerHeight")
    expect(title).to_have_css("opacity", "1")
    expect(site).to_have_css("opacity", "0")
    assert page.locator(".md-header").evaluate(shadow)
    scroll_to(page, "0")
    expect(title).to_have_css("opacity", "0")
    expect(site).to_have_css("opacity", "1")


@SIZES
@pytest.mark.parametrize("by", ["click", "Enter"])
def test_a_button_leads_those_who_go_up_back_to_the_top(
    visitor: Visitor, address: str, page: Page, back: Locator, size: ViewportSize, by: str
) -> None:
    page.set_viewport_size(size)
    visitor.open(address)
    expect(back).not_to_be_visible()
    scroll_to(page, "1500")
    expect(back).not_to_be_visible()
    scroll_to(page, "1300")
    expect(back).to_be_visible()
    expect(back).to_be_enabled()
    expect(back).to_have_accessible_name(re.compile(r"\w"))
    assert back.evaluate(f"button => button.getBoundingClientRect().top >= {HEADER}")
    back.click() if by == "click" else back.press(by)
    expect(page.locator("h1")).to_be_in_viewport()
    page.evaluate(SETTLED)
    assert page.evaluate("scrollY") == 0
    expect(back).not_to_be_visible()
    expect(page.locator("h1")).to_be_focused()


@pytest.mark.one_language
def test_the_button_to_the_top_does_not_show_itself_where_a_link_has_led(
    visitor: Visitor, address: str, sections: list[str], page: Page, back: Locator
) -> None:
    visitor.open(address)
    scroll_to(page, "document.documentElement.scrollHeight / 2")
    page.locator(f".md-sidebar--secondary a[href='#{sections[0]}']").click()
    expect(page.locator(f"#{sections[0]}")).to_be_in_viewport()
    page.wait_for_timeout(350)
    expect(back).not_to_be_visible()


# What lies over the page ----------------------------------------------------------------------------------------------


@pytest.mark.one_language
def test_the_page_behind_the_search_does_not_scroll(visitor: Visitor, address: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    visitor.open(address)
    scroll_to(page, "700")
    page.locator("header [data-opens=__search]").click()
    expect(page.locator("#__search")).to_be_checked()
    page.mouse.move(340, 700)
    page.mouse.wheel(0, 500)
    page.wait_for_timeout(150)
    assert page.evaluate("scrollY") == 700
    page.keyboard.press("Escape")
    page.mouse.wheel(0, 500)
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") > 700


@pytest.mark.one_language
def test_a_menu_that_was_opened_before_the_script_came_is_held(
    new_visitor: Callable[..., Visitor], address: str
) -> None:
    visitor = new_visitor()
    held: list[Route] = []
    visitor.context.route("**/site.js", lambda route: held.append(route))
    page = visitor.page
    page.set_viewport_size(PHONE)
    page.goto(visitor.url(address), wait_until="commit")
    page.locator("header label[for=__drawer]").click()
    expect(page.locator(".md-sidebar--primary")).to_be_visible()
    expect(page.locator("[inert]")).to_have_count(0)
    held[0].continue_()
    expect(page.locator(".md-header")).to_have_attribute("inert", "")
    expect(page.locator(".md-sidebar--primary a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[inert]")).to_have_count(0)


@pytest.mark.one_language
def test_groups_beside_the_page_unfold_by_key_in_a_course_without_tabs(
    new_visitor: Callable[..., Visitor], build: Build, serve_directory: ServeDirectory
) -> None:
    with serve_directory(build("other", OTHER_COURSE, PYTHONHASHSEED="1") / "site") as url:
        unfold(new_visitor(url).open("de/umtopfen/"))


def unfold(page: Page) -> None:
    page.locator(".md-nav--lifted").evaluate("menu => menu.classList.remove('md-nav--lifted')")
    group = page.locator(".md-sidebar--primary .md-nav__item--nested").last
    label, links = group.locator("label.md-nav__link"), group.get_by_role("link")
    expect(links.first).not_to_be_visible()
    for key, opened in (("Enter", True), ("Space", False)):
        label.press(key)
        expect(label).to_be_focused()
        expect(label).to_have_role("button")
        expect(label).to_have_attribute("aria-expanded", str(opened).lower())
        expect(links.first).to_be_visible(visible=opened)


# Colours, folded parts, tables ----------------------------------------------------------------------------------------


@pytest.mark.one_language
@pytest.mark.parametrize(
    ("kept", "scheme"),
    [
        ('{"index": 0, "color": {"media": "(prefers-color-scheme: light)", "scheme": "default"}}', "default"),
        ('{"color": {"scheme": "gone"}}', "slate"),
        ("null", "slate"),
        ("[", "slate"),
    ],
)
def test_a_scheme_that_was_kept_is_shown_as_far_as_it_is_known(
    new_visitor: Callable[..., Visitor], address: str, kept: str, scheme: str
) -> None:
    visitor = new_visitor(color_scheme="dark")
    keep = f"localStorage.setItem('/.__palette', {kept!r})"
    visitor.context.add_init_script(f"if (location.protocol !== 'about:') {keep}")
    page = visitor.open(address)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    expect(page.locator("[data-md-component=palette] button:visible")).to_have_attribute("data-md-color-scheme", scheme)
    page.emulate_media(color_scheme="light")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme === 'dark'") == (scheme == "slate")
    assert page.evaluate("localStorage.getItem('/.__palette')") == kept


@pytest.mark.one_language
def test_a_choice_that_is_kept_is_kept_by_its_name_alone(visitor: Visitor, address: str, page: Page) -> None:
    visitor.open(address)
    page.locator("[data-md-component=palette] button:visible").click()
    assert page.evaluate("JSON.parse(localStorage.getItem('/.__palette'))") == {"color": {"scheme": "slate"}}
    expect(page.locator("body")).not_to_have_attribute("data-md-color-switching", re.compile(""))


@pytest.mark.one_language
def test_what_paper_has_unfolded_is_folded_again(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    path = next(path for path, found in course.pages[lang].items() if "\n??? " in found.body)
    visitor.open(f"{lang}/{course.address(lang, path)}")
    folded = page.locator("article details:not([open])")
    page.locator("article summary").first.click()
    before = folded.count()
    page.pdf()
    expect(folded).to_have_count(before)


def test_without_script_a_wide_table_scrolls_in_its_own_box(
    visitor_without_script: Visitor, course: Course, lang: str
) -> None:
    path = next(path for path, found in course.pages[lang].items() if "\n|---|" in found.body)
    page = visitor_without_script.open(f"{lang}/{course.address(lang, path)}")
    expect(page.locator("article table:not([class])").first).to_be_visible()
    expect(page.locator("article :not(.md-typeset__table) > table:not([class])")).to_have_count(0)
    expect(page.locator(".md-typeset__scrollwrap").first).to_have_css("overflow-x", "auto")


@pytest.mark.one_language
def test_nothing_of_the_theme_runs(visitor: Visitor, address: str, page: Page) -> None:
    asked: list[str] = []
    visitor.context.on("request", lambda request: asked.append(request.url))
    visitor.open(address)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/javascripts/" in url] == []
    assert page.evaluate("Object.keys(window).filter((name) => /^__md|\\$$/.test(name))") == []


@pytest.mark.one_language
def test_icons_are_seen_in_forced_colours(new_visitor: Callable[..., Visitor], lang: str) -> None:
    page = new_visitor(forced_colors="active").open(f"{lang}/")
    icons = page.locator("header :not([type=reset]) > svg:visible").all()  # nothing is there to reset
    assert icons
    for icon in icons:
        darkest, lightest = cast("tuple[int, int]", Image.open(BytesIO(icon.screenshot())).convert("L").getextrema())
        assert lightest - darkest > 128
