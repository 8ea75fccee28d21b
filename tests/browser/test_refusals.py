"""Every widget where the browser refuses or lacks what it would use, and where readers are in a hurry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from browser.widgets import USES, addresses_of
from playwright.sync_api import expect
from sitegen.kinds.quiz import graph

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.quizpage import QuizPage
    from browser.visitor import Visitor
    from playwright.sync_api import Page
    from sitegen.course.course import Course

pytestmark = pytest.mark.one_language

REFUSALS = {
    "storage": """for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
    }""",
    "no storage": """for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, { value: null });
    }""",
    "full storage": """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };""",
    "history": """for (const name of ["pushState", "replaceState"]) {
      history[name] = () => { throw new DOMException("too often", "SecurityError"); };
    }""",
    "apis": """for (const name of ["indexedDB", "caches", "BroadcastChannel"]) delete window[name];
    for (const name of ["clipboard", "serviceWorker", "share"]) delete Navigator.prototype[name];
    document.execCommand = () => false;""",
}

REFUSE = f"() => {{ {REFUSALS['history']} }}"
COUNT = """() => {
  const push = history.pushState.bind(history);
  window.pushed = 0;
  history.pushState = (...sent) => { window.pushed += 1; push(...sent); };
}"""


@pytest.mark.parametrize("refusal", REFUSALS)
def test_widgets_work_whatever_is_refused(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, longest: graph.Path, refusal: str
) -> None:
    visitor = new_visitor(locale=lang)
    visitor.context.add_init_script(REFUSALS[refusal])
    for name, address in addresses_of(course, lang).items():
        USES[name](visitor.open(address), longest)


def test_back_follows_the_path_where_no_step_is_recorded(quiz_page: QuizPage, longest: graph.Path, page: Page) -> None:
    """As a browser does that has recorded a hundred changes within half a minute."""
    quiz_page.open()
    first, second, *_ = longest.steps
    quiz_page.answer(first.option)
    page.evaluate(REFUSE)
    quiz_page.answer(second.option)
    quiz_page.back.click()
    quiz_page.expect_question(second.question, checked=second.option)
    quiz_page.back.click()
    quiz_page.expect_question(first.question, checked=first.option)


def test_without_scripts_of_the_theme_widgets_work(
    new_visitor: Callable[..., Visitor], course: Course, lang: str, longest: graph.Path
) -> None:
    visitor = new_visitor(locale=lang)
    visitor.context.add_init_script("delete window.matchMedia")
    for name in ("quiz", "calculator", "sorting", "before_after", "examples"):
        USES[name](visitor.open(addresses_of(course, lang)[name]), longest)
    assert all("matchMedia" in problem for problem in visitor.problems)
    visitor.problems.clear()


# In a hurry -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("clicks", [2, 3, 5])
def test_many_clicks_on_continue_are_one(quiz_page: QuizPage, longest: graph.Path, page: Page, clicks: int) -> None:
    quiz_page.open()
    for number, step in enumerate(longest.steps[:3], 1):
        quiz_page.radio(step.option).check()
        quiz_page.app.locator("form button:not([type])").click(click_count=clicks)
        quiz_page.expect_path(graph.walk(quiz_page.quiz, dict(list(longest.answers.items())[:number])))
        expect(quiz_page.app.locator(".quiz-error")).to_have_count(0)
        expect(quiz_page.app.locator(":checked")).to_have_count(0)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_pressed_twice_is_pressed_once(quiz_page: QuizPage, longest: graph.Path, page: Page, key: str) -> None:
    quiz_page.open()
    for number, step in enumerate(longest.steps[:3], 1):
        quiz_page.radio(step.option).check()
        quiz_page.app.locator("form button:not([type])").focus()
        page.keyboard.down(key)
        page.keyboard.down(key)  # held down, it repeats
        page.keyboard.up(key)
        page.keyboard.press(key)
        quiz_page.expect_path(graph.walk(quiz_page.quiz, dict(list(longest.answers.items())[:number])))
        expect(quiz_page.app.locator(".quiz-error")).to_have_count(0)


@pytest.mark.parametrize("key", ["click", "Enter"])
def test_a_card_is_checked_once_and_nothing_below_it_is_followed(
    visitor: Visitor, course: Course, lang: str, page: Page, key: str
) -> None:
    address = addresses_of(course, lang)["sorting"] + "#seed=1234"
    visitor.open(address)
    cards = page.locator("#sorting-app form:not([hidden])")
    for number in range(10):
        card = cards.nth(number)
        card.locator("input").first.check()
        button = card.locator("button")
        if key == "click":
            button.click(click_count=3)
        else:
            button.focus()
            for _ in range(2):
                page.keyboard.press(key)
        expect(card.locator(".sorting-feedback")).to_be_visible()
        expect(card.locator("details")).to_have_attribute("open", "")
    assert page.url == visitor.url(address)


def test_two_clicks_on_a_new_round_deal_one(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    visitor.open(addresses_of(course, lang)["sorting"] + "#seed=1234")
    page.evaluate(COUNT)
    page.locator("[data-action=renew]").dblclick()
    page.wait_for_url(re.compile(r"#seed=(?!1234$)"))
    assert page.evaluate("pushed") == 1


def test_two_clicks_on_all_examples_follow_none(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    address = addresses_of(course, lang)["examples"]
    for index in (1, 2):
        visitor.open(address)
        page.locator("#filter select").first.select_option(index=index)
        page.locator("#filter [type=reset]").dblclick()
        expect(page.locator("#filter [type=reset]")).to_be_hidden()
        assert page.url == visitor.url(address)
