"""Two quizzes: on one page, where the second one leaves the first and the page alone; and each on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from browser.quizpage import QuizPage
from browser.resultpage import ResultPage
from browser.test_key import expect_way
from courses import course_of
from playwright.sync_api import expect
from sitegen.kinds.quiz import graph, several

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from browser.visitor import Visitor
    from conftest import Build, ServeDirectory
    from playwright.sync_api import Locator, Page
    from sitegen.course.course import Course

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


# On one page ----------------------------------------------------------------------------------------------------------


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


# Each on a page of its own --------------------------------------------------------------------------------------------

QUIZZES = (None, "light")
LANGUAGES = ("de", "es")


@pytest.fixture(scope="module")
def pair(two_quizzes: Path) -> Course:
    return course_of(two_quizzes)


@pytest.fixture(scope="module")
def pair_url(build: Build, two_quizzes: Path, serve_directory: ServeDirectory) -> Iterator[str]:
    """Address of the site of a course with two quizzes."""
    with serve_directory(build("two quizzes", two_quizzes) / "site") as url:
        yield url


class Opener:
    """Opens either quiz in either language, and in the end looks for what went wrong."""

    def __init__(self, regulars: Callable[..., Visitor], url: str, course: Course) -> None:
        self.regulars, self.url, self.course = regulars, url, course
        self.visitors: list[Visitor] = []

    def __call__(self, language: str, ident: str | None, *, scripts: bool = True) -> QuizPage:
        self.visitors.append(self.regulars(language, scripts=scripts, site_url=self.url))
        return QuizPage(self.visitors[-1], self.course, language, ident)


@pytest.fixture
def quiz_page_of(regulars: Callable[..., Visitor], pair_url: str, pair: Course) -> Iterator[Opener]:
    opener = Opener(regulars, pair_url, pair)
    yield opener
    for visitor in opener.visitors:
        visitor.check()


def expect_place(page: Page, course: Course, language: str, place: str) -> None:
    """Wait for a page of the course, in a language."""
    path, _, ident = place.partition("#")
    address = f"/{language}/{course.address(language, path)}" + (f"#{ident}" if ident else "")
    page.wait_for_url(f"**{address}")


@pytest.mark.parametrize("ident", QUIZZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_path_leads_to_its_result_and_back_to_it(quiz_page_of: Opener, language: str, ident: str | None) -> None:
    page = quiz_page_of(language, ident)
    for path in graph.paths(page.quiz):
        page.open()
        for step in path.steps:
            page.expect_question(step.question)
            page.answer(step.option)
        page.expect_path(path)
        page.expect_fragment(path.answers)
        page.page.reload()
        page.expect_path(path)
    page.open(path.answers)
    page.expect_path(path)
    page.app.locator(f'a[href*="{page.course.pages[language][f"outcomes/{path.outcome}.md"].meta.slug}"]').first.click()
    expect_place(page.page, page.course, language, f"outcomes/{path.outcome}.md")
    page.page.locator("article a.md-button").click()
    expect_place(page.page, page.course, language, str(page.chosen.place))


@pytest.mark.parametrize("ident", QUIZZES)
def test_the_other_language_has_the_same_quiz_with_the_same_answers(quiz_page_of: Opener, ident: str | None) -> None:
    page = quiz_page_of("de", ident)
    path = max(graph.paths(page.quiz), key=lambda path: len(path.steps))
    page.open(path.answers)
    page.expect_path(path)
    page.page.locator("header a[hreflang=es]").click()
    there = QuizPage(page.visitor, page.course, "es", ident)
    there.expect_path(path)
    there.expect_fragment(path.answers)
    expect_place(page.page, page.course, "es", f"{page.chosen.place}#{there.fragment_of(path.answers)}")


@pytest.mark.parametrize(
    ("ident", "old", "answers"),
    [
        (None, "d=0000&odour=sour", {"smell": "sour"}),
        ("light", "d=0000&pane=south", {"window": "south"}),
        ("light", "d=0000&pane=north&leaves=pale", {"window": "north", "leaves": "pale"}),
    ],
)
def test_links_with_retired_ids_arrive(
    quiz_page_of: Opener, ident: str | None, old: str, answers: dict[str, str]
) -> None:
    page = quiz_page_of("de", ident)
    page.open_fragment(old)
    page.expect_path(graph.walk(page.quiz, answers))
    expect(page.notice).to_have_count(0)


@pytest.mark.parametrize(
    ("ident", "strange"), [(None, "window=south"), ("light", "smell=sour"), ("light", "odour=sour")]
)
def test_answers_to_the_other_quiz_are_named_as_lost(quiz_page_of: Opener, ident: str | None, strange: str) -> None:
    page = quiz_page_of("de", ident)
    page.open_fragment(strange)
    page.expect_question(page.quiz.nodes[page.quiz.start].ask)
    expect(page.notice).to_contain_text(strange.partition("=")[0])


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("c/outcomes/leave/", "outcomes/leave.md"),
        ("c/outcomes/shade/", "outcomes/shade.md"),
        ("c/outcomes/wait/", "outcomes/leave.md"),
        ("c/outcomes/dim/", "outcomes/closer.md"),
        ("c/examples/fern/", "examples/fern.md"),
    ],
)
def test_permanent_addresses_of_both_arrive(
    quiz_page_of: Opener, pair: Course, address: str, place: str, *, scripts: bool
) -> None:
    visitor = quiz_page_of("es", None, scripts=scripts).visitor
    visitor.open(address)
    if not scripts:
        visitor.page.locator("a[hreflang=es]:visible").first.click()
    expect_place(visitor.page, pair, "es", place)


@pytest.mark.parametrize("ident", QUIZZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_answered_without_script(quiz_page_of: Opener, language: str, ident: str | None) -> None:
    page = quiz_page_of(language, ident, scripts=False)
    for path in graph.paths(page.quiz):
        expect_way(page, path)
        expect_place(page.page, page.course, language, f"outcomes/{path.outcome}.md")


def test_an_example_opens_the_quiz_that_it_answers(quiz_page_of: Opener, pair: Course) -> None:
    page = quiz_page_of("de", "light")
    page.visitor.open(f"de/{pair.address('de', 'examples/fern.md')}")
    page.page.locator('article a[href*="window=north"]').click()
    page.expect_path(graph.walk(page.quiz, {"window": "north", "leaves": "pale"}))
    page.expect_fragment({"window": "north", "leaves": "pale"})


def test_the_list_of_examples_finds_those_of_either_quiz(quiz_page_of: Opener, pair: Course) -> None:
    page = quiz_page_of("de", None).visitor.open(f"de/{pair.address('de', 'examples.md')}")
    for outcome, shown in (("shade", ["fern"]), ("rescue", ["ficus"]), ("bright", ["ivy"])):
        page.locator("select[name=outcome]").select_option(outcome)
        expect(page.locator(".card:visible h2")).to_have_count(len(shown))
        assert page.locator(".card:visible h2").evaluate_all("all => all.map(({ id }) => id)") == shown


def test_a_page_about_both_has_no_id_twice(quiz_page_of: Opener, pair: Course) -> None:
    page = quiz_page_of("de", None).visitor.open(f"de/{pair.address('de', 'proofs.md')}")
    assert page.evaluate(TWICE) == []
    for quiz in several.quizzes(pair):
        words = quiz.words("de")
        assert words
        for told in words.outcomes.values():
            expect(page.locator("article").get_by_role("link", name=told.title, exact=True).first).to_be_visible()
