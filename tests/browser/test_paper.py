"""Pages on paper: where their sheets end, and the quiz with all its questions on three sheets at most."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser.resultpage import ResultPage, lines_of
from playwright.sync_api import expect

if TYPE_CHECKING:
    from browser.survey import Survey
    from browser.visitor import Visitor
    from playwright.sync_api import Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz.shape import QuizFile

MILLIMETRE = 96 / 25.4
SHEETS = 3
SMALLEST = 8.5
"""Points."""
MARGIN = dict.fromkeys(("top", "bottom", "left", "right"), "1cm")
PAGE_OBJECT = re.compile(rb"/Type\s*/Page\b(?!s)")


@pytest.fixture
def paper(visitor_without_script: Visitor, course: Course, lang: str) -> ResultPage:
    found = ResultPage(visitor_without_script, course, lang)
    found.open()
    found.page.emulate_media(media="print")
    return found


def sheets(page: Page) -> int:
    """Count the sheets with the margins that the site asks for, and with a printer's own; return the larger number."""
    printed = page.pdf(format="A4"), page.pdf(format="A4", margin=MARGIN)  # type: ignore[arg-type]
    return max(len(PAGE_OBJECT.findall(pdf)) for pdf in printed)


# Any page -------------------------------------------------------------------------------------------------------------


def written(course: Course, lang: str) -> list[str]:
    return [path for path, page in course.pages[lang].items() if not page.generated]


def test_no_sheet_ends_at_a_wrong_place(survey: Survey, course: Course, lang: str) -> None:
    assert {path: survey[lang][path].parted for path in written(course, lang) if survey[lang][path].parted} == {}


def test_cards_to_cut_out_are_large(visitor: Visitor, course: Course, lang: str) -> None:
    path = next(path for path in written(course, lang) if 'class="cut"' in course.pages[lang][path].body)
    page = visitor.open(f"{lang}/{course.address(lang, path)}")
    cards = page.locator(".cut li")
    tops = cards.evaluate_all("cards => cards.map((card) => card.getBoundingClientRect().top)")
    assert len(set(tops)) < len(tops)  # on a screen, cards lie side by side too
    page.emulate_media(media="print")
    for card in cards.all():
        box = card.bounding_box()
        assert box
        assert box["height"] >= 40 * MILLIMETRE
        assert float(card.evaluate("card => parseFloat(getComputedStyle(card).fontSize)")) >= 12 * 96 / 72


def test_nothing_is_printed_larger_than_the_text(survey: Survey, course: Course, lang: str) -> None:
    assert {path: survey[lang][path].larger for path in written(course, lang) if survey[lang][path].larger} == {}


@pytest.mark.one_language
def test_a_summary_is_printed_with_one_sign(visitor: Visitor, course: Course, lang: str) -> None:
    path = next(path for path in written(course, lang) if "\n??? " in course.pages[lang][path].body)
    page = visitor.open(f"{lang}/{course.address(lang, path)}")
    page.emulate_media(media="print")
    signs = page.locator("article summary").evaluate_all(
        """(summaries) => summaries.map((summary) => [
             getComputedStyle(summary).display === "list-item",
             ...["::before", "::after"].map((sign) => {
               const { content, display } = getComputedStyle(summary, sign);
               return content !== "none" && display !== "none";
             })])"""
    )
    assert signs
    assert {tuple(sign) for sign in signs} == {(False, True, False)}


# The key --------------------------------------------------------------------------------------------------------------


def test_the_key_fits_on_three_sheets(paper: ResultPage) -> None:
    assert 1 <= sheets(paper.page) <= SHEETS


def test_the_key_fits_on_three_sheets_with_the_script_too(visitor: Visitor, course: Course, lang: str) -> None:
    quiz_page = ResultPage(visitor, course, lang)
    quiz_page.open()
    quiz_page.page.emulate_media(media="print")
    assert 1 <= sheets(quiz_page.page) <= SHEETS


def test_the_key_is_not_made_to_fit_by_small_type(paper: ResultPage) -> None:
    sizes = paper.key.locator("*").evaluate_all(
        """(elements) => elements.filter((element) => element.innerText && element.getClientRects().length)
             .map((element) => parseFloat(getComputedStyle(element).fontSize))"""
    )
    assert min(sizes) >= SMALLEST * 96 / 72


def test_the_key_is_complete(paper: ResultPage, quiz: QuizFile) -> None:
    """Each node once, with its question and answers, and each answer with a number or a result."""
    ids = paper.key.locator("h3").evaluate_all("titles => titles.map((title) => title.id.replace('key-', ''))")
    numbers = {node: number for number, node in enumerate(ids, 1)}
    assert sorted(numbers) == sorted(quiz.nodes)
    assert ids[0] == quiz.start
    expected = []
    for name, number in numbers.items():
        node = quiz.nodes[name]
        expected.append(f"{number}. {paper.title(node.ask)}")
        if hint := paper.question(node.ask).hint:
            expected.append(paper.shown(hint))
        for option, target in node.goto.items():
            leads = numbers[target.node] if target.node else paper.outcome_title(str(target.outcome))
            assert not target.node or numbers[target.node] > number
            expected.append(f"{paper.label(node.ask, option)} → {leads}")
    printed = lines_of(paper.key)
    assert printed[printed.index(expected[0]) :] == expected


@pytest.mark.one_language
def test_numbers_stand_in_place_of_links(paper: ResultPage) -> None:
    looks = paper.key.locator("li a").evaluate_all(
        """(links) => links.map((link) => {
             const { color, textDecorationLine } = getComputedStyle(link);
             return [color === getComputedStyle(link.parentElement).color, textDecorationLine];
           })"""
    )
    assert looks
    assert {tuple(look) for look in looks} == {(True, "none")}


@pytest.mark.one_language
def test_nothing_but_the_key_is_printed(paper: ResultPage) -> None:
    expect(paper.key).to_be_visible()
    for other in ("nav", "header", "footer", ".quiz", "#quiz-key > summary", "#quiz-key ~ *"):
        for element in paper.page.locator(other).all():
            expect(element).to_be_hidden()
    title = paper.page.locator("h1")
    expect(title).to_be_visible()
    assert lines_of(paper.page.locator("article"))[0] == " ".join(title.inner_text().split())


def test_an_arrow_stays_with_what_it_leads_to(paper: ResultPage) -> None:
    targets = paper.key.locator(".quiz-target").all_text_contents()
    assert targets
    assert [target for target in targets if not re.fullmatch(r"→\u00a0\S.*", target)] == []
