"""The examples: the filter above their list, and the quiz opened with their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.survey import SCHEMES, examine, wear
from browser.visitor import DESKTOP, PHONE
from playwright.sync_api import expect
from sitegen.kinds.examples import EXAMPLES
from sitegen.kinds.quiz import QUIZ

if TYPE_CHECKING:
    from browser.quizpage import QuizPage
    from browser.visitor import Visitor
    from playwright.sync_api import Locator, Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz.shape import QuizFile


@pytest.fixture
def address(course: Course, lang: str) -> str:
    place = course.place_of("examples")
    assert place
    return f"{lang}/{course.address(lang, place)}"


def cards(page: Page) -> Locator:
    return page.locator(".card[data-sector]:visible")


def ids(page: Page) -> list[str]:
    found: list[str] = cards(page).locator("h2").evaluate_all("titles => titles.map((title) => title.id)")
    return found


def with_outcome(course: Course, outcome: str) -> list[str]:
    return [e.id for e in EXAMPLES.of(course) if outcome in {run.outcome for run in e.quiz.values()}]


@pytest.mark.one_language
def test_the_filter_shows_the_examples_of_a_result(
    visitor: Visitor, course: Course, quiz: QuizFile, page: Page, address: str
) -> None:
    visitor.open(address)
    expect(cards(page)).to_have_count(len(EXAMPLES.of(course)))
    for outcome in quiz.outcomes:
        page.locator("select[name=outcome]").select_option(outcome.id)
        assert ids(page) == with_outcome(course, outcome.id)
        expect(page.get_by_role("status").filter(visible=True).first).to_contain_text(str(len(ids(page))))
    page.reload()
    assert ids(page) == with_outcome(course, quiz.outcomes[-1].id)


@pytest.mark.one_language
def test_the_filter_shows_one_sector_nothing_and_all_again(
    visitor: Visitor, course: Course, page: Page, address: str
) -> None:
    visitor.open(address)
    example = EXAMPLES.of(course)[-1]
    status = page.locator("#filter [role=status]")
    page.locator("select[name=sector]").select_option(example.id)
    assert ids(page) == [example.id]
    outcome = next(o.id for o in QUIZ.of(course).outcomes if example.id not in with_outcome(course, o.id))  # type: ignore[union-attr]
    one = status.text_content()
    page.locator("select[name=outcome]").select_option(outcome)
    assert ids(page) == []
    assert status.text_content() not in {"", one}
    assert page.evaluate("location.hash") == f"#sector={example.id}&outcome={outcome}"
    page.locator("#filter [type=reset]").click()
    expect(cards(page)).to_have_count(len(EXAMPLES.of(course)))
    assert page.evaluate("location.hash") == ""


@pytest.mark.one_language
@pytest.mark.parametrize("fragment", ["outcome=nonsense", "sector=&outcome=", "nonsense=1", "%"])
def test_an_address_that_means_nothing_shows_all(
    visitor: Visitor, course: Course, page: Page, address: str, fragment: str
) -> None:
    visitor.open(f"{address}#{fragment}")
    expect(page.locator("#filter")).to_be_visible()
    expect(cards(page)).to_have_count(len(EXAMPLES.of(course)))


@pytest.mark.one_language
def test_a_section_s_address_shows_the_section_whatever_was_chosen(
    visitor: Visitor, course: Course, page: Page, address: str
) -> None:
    visitor.open(f"{address}#sector={EXAMPLES.of(course)[0].id}")
    expect(cards(page)).to_have_count(1)
    page.evaluate("id => { location.hash = id }", EXAMPLES.of(course)[-1].id)
    expect(cards(page)).to_have_count(len(EXAMPLES.of(course)))
    expect(page.locator(f"#{EXAMPLES.of(course)[-1].id}")).to_be_in_viewport()


@pytest.mark.one_language
def test_a_link_inside_the_page_changes_no_choice(
    visitor: Visitor, course: Course, lang: str, page: Page, address: str
) -> None:
    visitor.open(f"{address}#sector={EXAMPLES.of(course)[0].id}")
    page.evaluate("id => { location.hash = id }", course.pages[lang][str(course.place_of("examples"))].headings[0].id)
    expect(cards(page)).to_have_count(1)


@pytest.mark.one_language
def test_the_choice_holds_in_the_other_language(
    visitor: Visitor, course: Course, other: str, page: Page, address: str
) -> None:
    visitor.open(f"{address}#sector={EXAMPLES.of(course)[1].id}")
    page.click(f"header a[hreflang={other}]")
    page.wait_for_url(visitor.url(f"{other}/") + "**")
    expect(cards(page)).to_have_count(1)
    assert ids(page) == [EXAMPLES.of(course)[1].id]


@pytest.mark.one_language
def test_the_filter_breaks_no_rule(visitor: Visitor, course: Course, page: Page, address: str) -> None:
    visitor.open(f"{address}#sector={EXAMPLES.of(course)[0].id}")
    page.set_viewport_size(PHONE)
    expect(page.locator("#filter")).to_be_visible()
    for scheme in SCHEMES:
        wear(page, scheme)
        assert examine(page, "article") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.one_language
def test_without_script_all_is_shown_and_nothing_to_filter(
    visitor_without_script: Visitor, course: Course, address: str
) -> None:
    page = visitor_without_script.open(address)
    expect(cards(page)).to_have_count(len(EXAMPLES.of(course)))
    expect(page.locator("#filter")).not_to_be_visible()


def own_address(course: Course, lang: str, example: str) -> str:
    return f"{lang}/{course.address(lang, f'examples/{example}.md')}"


@pytest.mark.one_language
def test_a_card_leads_to_its_example_wherever_it_is_clicked(
    visitor: Visitor, course: Course, lang: str, page: Page, address: str, quiz_page: QuizPage
) -> None:
    for example in EXAMPLES.of(course)[:2]:
        visitor.open(address)
        card = page.locator(".card").filter(has=page.locator(f"#{example.id}"))
        expect(card.locator("a:not(.section-link):visible")).to_have_count(1)
        ends = [quiz_page.shown(quiz_page.outcome(run.outcome).title) for run in example.quiz.values()]
        expect(card.locator(".end dd")).to_have_text(ends)
        box = card.bounding_box()
        assert box
        card.click(position={"x": box["width"] - 9, "y": box["height"] - 9})
        page.wait_for_url(visitor.url(own_address(course, lang, example.id)))


@pytest.mark.one_language
def test_all_can_be_shown_only_while_something_is_not(
    visitor: Visitor, course: Course, page: Page, address: str
) -> None:
    visitor.open(address)
    reset = page.locator("#filter [type=reset]")
    expect(page.locator("#filter")).to_be_visible()
    expect(reset).not_to_be_visible()
    page.locator("select[name=sector]").select_option(EXAMPLES.of(course)[0].id)
    reset.press("Enter")
    expect(reset).not_to_be_visible()
    expect(page.locator("select[name=sector]")).to_be_focused()


def test_the_two_sides_of_an_example_stand_side_by_side(
    visitor: Visitor, course: Course, lang: str, page: Page
) -> None:
    example = EXAMPLES.of(course)[0]
    visitor.open(own_address(course, lang, example.id))
    titles = [page.locator(f"#{side}") for side in example.quiz]
    for size, name in ((DESKTOP, "y"), (PHONE, "x")):
        page.set_viewport_size(size)
        first, second = (title.bounding_box() for title in titles)
        assert first
        assert second
        assert first[name] == second[name]  # type: ignore[literal-required]
        assert (first["x"], first["y"]) < (second["x"] + 1, second["y"] + 1)


def test_the_answer_sheet_sets_answers_in_a_column(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    visitor.open(f"{lang}/{course.address(lang, str(course.place_of('answer_sheet')))}")
    for media in ("screen", "print"):
        page.emulate_media(media=media)  # type: ignore[arg-type]
        lists = page.locator(".answers").evaluate_all(
            """(lists) => lists.map((list) => [...list.children].map(({ children: [asked, given] }) => {
                 const [left, right] = [asked.getBoundingClientRect(), given.getBoundingClientRect()];
                 return [left.y === right.y && left.right < right.x, right.x];
               }))"""
        )
        assert len(lists) == sum(len(example.quiz) for example in EXAMPLES.of(course))
        for found in lists:
            assert [beside for beside, _ in found] == [True] * len(found)
            assert len({x for _, x in found}) == 1


LINKS_TO_THE_QUIZ = """async (address) => {
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  return [...page.querySelectorAll('article a[href*="#d="]')]
    .map((link) => new URL(link.getAttribute("href"), address).href);
}"""


def test_every_example_opens_the_quiz_with_its_result(
    visitor: Visitor, course: Course, lang: str, page: Page, quiz_page: QuizPage
) -> None:
    quiz_page.open()
    for example in EXAMPLES.of(course):
        hrefs = page.evaluate(LINKS_TO_THE_QUIZ, visitor.url(own_address(course, lang, example.id)))
        assert len(hrefs) == len(example.quiz)
        for href, run in zip(hrefs, example.quiz.values(), strict=True):
            address, _, fragment = href.partition("#")
            assert address == visitor.url(quiz_page.address)
            quiz_page.follow_fragment(fragment)
            quiz_page.expect_outcome(run.outcome)
            assert page.url == href


@pytest.mark.one_language
def test_an_example_in_a_chapter_opens_the_quiz(
    visitor: Visitor, course: Course, lang: str, page: Page, quiz_page: QuizPage
) -> None:
    example = next(example for example in EXAMPLES.of(course) if course.place_of("example", example.id))
    visitor.open(f"{lang}/{course.address(lang, str(course.place_of('example', example.id)))}")
    section = page.locator(".example").filter(has=page.locator(f"#example-{example.id}"))
    section.locator('a[href*="#d="]').first.click()
    quiz_page.expect_outcome(next(iter(example.quiz.values())).outcome)
