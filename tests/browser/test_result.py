"""A result says why it is given and what would change it, is shared, and is compared with another."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, Any

import pytest
from browser.resultpage import ResultPage, lines_of, one_line, texts_of
from playwright.sync_api import expect
from sitegen.kinds.quiz import explain, graph

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser.visitor import Visitor
    from playwright.sync_api import Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz.shape import QuizFile

FOLDED = ("next", "signs", "change_title", "answers", "stories", "limits")
MOST_WORDS = 350
SAMPLE = 120
"""Results to read; Chromium allows one page some 200 addresses within ten seconds."""
CLIPBOARD = ["clipboard-read", "clipboard-write"]
# What the site may keep: choices that the reader made outside the quiz.
STORED = """async () => ({
  storage: [...Object.keys(localStorage), ...Object.keys(sessionStorage)]
    .filter((name) => !/(language|__palette)$/.test(name)),
  cookies: document.cookie,
  databases: await indexedDB.databases(),
})"""
Rows = dict[str, list[tuple[str, list[str]]]]
"""Question -> its sentences, each with the addresses that it links."""
NOTHING = {"storage": [], "cookies": "", "databases": []}


@pytest.fixture
def result_page(visitor: Visitor, course: Course, lang: str) -> ResultPage:
    return ResultPage(visitor, course, lang)


@pytest.fixture(scope="session")
def vetoes(quiz: QuizFile) -> dict[str, tuple[str, ...]]:
    return {question.id: question.veto for question in quiz.questions if question.veto}


@pytest.fixture(scope="session")
def sample(quiz: QuizFile, paths: tuple[graph.Path, ...], vetoes: dict[str, tuple[str, ...]]) -> tuple[graph.Path, ...]:
    """To each outcome the path with the fewest reasons, the one with the most changes, and one with a veto."""
    chosen: dict[graph.Path, None] = {}
    for outcome in quiz.outcomes:
        ending = [path for path in paths if path.outcome == outcome.id]
        chosen[min(ending, key=lambda path: len(explain.reason(quiz, path)))] = None
        chosen[max(ending, key=lambda path: len(explain.changes(quiz, path)))] = None
        chosen |= dict.fromkeys([path for path in ending if gives_veto(path, vetoes)][:1])
    return tuple(chosen)


def gives_veto(path: graph.Path, vetoes: dict[str, tuple[str, ...]]) -> bool:
    return any(step.option in vetoes.get(step.question, ()) for step in path.steps)


# Why, and what would change it ----------------------------------------------------------------------------------------


def test_the_sample_has_all_there_is(
    quiz: QuizFile, sample: tuple[graph.Path, ...], vetoes: dict[str, tuple[str, ...]]
) -> None:
    changes = [change for path in sample for change in explain.changes(quiz, path)]
    assert {path.outcome for path in sample} == {outcome.id for outcome in quiz.outcomes}
    assert {change.at_once for change in changes} == {True, False}
    assert any(len(change.options) > 1 for change in changes)
    assert {len(explain.reason(quiz, path)) < len(path.steps) for path in sample} == {True, False}
    assert {gives_veto(path, vetoes) for path in sample} == {True, False}


def test_the_reasons_are_the_fewest_answers_that_force_the_result(
    result_page: ResultPage, quiz: QuizFile, sample: tuple[graph.Path, ...]
) -> None:
    result_page.open()
    for path in sample:
        result_page.show(path)
        assert one_line(result_page.section("why").first.inner_text()) == result_page.reasons_of(path)
        decisive = result_page.because(*decided(quiz, path))
        sentence = f"{decisive[0].upper()}{decisive[1:]}."
        assert (
            lines_of(result_page.app).index(sentence)
            == lines_of(result_page.app).index(result_page.outcome_title(str(path.outcome))) + 1
        )


def decided(quiz: QuizFile, path: graph.Path) -> tuple[str, str]:
    """Return the answer that the outcome names first as decisive, of those on the path."""
    (named,) = [outcome.decisive for outcome in quiz.outcomes if outcome.id == path.outcome]
    return next(
        (question, path.answers[question]) for question in named if path.answers.get(question) in named[question]
    )


def test_every_change_is_told_where_it_belongs(
    result_page: ResultPage, quiz: QuizFile, sample: tuple[graph.Path, ...]
) -> None:
    result_page.open()
    for path in sample:
        result_page.show(path)
        found = shown_changes(result_page)
        changes = explain.changes(quiz, path)
        expected = {}
        for group, wanted in (("controllable", True), ("given", False)):
            belonging = [change for change in changes if change.controllable is wanted]
            if belonging:
                rows: Rows = {}
                for change in belonging:
                    told = (result_page.sentence_of(change), [result_page.outcome_address(o) for o in change.outcomes])
                    rows.setdefault(result_page.title(change.question), []).append(told)
                expected[result_page.interface[group]] = list(rows.items())
        assert found == expected, path
        assert list(found) == list(expected)


@pytest.mark.one_language
def test_a_veto_is_never_offered_as_something_to_change(
    result_page: ResultPage, sample: tuple[graph.Path, ...], vetoes: dict[str, tuple[str, ...]]
) -> None:
    result_page.open()
    for path in (path for path in sample if gives_veto(path, vetoes)):
        result_page.show(path)
        result_page.unfold()
        told = " ".join(texts_of(result_page.section("change_title")))
        for step in path.steps:
            if step.option in vetoes.get(step.question, ()):
                assert result_page.title(step.question) not in told


def shown_changes(result_page: ResultPage) -> dict[str, list[tuple[str, list[tuple[str, list[str]]]]]]:
    """Return group -> its rows, in their order."""
    found: dict[str, list[tuple[str, list[tuple[str, list[str]]]]]] = dict(
        result_page.section("change_title").evaluate_all(
            """(elements) => elements.filter((element) => element.localName === "h4").map((title) => [
                 title.textContent,
                 [...title.nextElementSibling.children].map(({ children: [question, ...items] }) => [
                   question.textContent,
                   items.map((item) => [item.textContent, Array.from(item.querySelectorAll("a"), ({ href }) => href)]),
                 ]),
               ])"""
        )
    )
    return {
        title: [(one_line(question), [(one_line(text), links) for text, links in items]) for question, items in rows]
        for title, rows in found.items()
    }


# How much of it -------------------------------------------------------------------------------------------------------


@pytest.mark.one_language
def test_what_to_do_today_comes_first_and_the_rest_is_folded(
    result_page: ResultPage, quiz: QuizFile, longest: graph.Path
) -> None:
    result_page.open(longest.answers)
    result_page.expect_path(longest)
    titles = [result_page.interface[name] for name in ("today", "why", *FOLDED)]
    assert [title for title in texts_of(result_page.app.locator("h3")) if title in titles] == titles
    assert result_page.app.locator("details[open]").count() == 0
    assert result_page.app.locator("details").count() == len(FOLDED)
    outcome = next(outcome for outcome in quiz.outcomes if outcome.id == longest.outcome)
    met, told = graph.situation(outcome, longest.answers), result_page.outcome(outcome.id)
    first, *others = (told.situations[met.id] if met else told).steps
    expect(result_page.section("today")).to_have_text(result_page.shown(re.sub(r"\[(.*?)\]\(.*?\)", r"\1", first)))
    expect(result_page.section("next").locator("li")).to_have_count(len(others))


def test_a_result_is_short(result_page: ResultPage, paths: tuple[graph.Path, ...]) -> None:
    result_page.open()
    sample = paths[:: max(1, len(paths) // SAMPLE)][:SAMPLE]
    told = result_page.page.evaluate(TELL_ALL, [result_page.fragment_for(path.answers) for path in sample])
    assert median(len(words(text)) for text in told) <= MOST_WORDS


TELL_ALL = """async (fragments) => {
  const told = [];
  for (const fragment of fragments) {
    const shown = new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
    location.hash = fragment;
    await shown;
    told.push(document.querySelector("#quiz-app").innerText);
  }
  return told;
}"""


def words(text: str) -> list[str]:
    return [word for word in re.findall(r"\S+", text) if re.search(r"\w", word)]


# Share ----------------------------------------------------------------------------------------------------------------


@pytest.mark.one_language
def test_a_copied_link_opens_the_same_elsewhere(
    result_page: ResultPage, longest: graph.Path, new_visitor: Callable[..., Visitor]
) -> None:
    sender = result_page.another(new_visitor(locale=result_page.lang, permissions=CLIPBOARD))
    sender.open(longest.answers)
    sender.expect_path(longest)
    status = sender.app.get_by_role("status")
    expect(status).to_have_text("")
    sender.button("copy_answers").click()
    expect(status).to_have_text(sender.interface["copied_answers"])
    copied = sender.page.evaluate("navigator.clipboard.readText()")
    assert copied == sender.page.url
    sender.button("copy_outcome").click()
    expect(status).to_have_text(sender.interface["copied_outcome"])
    sender.page.wait_for_function(
        "async (address) => await navigator.clipboard.readText() === address",
        arg=sender.outcome_address(str(longest.outcome)),
    )
    receiver = result_page
    receiver.page.goto(copied)
    receiver.expect_path(longest)
    for own in (receiver, sender):
        own.unfold()
    assert texts_of(receiver.app.locator("dl")) == texts_of(sender.app.locator("dl"))
    assert receiver.page.url == copied


@pytest.mark.one_language
def test_a_copied_link_says_nothing_of_an_earlier_run(
    result_page: ResultPage, sample: tuple[graph.Path, ...], new_visitor: Callable[..., Visitor]
) -> None:
    sender = result_page.another(new_visitor(locale=result_page.lang, permissions=CLIPBOARD))
    sender.open_fragment(sender.fragment_for(sample[0].answers, before=sample[-1].answers))
    sender.expect_path(sample[0])
    sender.button("copy_answers").click()
    expect(sender.app.get_by_role("status")).to_have_text(sender.interface["copied_answers"])
    copied = str(sender.page.evaluate("navigator.clipboard.readText()"))
    assert copied.partition("#")[2] == sender.fragment_for(sample[0].answers)


@pytest.mark.one_language
def test_a_refused_copy_is_told(
    result_page: ResultPage, longest: graph.Path, new_visitor: Callable[..., Visitor]
) -> None:
    own = result_page.another(new_visitor(locale=result_page.lang))
    own.visitor.context.add_init_script(
        "if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(new DOMException('no'));"
        "document.execCommand = () => false"
    )
    own.open(longest.answers)
    own.button("copy_answers").click()
    expect(own.app.get_by_role("status")).to_have_text(f"{own.interface['copy_failed']} {own.page.url}")


@pytest.mark.one_language
def test_where_the_system_may_not_share_the_link_is_copied(
    result_page: ResultPage, longest: graph.Path, new_visitor: Callable[..., Visitor]
) -> None:
    own = result_page.another(new_visitor(locale=result_page.lang, permissions=CLIPBOARD))
    own.visitor.context.add_init_script("navigator.share = () => Promise.reject(new DOMException('', window.why))")
    own.open(longest.answers)
    own.page.evaluate("window.why = 'AbortError'")
    own.button("share_answers").click()
    expect(own.app.get_by_role("status")).to_have_text("")
    own.page.evaluate("window.why = 'NotAllowedError'")
    own.button("share_answers").click()
    expect(own.app.get_by_role("status")).to_have_text(own.interface["copied_answers"])
    assert own.page.evaluate("navigator.clipboard.readText()") == own.page.url


@pytest.mark.one_language
def test_the_system_shares_where_it_can(
    result_page: ResultPage, longest: graph.Path, new_visitor: Callable[..., Visitor]
) -> None:
    own = result_page.another(new_visitor(locale=result_page.lang))
    own.visitor.context.add_init_script(
        "window.shared = []; navigator.share = async (what) => { window.shared.push(what) }"
    )
    own.open(longest.answers)
    own.expect_path(longest)
    for name in ("copy_outcome", "copy_answers"):
        expect(own.button(name)).to_have_count(0)
    own.button("share_outcome").click()
    own.button("share_answers").click()
    own.page.wait_for_function("window.shared.length === 2")
    shared: list[dict[str, Any]] = own.page.evaluate("window.shared")
    assert [what["url"] for what in shared] == [own.outcome_address(str(longest.outcome)), own.page.url]
    assert {own.shown(what["title"]) for what in shared} == {own.outcome_title(str(longest.outcome))}
    expect(own.app.get_by_role("status")).to_have_text("")


# Compare --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def two_runs(paths: tuple[graph.Path, ...], longest: graph.Path) -> tuple[graph.Path, graph.Path]:
    """Two runs with another outcome, an answer in common, one that differs, and questions that only one run asks."""

    def suits(other: graph.Path) -> bool:
        common = longest.answers.keys() & other.answers.keys()
        same = {question for question in common if longest.answers[question] == other.answers[question]}
        return bool(same and common - same and other.answers.keys() - common and longest.outcome != other.outcome)

    return longest, next(filter(suits, paths))


@pytest.mark.one_language
def test_a_second_run_stands_beside_the_first(
    result_page: ResultPage, two_runs: tuple[graph.Path, graph.Path], other: str, page: Page
) -> None:
    before, now = two_runs
    result_page.open()
    result_page.hurry_through(before.steps)
    result_page.expect_path(before)
    expect(result_page.comparison).to_have_count(0)
    result_page.button("compare").click()
    result_page.expect_question(now.steps[0].question)
    result_page.expect_arrival()
    assert result_page.fragment == result_page.fragment_for({}, before.answers)
    result_page.answer(now.steps[0].option)
    assert result_page.fragment == result_page.fragment_for(dict([next(iter(now.answers.items()))]), before.answers)
    page.reload()
    result_page.expect_question(now.steps[1].question)
    result_page.hurry_through(now.steps[1:])
    result_page.expect_path(now)
    expect_comparison(result_page, before, now)
    page.reload()
    result_page.expect_path(now)
    expect_comparison(result_page, before, now)

    page.locator(f"header a[hreflang={other}]").click()
    page.wait_for_url(f"**/{other}/**")
    translated = ResultPage(result_page.visitor, result_page.course, other)
    translated.expect_path(now)
    expect_comparison(translated, before, now)
    assert translated.fragment == translated.fragment_for(now.answers, before.answers)
    assert page.evaluate(STORED) == NOTHING
    translated.button("restart").click()
    translated.expect_question(before.steps[0].question)
    assert translated.fragment == ""


def expect_comparison(result_page: ResultPage, before: graph.Path, now: graph.Path) -> None:
    expect(result_page.comparison).to_have_count(1)
    expect(result_page.comparison.get_by_role("columnheader")).to_have_text(
        [result_page.interface[name] for name in ("question", "before", "now")]
    )
    rows = result_page.comparison.locator("tbody tr").evaluate_all(
        """(rows) => rows.map((row) => ({
             name: row.cells[0].lastChild.textContent,
             cells: [...row.cells].slice(1).map((cell) => cell.textContent),
             links: [...row.querySelectorAll("a")].map((link) => link.href),
             marks: [...row.querySelectorAll("[role=img]")].map((mark) => mark.ariaLabel),
           }))"""
    )
    first, *others = rows
    both = (str(before.outcome), str(now.outcome))
    assert [one_line(cell) for cell in first["cells"]] == [result_page.outcome_title(outcome) for outcome in both]
    assert first["links"] == [result_page.outcome_address(outcome) for outcome in both]
    assert first["marks"] == [result_page.interface["differs"]] * (both[0] != both[1])

    questions = {result_page.title(question.id): question.id for question in result_page.quiz.questions}
    asked = [questions[one_line(row["name"])] for row in others]
    assert set(asked) == before.answers.keys() | now.answers.keys()
    assert len(asked) == len(set(asked))
    assert [question for question in asked if question in now.answers] == list(now.answers)
    for question, row in zip(asked, others, strict=True):
        given = [run.answers.get(question) for run in (before, now)]
        expected = [
            result_page.label(question, option) if option else result_page.interface["not_met"] for option in given
        ]
        assert [one_line(cell) for cell in row["cells"]] == expected
        assert row["marks"] == [result_page.interface["differs"]] * (given[0] != given[1])
        assert row["links"] == []


@pytest.mark.one_language
def test_a_run_that_breaks_off_is_compared_with_nothing(
    result_page: ResultPage, two_runs: tuple[graph.Path, graph.Path]
) -> None:
    before, now = two_runs
    broken = dict(list(before.answers.items())[:-1])
    result_page.open_fragment(result_page.fragment_for(now.answers, broken))
    result_page.expect_path(now)
    expect(result_page.comparison).to_have_count(0)
    expect(result_page.notice).to_be_visible()
    assert result_page.fragment == result_page.fragment_for(now.answers)


# The last row ---------------------------------------------------------------------------------------------------------


@pytest.mark.one_language
def test_all_that_can_be_done_with_a_result_stands_in_one_row(result_page: ResultPage, longest: graph.Path) -> None:
    result_page.open(longest.answers)
    result_page.expect_path(longest)
    [last] = result_page.app.locator(".quiz-buttons").all()
    names = [
        result_page.interface[name] for name in ("compare", "copy_answers", "copy_outcome", "outcome_page", "restart")
    ]
    assert texts_of(last.locator("button, a")) == names
    assert texts_of(last.locator(".md-button")) == names[:1]
