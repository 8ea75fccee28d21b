"""The link at each section's heading: with a script it copies, without it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from browser.visitor import NARROW, PHONE
from playwright.sync_api import expect
from sitegen.show import around

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
    from playwright.sync_api import Locator, Page
    from sitegen.course.course import Course


class Place(NamedTuple):
    """A page, and its last section."""

    here: str
    section: str
    copied: str
    """The address of the section that holds in every language."""


@pytest.fixture
def place(course: Course, lang: str) -> Place:
    path = course.file.chapters[0].page
    section = [str(heading.id) for heading in course.pages[lang][path].headings if heading.level == 2][-1]
    return Place(f"{lang}/{course.address(lang, path)}", section, f"{course.permanent_address(path)}#{section}")


@pytest.fixture
def words(course: Course, lang: str) -> dict[str, str]:
    found: dict[str, str] = around.words(course, lang)["words"]
    return found


def link_of(page: Page, section: str) -> Locator:
    return page.locator(f"#{section} > .section-link")


def status_of(page: Page) -> Locator:
    return page.locator(".section-status")


WATCH = """(broken) => {
  window.copied = [];
  const clipboard = { writeText: async (text) => {
    if (broken) throw new DOMException("denied", "NotAllowedError");
    window.copied.push(text);
  } };
  Object.defineProperty(navigator, "clipboard", { value: clipboard });
  document.addEventListener("copy", () => window.copied.push(String(document.activeElement.value)));
}"""


def test_a_click_copies_the_address_of_the_section(
    visitor: Visitor, place: Place, words: dict[str, str], page: Page
) -> None:
    visitor.open(place.here)
    page.evaluate(WATCH, arg=False)
    link, title = link_of(page, place.section), page.locator(f"#{place.section}").inner_text()
    link.scroll_into_view_if_needed()
    seen = page.evaluate("[scrollY, document.documentElement.scrollHeight]")
    expect(status_of(page)).to_have_role("status")
    for _ in range(2):
        link.press("Enter")
        expect(status_of(page)).to_have_text(words["section_copied"])
        expect(status_of(page)).to_be_in_viewport()
    assert page.evaluate("copied") == [visitor.url(place.copied)] * 2
    assert page.url == visitor.url(f"{place.here}#{place.section}")
    assert page.evaluate("[scrollY, document.documentElement.scrollHeight]") == seen
    expect(link).to_be_focused()
    assert page.locator(f"#{place.section}").inner_text() == title
    page.go_back()
    assert page.url == visitor.url(place.here)


@pytest.mark.one_language
@pytest.mark.parametrize("secure", [True, False], ids=["refused", "not secure"])
def test_without_the_clipboard_it_is_copied_as_before(
    visitor: Visitor, place: Place, words: dict[str, str], page: Page, *, secure: bool
) -> None:
    visitor.open(place.here)
    page.evaluate(WATCH, arg=True)
    if not secure:
        page.evaluate("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })")
    link = link_of(page, place.section)
    link.click()
    expect(status_of(page)).to_have_text(words["section_copied"])
    assert page.evaluate("copied") == [visitor.url(place.copied)]
    expect(page.locator("textarea")).to_have_count(0)
    expect(link).to_be_focused()


@pytest.mark.one_language
def test_what_cannot_be_copied_is_shown(visitor: Visitor, place: Place, words: dict[str, str], page: Page) -> None:
    visitor.open(place.here)
    page.evaluate(WATCH, arg=True)
    page.evaluate("document.execCommand = () => false")
    link_of(page, place.section).click()
    expect(status_of(page)).to_have_text(f"{words['section_not_copied']} {visitor.url(place.copied)}")


@pytest.mark.one_language
def test_a_click_for_another_window_opens_it(visitor: Visitor, place: Place, page: Page) -> None:
    visitor.open(place.here)
    with visitor.context.expect_page() as opened:
        link_of(page, place.section).click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url(f"**#{place.section}")
    opened.value.close()
    assert page.url == visitor.url(place.here)


def test_without_script_it_leads_to_the_section(visitor_without_script: Visitor, place: Place) -> None:
    page = visitor_without_script.open(place.here)
    link_of(page, place.section).click()
    page.wait_for_url(visitor_without_script.url(place.copied))


def test_headings_keep_their_names(visitor: Visitor, place: Place, page: Page) -> None:
    visitor.open(place.here)
    headings = page.locator("article :is(h2, h3)[id]")
    names = set()
    for heading in headings.all():
        title = str(heading.text_content()).strip()
        expect(heading).to_have_accessible_name(title)
        names.add(heading.locator(".section-link").get_attribute("aria-label"))
        assert title in str(heading.locator(".section-link").get_attribute("aria-label"))
    assert len(names) == headings.count() > 2
    contents = page.locator(".md-nav--secondary .md-nav__link").all_text_contents()
    assert not any("#" in entry for entry in contents)


ALONE = """(links) => links.filter((link) => {
  const words = document.createTreeWalker(link.parentElement, NodeFilter.SHOW_TEXT);
  let last;
  while (words.nextNode()) if (words.currentNode.data.trim()) last = words.currentNode;
  const range = document.createRange();
  range.setStart(last, last.data.trimEnd().length - 1);
  range.setEnd(last, last.data.trimEnd().length);
  const [one, other] = [range, link].map((each) => [...each.getClientRects()].at(-1));
  return Math.abs(one.bottom - other.bottom) > one.height / 2;
}).map((link) => link.parentElement.textContent)"""

REACHED = """(link) => {
  const { right, top, height } = link.getBoundingClientRect();
  const [x, y] = [right - 0.35 * parseFloat(getComputedStyle(link).fontSize), top + height / 2];
  return [[0, -21], [0, 21], [-21, 0], [21, 0]]
    .filter(([across, down]) => document.elementFromPoint(x + across, y + down) !== link);
}"""


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=["phone", "narrow"])
def test_it_keeps_to_the_last_word_and_is_as_large_as_a_thumb(
    visitor: Visitor, course: Course, lang: str, page: Page, size: dict[str, int]
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    for path in [course.file.chapters[0].page, str(course.place_of("examples")), str(course.place_of("outcomes"))]:
        visitor.open(f"{lang}/{course.address(lang, path)}")
        links = page.locator(".section-link")
        assert links.count()
        assert links.evaluate_all(ALONE) == []
        links.last.evaluate("link => link.scrollIntoView({ block: 'center' })")
        assert links.last.evaluate(REACHED) == []
        expect(links.last).to_have_css("opacity", "1")


@pytest.mark.one_language
def test_paper_does_not_show_it(visitor: Visitor, place: Place, page: Page) -> None:
    visitor.open(place.here)
    page.emulate_media(media="print")
    expect(page.locator(".section-link:visible")).to_have_count(0)


@pytest.mark.one_language
def test_the_answers_of_the_quiz_come_back(new_visitor: Callable[..., Visitor], course: Course, lang: str) -> None:
    """A section's address takes the place of the answers only until the reader goes back."""
    visitor = new_visitor(locale=lang)
    page = visitor.open(f"{lang}/{course.address(lang, str(course.place_of('quiz')))}")
    page.locator("#quiz-app input").first.check()
    page.locator("#quiz-app form button").first.click()
    answered, heading = page.url, str(page.locator("#quiz-app h2").text_content())
    page.evaluate("document.querySelector('#quiz-key').open = true")
    page.locator("#quiz-key .section-link").last.click()
    assert page.url != answered
    page.go_back()
    page.wait_for_url(answered)
    expect(page.locator("#quiz-app h2")).to_have_text(heading)
