"""Links that were harmed on their way: the reader gets what they said, or is told what could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser.drawn import draw
from browser.resultpage import ResultPage
from browser.test_address import fragments, understand
from golden import cases
from playwright.sync_api import expect
from sitegen.kinds.quiz import graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from browser.visitor import Visitor
    from playwright.sync_api import Page
    from sitegen.course.course import Course


@pytest.fixture
def result_page(regulars: Callable[..., Visitor], course: Course) -> Iterator[ResultPage]:
    """The quiz in one language: addresses are the same in all."""
    visitor = regulars(course.source)
    yield ResultPage(visitor, course, course.source)
    visitor.check()


def gaps(result_page: ResultPage, longest: graph.Path) -> dict[str, str]:
    """Return what the table's gaps stand for: the first answers of a path through the quiz."""
    (first, second), fingerprint = longest.steps[:2], graph.fingerprint(result_page.quiz)
    names = {"q1": first.question, "o1": first.option, "q2": second.question, "o2": second.option}
    halves = {"half": first.option[:3], "other_half": first.option[3:]}
    return {"d": fingerprint, **names, **halves, **{name.upper(): text.upper() for name, text in names.items()}}


@pytest.mark.parametrize("case", cases("mend", "quiz"))
def test_the_quiz(result_page: ResultPage, longest: graph.Path, case: dict[str, Any]) -> None:
    filled = gaps(result_page, longest)
    address = result_page.address + case["at"].format(**filled)
    (result_page.visitor.open_missing if case.get("missing") else result_page.visitor.open)(address)
    answers = dict(list(longest.answers.items())[: case["answers"]])
    result_page.expect_path(graph.walk(result_page.quiz, answers))
    assert result_page.fragment == result_page.fragment_for(answers)
    notice = result_page.app.get_by_role("alert")
    if "lost" in case:
        told = result_page.interface["dropped"].replace("{parts}", case["lost"].format(**filled))
        expect(notice).to_have_text(told)
    else:
        expect(notice).to_have_count(0)


def test_a_link_pasted_over_another_is_mended(result_page: ResultPage, longest: graph.Path) -> None:
    result_page.open()
    filled = gaps(result_page, longest)
    result_page.follow_fragment("d%3D{d}%26{q1}%3D{o1}".format(**filled))
    result_page.expect_path(graph.walk(result_page.quiz, {filled["q1"]: filled["o1"]}))
    assert result_page.fragment == "d={d}&{q1}={o1}".format(**filled)


def expect_told(page: Page, parts: str) -> None:
    """Expect a notice that names `parts`, or none."""
    notice = page.locator(".link-notice")
    expect(notice).to_have_role("alert")
    template = str(notice.get_attribute("data-lost"))
    expect(notice).to_have_text(template.replace("{parts}", parts) if parts else "")


@pytest.mark.one_language
def test_the_filter(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    home = f"{lang}/{course.address(lang, str(course.place_of('examples')))}"
    visitor.open(home)
    choices = "list => list.map((each) => each.options[1].value)"
    sector, outcome = page.locator("#filter select").evaluate_all(choices)
    for [case] in (each.values for each in cases("mend", "filter")):
        visitor.open(home + case["at"].format(s=sector, o=outcome))
        wanted = [choice.format(s=sector, o=outcome) for choice in case["chosen"]]
        expect(page.locator("#filter")).to_be_visible()
        chosen = page.locator("#filter select").evaluate_all("list => list.map((each) => each.value)")
        assert chosen == wanted, case
        expect_told(page, case.get("lost", ""))
    page.locator("#filter select").first.select_option(sector)
    expect_told(page, "")


@pytest.mark.one_language
def test_the_sorting_exercise(visitor: Visitor, course: Course, lang: str, page: Page) -> None:
    for [case] in (each.values for each in cases("mend", "sorting")):
        visitor.open(f"{lang}/{course.address(lang, str(course.place_of('sorting')))}{case['at']}")
        expect(page.locator(".sorting-score")).to_be_visible()
        seed = str(page.evaluate("location.hash")).removeprefix("#seed=")
        assert seed == case.get("seed", seed), case
        expect_told(page, case.get("lost", ""))


MEND_ALL = """async ([script, wanted]) => {
  const { known, mend } = await import(script);
  return wanted.map((fragment) => mend(fragment, known()));
}"""


def test_nothing_that_is_understood_gets_lost(result_page: ResultPage) -> None:
    """Whatever stands in the address; and a link that is all understood stays as it is."""
    result_page.open()
    quiz = result_page.quiz
    drawn = [fragment for fragment in draw(fragments(quiz), 600) if fragment]
    script = result_page.visitor.module("mend.js")
    for fragment, mended in zip(drawn, result_page.page.evaluate(MEND_ALL, [script, drawn]), strict=True):
        before, after = understand(quiz, fragment), understand(quiz, mended)
        assert before.answers.items() <= after.answers.items(), (fragment, mended)
        assert before.before in (None, after.before), (fragment, mended)
        if not before.dropped and before.fingerprint in ("", graph.fingerprint(quiz)):
            assert understand(quiz, mended) == before, (fragment, mended)
