"""The quiz without its script: a key of numbered columns, from link to link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.quizpage import QuizPage
from playwright.sync_api import expect
from sitegen.language.typography import polish

if TYPE_CHECKING:
    from browser.visitor import Visitor
    from playwright.sync_api import Locator
    from sitegen.course.course import Course
    from sitegen.kinds.quiz import graph


@pytest.fixture
def key_page(visitor_without_script: Visitor, course: Course, lang: str) -> QuizPage:
    return QuizPage(visitor_without_script, course, lang)


@pytest.mark.one_language
def test_every_outcome_is_reached_by_links(key_page: QuizPage, course: Course, shortest: dict[str, graph.Path]) -> None:
    for outcome, path in shortest.items():
        expect_way(key_page, path)
        address = f"{key_page.lang}/{course.address(key_page.lang, f'outcomes/{outcome}.md')}"
        assert key_page.page.url == key_page.visitor.url(address)
        title = polish(key_page.outcome(outcome).title, key_page.lang)
        expect(key_page.page.locator("h1")).to_have_text(title)


def expect_way(key_page: QuizPage, path: graph.Path) -> None:
    """Take all links of a path, the last one included."""
    key_page.open()
    expect(key_page.app).to_be_hidden()
    expect(column(key_page, path.steps[0])).to_have_text("1")
    for step, following in zip(path.steps, path.steps[1:], strict=False):
        number = follow(key_page, step)
        assert key_page.page.url == key_page.visitor.url(f"{key_page.address}#key-{following.node}")
        expect(column(key_page, following)).to_have_text(number)
        expect(column(key_page, following)).to_be_in_viewport()
        expect(heading(key_page, following)).to_be_in_viewport()
    follow(key_page, path.steps[-1])


def column(key_page: QuizPage, step: graph.Step) -> Locator:
    return key_page.key.locator(f"#key-{step.node}")


def heading(key_page: QuizPage, step: graph.Step) -> Locator:
    title = polish(key_page.question(step.question).title, key_page.lang)
    return key_page.key.get_by_role("heading", name=title, exact=True)


def follow(key_page: QuizPage, step: graph.Step) -> str:
    """Take the link of an answer in the step's column; return what it said."""
    title = polish(key_page.question(step.question).title, key_page.lang)
    label = polish(key_page.question(step.question).options[step.option].label, key_page.lang)
    table = key_page.key.get_by_role("table", name=title, exact=True)
    header = key_page.page.get_by_role("rowheader", name=label, exact=True)
    place = column(key_page, step).evaluate("column => column.cellIndex")
    link = table.get_by_role("row").filter(has=header).locator(":scope > *").nth(place).get_by_role("link")
    said = link.inner_text()
    link.click()
    return said
