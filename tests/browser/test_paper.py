"""The quiz on paper: all questions with their numbers, on three sheets at most."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser.resultpage import ResultPage, lines_of
from playwright.sync_api import expect

if TYPE_CHECKING:
    from browser.visitor import Visitor
    from playwright.sync_api import Page
    from sitegen.course import Course
    from sitegen.models import QuizFile

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
    return len(PAGE_OBJECT.findall(page.pdf(format="A4", margin=MARGIN)))  # type: ignore[arg-type]


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


def test_numbers_stand_in_place_of_links(paper: ResultPage) -> None:
    looks = paper.key.locator("li a").evaluate_all(
        """(links) => links.map((link) => {
             const { color, textDecorationLine } = getComputedStyle(link);
             return [color === getComputedStyle(link.parentElement).color, textDecorationLine];
           })"""
    )
    assert looks
    assert {tuple(look) for look in looks} == {(True, "none")}


def test_nothing_but_the_key_is_printed(paper: ResultPage) -> None:
    expect(paper.key).to_be_visible()
    for other in ("nav", "header", "footer", ".quiz", "#quiz-key > summary", "#quiz-key ~ *"):
        for element in paper.page.locator(other).all():
            expect(element).to_be_hidden()
    title = paper.page.locator("h1")
    expect(title).to_be_visible()
    assert lines_of(paper.page.locator("article"))[0] == " ".join(title.inner_text().split())
