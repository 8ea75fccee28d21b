"""Accessibility: the rules that axe knows, and what only Tab shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser.quizpage import QuizPage
from browser.survey import SCHEMES, examine, wear
from browser.visitor import DESKTOP, NARROW, PHONE
from playwright.sync_api import expect
from sitegen.kinds.before_after import BEFORE_AFTER
from sitegen.kinds.examples import EXAMPLES
from sitegen.show import around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser.survey import Survey
    from browser.visitor import Visitor
    from playwright.sync_api import Page, Route, ViewportSize
    from sitegen.course.course import Course
    from sitegen.kinds.quiz import graph

# What axe finds -------------------------------------------------------------------------------------------------------


LOOKS = [(size, scheme) for size in (DESKTOP, PHONE) for scheme in SCHEMES]
"""Large and small, light and dark."""


def broken(page: Page, size: ViewportSize, scheme: str, context: str = "document") -> list[str]:
    """Return the rules that a page breaks in this look."""
    page.set_viewport_size(size)
    wear(page, scheme)
    return examine(page, context)


def test_pages_break_no_rule(survey: Survey, lang: str) -> None:
    examined = {path: sight.violations for path, sight in survey[lang].items() if sight.violations}
    assert examined
    assert {path: found for path, found in examined.items() if any(found.values())} == {}


def test_pages_are_examined_in_all_sizes_and_schemes(survey: Survey, course: Course) -> None:
    looks = {f"{size['width']} {scheme}" for size, scheme in LOOKS}
    for path, sight in survey[course.source].items():
        seen = {look for lang in course.languages for look in survey[lang][path].violations}
        assert seen == (looks if sight.violations else set())


def states(quiz_page: QuizPage, shortest: dict[str, graph.Path]) -> Iterator[str]:
    """Bring the quiz into each of its states."""
    quiz_page.open()
    yield "first question"
    quiz_page.proceed()
    yield "error"
    quiz_page.follow_fragment("nonsense=1")
    yield "notice"
    for outcome, path in shortest.items():
        quiz_page.follow_fragment(quiz_page.fragment_of(path.answers))
        quiz_page.expect_outcome(outcome)
        yield outcome
    quiz_page.page.go_back()
    quiz_page.page.evaluate("document.querySelector('#quiz-key').open = true")
    yield "key open"


def test_the_quiz_breaks_no_rule_in_any_state(
    quiz_page: QuizPage, shortest: dict[str, graph.Path], course: Course, page: Page
) -> None:
    """Each state in two looks, and in the two others in the other language."""
    for number, state in enumerate(states(quiz_page, shortest)):
        turn = (number + course.languages.index(quiz_page.lang)) % 2
        for look in (LOOKS[turn], LOOKS[3 - turn]):
            assert broken(page, *look, "article") == [], (state, look)


@pytest.mark.one_language
def test_pages_about_missing_pages_break_no_rule(visitor: Visitor, lang: str, page: Page) -> None:
    for address in (f"{lang}/nothing/here/", "nothing-here"):
        visitor.open_missing(address)
        for look in LOOKS:
            assert broken(page, *look) == [], (address, look)


@pytest.mark.one_language
def test_the_choice_of_languages_breaks_no_rule(visitor: Visitor, page: Page) -> None:
    """Seen without its own script, which would go on at once; axe needs a browser with scripts."""

    def without_script(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r"<script>.*?</script>", "", answer.text(), flags=re.DOTALL))

    page.route(visitor.base_url, without_script)
    visitor.open()
    page.unroute(visitor.base_url)
    assert page.url == visitor.base_url
    for look in LOOKS:
        assert broken(page, *look) == [], look


# What Tab shows -------------------------------------------------------------------------------------------------------

FOCUSED = """(before) => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  globalThis.stops = before ? globalThis.stops : [];
  const known = globalThis.stops.indexOf(focused);
  if (known < 0) globalThis.stops.push(focused);
  const ringed = (element) => {
    const { outlineStyle, outlineWidth, outlineColor, visibility } = getComputedStyle(element);
    const { width, height, right, bottom } = element.getBoundingClientRect();
    const drawn = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 && !/^rgba.* 0\\)$/.test(outlineColor);
    return drawn && visibility === "visible" && width * height > 1 && right > 0 && bottom > 0;
  };
  const { left, top, width, height } = focused.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  const own = focused.matches("input") ? [focused, ...focused.labels, focused.nextElementSibling] : [focused];
  return {
    known,
    html: focused.outerHTML.slice(0, 100),
    kind: focused.type === "radio" ? "radio" : focused.localName,
    visible: own.filter(Boolean).some(ringed),
    covered: !seen || !(focused.contains(seen) || seen.contains(focused)),
    name: focused.ariaLabel ?? focused.textContent.trim().replace(/\\s+/g, " "),
    inDrawer: Boolean(focused.closest(".md-sidebar--primary")),
  };
}"""


def stops(page: Page) -> list[dict[str, str]]:
    """Press Tab from where the focus is until it is back at the first stop; return where it stopped.

    Between the last stop and the first, the browser rests on the page itself, but not each time.
    """
    found: list[dict[str, str]] = []
    for _ in range(300):
        page.keyboard.press("Tab")
        if stop := page.evaluate(FOCUSED, len(found)):
            if stop["known"] >= 0:
                assert stop["known"] == 0, f"Tab goes in a circle: {stop['html']}"
                return found
            found.append(stop)
    raise AssertionError("Tab never comes back to the first stop")


def test_focus_is_visible_at_every_stop(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    path = next(path for path, found in course.pages[lang].items() if "\n??? " in found.body)
    visitor.open(f"{lang}/{course.address(lang, path)}")
    found = stops(page)
    assert {"a", "summary", "input"} <= {stop["kind"] for stop in found}
    assert [stop["html"] for stop in found if not stop["visible"]] == []


def test_focus_is_visible_in_the_quiz_and_never_in_the_closed_menu(quiz_page: QuizPage, page: Page) -> None:
    page.set_viewport_size(PHONE)
    quiz_page.open()
    found = stops(page)
    assert {"a", "button", "radio", "summary"} <= {stop["kind"] for stop in found}
    assert [stop["html"] for stop in found if not stop["visible"]] == []
    assert [stop["html"] for stop in found if stop["inDrawer"]] == []


@pytest.mark.one_language
def test_a_table_takes_the_focus_while_it_is_wider_than_its_place(
    visitor: Visitor, course: Course, lang: str, page: Page
) -> None:
    chapters = (chapter.page for chapter in course.file.chapters)
    path = next(path for path in chapters if "\n|---|" in course.pages[lang][path].body)
    visitor.open(f"{lang}/{course.address(lang, path)}")
    box = page.locator(".md-typeset__scrollwrap").first
    expect(box).not_to_have_attribute("tabindex", "0")
    box.locator("td").first.evaluate("cell => { cell.style.whiteSpace = 'nowrap'; cell.textContent += 'x'.repeat(99) }")
    page.set_viewport_size(PHONE)
    expect(box).to_have_attribute("tabindex", "0")
    expect(box).to_have_role("region")
    expect(box).to_have_accessible_name(re.compile(r"\w"))
    page.set_viewport_size({"width": 1800, "height": 800})
    box.locator("td").first.evaluate("cell => { cell.textContent = '' }")
    page.set_viewport_size(DESKTOP)
    expect(box).not_to_have_attribute("tabindex", "0")
    expect(box).not_to_have_attribute("role", "region")


TABLET: ViewportSize = {"width": 1024, "height": 768}


@pytest.mark.one_language
@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_tab_shows_and_opens_all_of_the_open_menu_and_nothing_behind_it(
    visitor: Visitor, course: Course, lang: str, page: Page, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    visitor.open(f"{lang}/{course.address(lang, course.file.chapters[0].page)}")
    page.locator("header [data-opens=__drawer]").press("Enter")
    closed = page.locator(".md-sidebar--primary button:visible[aria-expanded=false]")
    for _ in range(closed.count()):
        closed.first.press("Enter")
    expect(closed).to_have_count(0)
    page.evaluate("Promise.all(document.getAnimations().map((animation) => animation.finished))")
    found = stops(page)
    assert [stop["html"] for stop in found if not stop["visible"] or stop["covered"]] == []
    assert [stop["name"] for stop in found if not stop["inDrawer"]] == [around.labels(course, lang)["close"]]
    links = page.locator(".md-sidebar--primary li a:visible")
    assert len([stop for stop in found if stop["kind"] == "a"]) >= links.count() > 0


BELOW_HEADER = """() => {
  const { top } = document.activeElement.getBoundingClientRect();
  return top >= document.querySelector("header").getBoundingClientRect().bottom - 1;
}"""


@pytest.mark.one_language
@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["desktop", "narrow"])
def test_what_takes_the_focus_is_never_below_the_header(
    visitor: Visitor, course: Course, lang: str, page: Page, size: ViewportSize
) -> None:
    """Going backwards from the end, as Shift+Tab does."""
    page.set_viewport_size(size)
    visitor.open(f"{lang}/{course.address(lang, course.file.chapters[0].page)}")
    page.locator("footer a").first.focus()
    covered, inside = [], 0
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.closest('article') !== null"):
            inside += 1
            if not page.evaluate(BELOW_HEADER):
                covered.append(page.evaluate("document.activeElement.outerHTML"))
    assert inside > 20
    assert covered == []


@pytest.mark.one_language
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_skip_link_leads_to_the_content(
    quiz_page: QuizPage, page: Page, size: ViewportSize, longest: graph.Path
) -> None:
    page.set_viewport_size(size)
    quiz_page.open({longest.steps[0].question: longest.steps[0].option})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('a[href^=\"#\"]')")
    assert page.evaluate(FOCUSED)["visible"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('article h1') === document.activeElement")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('article').contains(document.activeElement)")
    quiz_page.expect_question(longest.steps[1].question)


@pytest.mark.one_language
@pytest.mark.parametrize("widget", ["quiz", "sorting", "before_after", "examples"])
def test_the_skip_link_leaves_alone_what_a_widget_keeps_in_the_address(
    visitor: Visitor, quiz_page: QuizPage, course: Course, lang: str, page: Page, longest: graph.Path, widget: str
) -> None:
    fragment = {
        "quiz": quiz_page.fragment_of({longest.steps[0].question: longest.steps[0].option}),
        "sorting": "seed=1234",
        "before_after": "&".join(f"{pair.id}={pair.choices[0]}" for pair in BEFORE_AFTER.of(course)),
        "examples": f"sector={EXAMPLES.of(course)[0].id}",
    }[widget]
    visitor.open(f"{lang}/{course.address(lang, str(course.place_of(widget)))}#{fragment}")
    length = page.evaluate("history.length")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('article').contains(document.activeElement)")
    assert page.evaluate("[location.hash, history.length]") == [f"#{fragment}", length]


@pytest.mark.one_language
def test_a_section_in_the_address_does_not_make_the_language_link_forget_the_answers(
    quiz_page: QuizPage, course: Course, lang: str, other: str, page: Page, longest: graph.Path
) -> None:
    quiz_page.open({longest.steps[0].question: longest.steps[0].option})
    section = course.pages[lang][str(course.place_of("quiz"))].headings[0].id
    page.evaluate("section => { location.hash = section }", section)
    page.locator(f"header a[hreflang={other}]").click()
    page.wait_for_url(f"**/{other}/**")
    QuizPage(quiz_page.visitor, course, other).expect_question(longest.steps[1].question)
