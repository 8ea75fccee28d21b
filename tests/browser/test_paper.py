"""Pages on paper: where their sheets end, and the quiz with all its questions on three sheets at most."""

from __future__ import annotations

import re
from string import ascii_uppercase
from typing import TYPE_CHECKING

import pytest
from browser.resultpage import ResultPage, lines_of, texts_of
from playwright.sync_api import expect
from sitegen.kinds.quiz import graph

if TYPE_CHECKING:
    from browser.survey import Survey
    from browser.visitor import Visitor
    from playwright.sync_api import Locator, Page
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
    page = visitor.open(f"{lang}/{course.address(lang, str(course.place_of('cards')))}")
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


@pytest.mark.one_language
def test_a_result_is_printed_unfolded(visitor: Visitor, course: Course, lang: str, longest: graph.Path) -> None:
    result_page = ResultPage(visitor, course, lang)
    result_page.open(longest.answers)
    result_page.expect_path(longest)
    labels = {result_page.label(*answer) for answer in longest.answers.items()}
    assert not labels <= {*lines_of(result_page.app)}
    result_page.page.emulate_media(media="print")
    assert labels <= {*lines_of(result_page.app)}
    for fold in result_page.app.locator("details > summary ~ *").all():
        expect(fold).to_be_visible()


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
    """Each question once, with a line for each answer and a column for each node; last the results, by letters."""
    columns = paper.key.locator("thead th").evaluate_all("cells => cells.map((cell) => cell.id.replace('key-', ''))")
    numbers = {name: str(number) for number, name in enumerate(columns, 1)}
    assert sorted(numbers) == sorted(quiz.nodes)
    assert columns[0] == quiz.start
    letters = {outcome.id: letter for outcome, letter in zip(quiz.outcomes, ascii_uppercase, strict=False)}
    expected: list[list[str]] = []
    for question in dict.fromkeys(quiz.nodes[name].ask for name in columns):
        asking = [name for name in columns if quiz.nodes[name].ask == question]
        told = [paper.title(question), *filter(None, [paper.shown(paper.question(question).hint or "")])]
        expected += [told, ["", *(numbers[name] for name in asking)]]
        for option in graph.options(quiz)[question]:
            targets = [quiz.nodes[name].goto[option] for name in asking]
            leads = [numbers[target.node] if target.node else letters[str(target.outcome)] for target in targets]
            expected.append([paper.label(question, option), *leads])
    assert [part for asked in paper.key.locator(".quiz-asked").all() for part in parts_of(asked)] == expected
    results = [line for outcome, letter in letters.items() for line in result_of(paper, outcome, letter)]
    assert lines_of(paper.key.locator(".quiz-results")) == results


def parts_of(asked: Locator) -> list[list[str]]:
    """Return what stands above the table of a question, and each line of the table cell by cell."""
    rows = asked.locator("tr").all()
    return [
        texts_of(asked.locator(":scope > h3, :scope > .quiz-hint")),
        *(texts_of(row.locator("th, td")) for row in rows),
    ]


def result_of(paper: ResultPage, outcome: str, letter: str) -> list[str]:
    return [letter, paper.outcome_title(outcome), paper.shown(paper.outcome(outcome).line)]


def test_the_columns_of_the_key_lead_on(paper: ResultPage) -> None:
    """Next to all numbers lead to later ones, so that a reader's pencil goes down the sheets."""
    ways = paper.key.locator("td a[href^='#']").evaluate_all(
        """(links) => links.map((link) => {
             const cell = link.closest("td");
             return [link, cell.closest("table").tHead.rows[0].cells[cell.cellIndex]].map((of) => +of.textContent);
           })"""
    )
    back = [way for way in ways if way[0] <= way[1]]
    assert len(back) <= len(ways) / 20


@pytest.mark.one_language
def test_numbers_stand_in_place_of_links(paper: ResultPage) -> None:
    looks = paper.key.locator("a").evaluate_all(
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
