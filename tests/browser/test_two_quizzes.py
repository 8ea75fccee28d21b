"""Two quizzes on one page, each with its own data: the second one leaves the first and the page alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from browser.resultpage import ResultPage
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from browser.visitor import Visitor
    from playwright.sync_api import Locator, Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz import graph

ADD = """async ([script, data]) => {
  const { startQuiz } = await import(script);
  const root = document.createElement("div");
  root.id = "second";
  root.className = "quiz";
  root.hidden = true;
  document.querySelector("article").append(root);
  startQuiz(root, data);
}"""
PAGE = "[location.href, document.title, history.length, document.querySelector('header a[hreflang]').href]"
TWICE = """() => {
  const ids = Array.from(document.querySelectorAll("[id]"), ({ id }) => id);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}"""
ASTRAY = """() => [...document.querySelectorAll(".quiz")].flatMap((quiz) =>
  ["aria-describedby", "aria-labelledby", "for"].flatMap((name) =>
    Array.from(quiz.querySelectorAll(`[${name}]`), (element) => element.getAttribute(name))
      .flatMap((ids) => ids.split(" "))
      .filter((id) => !quiz.querySelector(`#${id}`))))"""


@pytest.fixture
def first(regulars: Callable[..., Visitor], course: Course, quiz_of_others: dict[str, Any]) -> Iterator[ResultPage]:
    """The quiz of a page, to which a second one has been added."""
    visitor = regulars(course.source)
    first = ResultPage(visitor, course, course.source)
    first.open()
    first.page.evaluate(ADD, [visitor.module("quiz/quiz.js"), quiz_of_others])
    yield first
    visitor.check()


@pytest.fixture
def quiz_of_others(regulars: Callable[..., Visitor], course: Course) -> dict[str, Any]:
    """Other data: the same quiz in another language."""
    lang = next(lang for lang in course.languages if lang != course.source)
    return ResultPage(regulars(course.source), course, lang).data


class Second:
    """The second quiz, as its reader meets it."""

    def __init__(self, page: Page, data: dict[str, Any]) -> None:
        self.app, self.data = page.locator("#second"), data

    def button(self, name: str) -> Locator:
        return self.app.get_by_role("button", name=self.data["text"][name], exact=True)

    def answer(self, option: str) -> None:
        self.app.locator(f'label[for="second-option-{option}"]').click()
        self.button("continue").click()

    def expect_question(self, question: str, checked: str | None = None) -> None:
        expect(self.app.locator("h2")).to_have_text(self.data["questions"][question]["title"])
        assert self.app.locator("input:checked").evaluate_all("all => all.map(({ value }) => value)") == (
            [checked] if checked else []
        )

    def expect_outcome(self, outcome: str) -> None:
        expect(self.app.locator("h2")).to_have_text(self.data["outcomes"][outcome]["title"])


@pytest.fixture
def second(first: ResultPage, quiz_of_others: dict[str, Any]) -> Second:
    return Second(first.page, quiz_of_others)


@pytest.fixture
def expect_sound_ids(first: ResultPage) -> Callable[[], None]:
    def check() -> None:
        assert first.page.evaluate(TWICE) == []
        assert first.page.evaluate(ASTRAY) == []

    return check


def test_the_second_leaves_the_first_and_the_page_alone(
    first: ResultPage, second: Second, longest: graph.Path, expect_sound_ids: Callable[[], None]
) -> None:
    first.answer(longest.steps[0].option)
    first.radio(longest.steps[1].option).check()
    before = first.page.evaluate(PAGE), first.app.inner_html()
    second.button("continue").click()
    expect(second.app.locator(".quiz-error")).to_be_focused()
    expect_sound_ids()
    for step in longest.steps:
        second.expect_question(step.question)
        second.answer(step.option)
        expect(second.app.locator("h2")).to_be_focused()
    second.expect_outcome(str(longest.outcome))
    expect_sound_ids()
    second.app.locator("details:has(dl button) > summary").click()
    second.app.locator("dl button").nth(1).click()
    second.expect_question(longest.steps[1].question, checked=longest.steps[1].option)
    second.button("back").click()
    second.expect_question(longest.steps[0].question, checked=longest.steps[0].option)
    expect(second.button("back")).to_have_count(0)
    assert (first.page.evaluate(PAGE), first.app.inner_html()) == before
    first.expect_question(longest.steps[1].question, checked=longest.steps[1].option)


def test_the_first_leaves_the_second_alone(first: ResultPage, second: Second, longest: graph.Path) -> None:
    second.answer(longest.steps[0].option)
    second.app.locator("input").first.check()
    before = second.app.inner_html()
    first.hurry_through(longest.steps)
    first.expect_path(longest)
    first.page.go_back()
    first.expect_question(longest.steps[-1].question, checked=longest.steps[-1].option)
    first.follow_fragment("")
    first.expect_question(longest.steps[0].question)
    assert second.app.inner_html() == before
    expect(second.app.locator("input").first).to_be_checked()


def test_the_second_has_no_address_and_no_history(first: ResultPage, second: Second, longest: graph.Path) -> None:
    for step in longest.steps:
        second.answer(step.option)
    second.expect_outcome(str(longest.outcome))
    expect(second.button("copy_outcome")).to_be_visible()
    expect(second.button("copy_answers")).to_have_count(0)
    second.button("compare").click()
    second.expect_question(longest.steps[0].question)
    expect(second.button("back")).to_have_count(0)
