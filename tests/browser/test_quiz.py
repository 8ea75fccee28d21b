"""The quiz with its script: every way through it, and every way to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from browser.quizpage import QuizPage
from browser.visitor import PHONE
from playwright.sync_api import expect
from sitegen.kinds.examples import EXAMPLES
from sitegen.kinds.quiz import graph
from sitegen.language.typography import polish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from browser.visitor import Visitor
    from playwright.sync_api import Page, ViewportSize
    from sitegen.course.course import Course
    from sitegen.kinds.quiz.shape import QuizFile

PREFERENCES = re.compile(r"/(language|\.__palette)$")
"""What the site may keep in the browser: choices that the reader made outside the quiz."""
NAVIGATIONS = 160
"""Changes of address that Chromium allows one page within ten seconds, and a margin."""

Paths = tuple[graph.Path, ...]

# To every result ------------------------------------------------------------------------------------------------------


@pytest.mark.one_language
def test_every_outcome_is_reached_by_clicking(quiz_page: QuizPage, shortest: dict[str, graph.Path]) -> None:
    quiz_page.open()
    for outcome, path in shortest.items():
        for step in path.steps:
            quiz_page.expect_question(step.question)
            for radio in (quiz_page.radios.first, quiz_page.radios.last):
                radio.check()  # only what is chosen last counts
            quiz_page.answer(step.option)
        quiz_page.expect_outcome(outcome)
        quiz_page.expect_arrival()
        quiz_page.expect_fragment(path.answers)
        quiz_page.app.get_by_role("button", name=quiz_page.interface["restart"], exact=True).click()


def test_each_result_says_all_that_its_outcome_has_to_say(
    quiz_page: QuizPage, course: Course, shortest: dict[str, graph.Path]
) -> None:
    quiz_page.open()
    for outcome in quiz_page.quiz.outcomes:
        path = shortest[outcome.id]
        quiz_page.follow_fragment(quiz_page.fragment_of(path.answers))
        quiz_page.expect_outcome(outcome.id)
        quiz_page.unfold()
        told, said = quiz_page.outcome(outcome.id), lines(quiz_page)
        met = graph.situation(outcome, path.answers)
        advice = told.situations[met.id] if met else told
        expect(quiz_page.app.locator(".quiz-today")).to_have_count(1)
        expect(quiz_page.app.locator("ol > li")).to_have_count(len(advice.steps) - 1)
        signs = quiz_page.app.locator(f"details:has(h3:text-is('{quiz_page.interface['signs']}')) > ul > li")
        expect(signs).to_have_count(len(told.signs))
        for step in path.steps:
            question = quiz_page.question(step.question)
            assert quiz_page.shown(question.title) in said
            assert quiz_page.shown(question.options[step.option].label) in said
            expect(quiz_page.change(step.question)).to_be_visible()
        links = quiz_page.app.locator("a").evaluate_all("links => links.map((a) => a.href.split('#')[0])")
        examples = [
            f"examples/{e.id}.md" for e in EXAMPLES.of(course) if outcome.id in {r.outcome for r in e.quiz.values()}
        ]
        for target in (outcome.chapter.split("#")[0], f"outcomes/{outcome.id}.md", *examples):
            assert quiz_page.visitor.url(f"{quiz_page.lang}/{course.address(quiz_page.lang, target)}") in links


@pytest.mark.one_language
def test_the_page_agrees_with_the_python_interpreter_on_every_path(
    quiz_page: QuizPage, quiz: QuizFile, paths: Paths
) -> None:
    titles = {outcome.id: quiz_page.shown(quiz_page.outcome(outcome.id).title) for outcome in quiz.outcomes}
    share = NAVIGATIONS // 2  # the page puts each address in order, which counts as well
    found = []
    for start in range(0, len(paths), share):
        fragments = [quiz_page.fragment_of(path.answers) for path in paths[start : start + share]]
        with quiz_page.visitor.another_page() as page:
            page.goto(quiz_page.visitor.url(quiz_page.address))
            found += page.evaluate(VISIT_ALL, fragments)
    expected = [titles[str(graph.walk(quiz, path.answers).outcome)] for path in paths]
    assert [" ".join(title.split()) for title in found] == expected


VISIT_ALL = """async (fragments) => {
  const titles = [];
  for (const fragment of fragments) {
    const shown = new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
    location.hash = fragment;
    await shown;
    titles.push(document.querySelector("#quiz-app h2").textContent);
  }
  return titles;
}"""


# Question by question -------------------------------------------------------------------------------------------------


def test_the_first_question_leaves_the_reader_at_the_top_of_the_page(
    quiz_page: QuizPage, quiz: QuizFile, page: Page
) -> None:
    quiz_page.open()
    quiz_page.expect_question(quiz.nodes[quiz.start].ask)
    expect(quiz_page.back).to_have_count(0)
    assert page.evaluate("[document.activeElement.tagName, scrollY]") == ["BODY", 0]
    assert first_line(quiz_page.words.scope) in " ".join(lines(quiz_page))


def test_a_phone_shows_the_first_answer_at_once(quiz_page: QuizPage, page: Page) -> None:
    page.set_viewport_size(PHONE)
    quiz_page.open()
    expect(quiz_page.app.locator(".quiz-option").first).to_be_in_viewport()


def test_each_question_waits_for_its_reader(quiz_page: QuizPage, longest: graph.Path, page: Page) -> None:
    quiz_page.open()
    titles = {page.title()}
    for number, step in enumerate(longest.steps):
        quiz_page.expect_question(step.question)
        words = quiz_page.question(step.question)
        group = quiz_page.app.locator("fieldset")
        expect(group.locator("legend")).to_have_text(polish(words.title, quiz_page.lang))
        if words.hint:
            told = re.escape(quiz_page.shown(words.hint)).replace(r"\ ", r"\s")
            expect(group).to_have_accessible_description(re.compile(told))
        for option, wording in words.options.items():
            expect(quiz_page.radio(option)).to_have_accessible_name(polish(wording.label, quiz_page.lang))
        before = page.url
        quiz_page.radio(step.option).check()
        assert page.url == before
        quiz_page.expect_question(step.question, checked=step.option)
        quiz_page.proceed()
        quiz_page.expect_arrival()
        titles.add(page.title())
        assert len(titles) == number + 2
        quiz_page.expect_fragment(dict(list(longest.answers.items())[: number + 1]))
    quiz_page.expect_path(longest)


@pytest.mark.one_language
def test_the_heading_stands_below_the_sticky_header(quiz_page: QuizPage, longest: graph.Path, page: Page) -> None:
    for width, height in ((360, 500), (1280, 500)):
        page.set_viewport_size({"width": width, "height": height})
        quiz_page.open()
        quiz_page.answer(longest.steps[0].option)
        quiz_page.expect_arrival()
        heading = quiz_page.heading.bounding_box()
        header = page.locator("header").bounding_box()
        assert heading
        assert header
        assert header["y"] + header["height"] <= heading["y"] < height - heading["height"]


@pytest.mark.one_language
def test_continue_without_an_answer_is_refused(
    quiz_page: QuizPage, shortest: dict[str, graph.Path], page: Page
) -> None:
    first, second = next(path for path in shortest.values() if len(path.steps) > 1).steps[:2]
    for step in (first, second):
        if step is first:
            quiz_page.open()
        address = page.url
        quiz_page.proceed()
        error = quiz_page.shown(quiz_page.question(step.question).error)
        summary = quiz_page.app.locator(":focus")
        expect(summary).to_contain_text(error)
        expect(summary).to_have_attribute("tabindex", "-1")
        expect(summary).to_have_role("group")
        expect(quiz_page.app.locator("[role=alert], [aria-live]")).to_have_count(0)  # focus alone announces it
        assert page.title().startswith(quiz_page.interface["error_prefix"])
        assert page.url == address
        assert summary.bounding_box()["y"] < quiz_page.heading.bounding_box()["y"]  # type: ignore[index]
        expect(quiz_page.app.locator("fieldset")).to_have_accessible_description(re.compile(re.escape(error)))
        expect(quiz_page.app.locator("fieldset")).to_have_attribute("aria-invalid", "true")

        quiz_page.proceed()  # a second time: no second message
        expect(quiz_page.app.locator("[role=group][tabindex]")).to_have_count(1)
        assert page.title().count(quiz_page.interface["error_prefix"].strip()) == 1

        quiz_page.app.locator(":focus").get_by_role("link", name=error).click()
        expect(quiz_page.radios.first).to_be_focused()
        assert page.url == address
        quiz_page.answer(step.option)
        quiz_page.expect_arrival()
        expect(quiz_page.app.get_by_text(error)).to_have_count(0)


@pytest.mark.parametrize("size", [{"width": 1200, "height": 800}, PHONE], ids=["desktop", "phone"])
def test_a_double_click_on_continue_is_one_click(
    quiz_page: QuizPage, longest: graph.Path, page: Page, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    quiz_page.open()
    for number, step in enumerate(longest.steps, 1):
        quiz_page.radio(step.option).check()
        quiz_page.app.get_by_role("button", name=quiz_page.interface["continue"], exact=True).dblclick()
        quiz_page.expect_path(graph.walk(quiz_page.quiz, dict(list(longest.answers.items())[:number])))
        expect(quiz_page.app.locator(".quiz-error")).to_have_count(0)
        quiz_page.expect_fragment(dict(list(longest.answers.items())[:number]))


@pytest.mark.one_language
def test_the_keyboard_alone_leads_to_a_result(quiz_page: QuizPage, longest: graph.Path, page: Page) -> None:
    quiz_page.open()
    for number, step in enumerate(longest.steps):
        options = graph.options(quiz_page.quiz)[step.question]
        tab_to(page, "#quiz-app input[type=radio]")
        expect(quiz_page.radio(options[0])).to_be_focused()
        page.keyboard.press("Space")
        for _ in range(options.index(step.option)):
            page.keyboard.press("ArrowDown")
        quiz_page.expect_question(step.question, checked=step.option)
        if number % 2:
            page.keyboard.press("Enter")
        else:
            tab_to(page, "#quiz-app form button")
            page.keyboard.press("Space")
        quiz_page.expect_arrival()
    quiz_page.expect_path(longest)
    tab_to(page, "#quiz-app details:has(dl button) > summary")
    page.keyboard.press("Enter")
    tab_to(page, "#quiz-app dl button")
    expect(quiz_page.change(longest.steps[0].question)).to_be_focused()
    page.keyboard.press("Enter")
    quiz_page.expect_question(longest.steps[0].question, checked=longest.steps[0].option)
    quiz_page.expect_arrival()


# Back and forth -------------------------------------------------------------------------------------------------------


@pytest.mark.one_language
@pytest.mark.parametrize("means", ["browser", "link"])
def test_back_shows_the_questions_before_with_their_answers(
    quiz_page: QuizPage, longest: graph.Path, page: Page, means: str
) -> None:
    quiz_page.open()
    quiz_page.hurry_through(longest.steps)
    quiz_page.expect_path(longest)
    for number, step in reversed(list(enumerate(longest.steps))):
        if means == "browser" or number == len(longest.steps) - 1:  # a result has no Back link
            page.go_back()
        else:
            quiz_page.back.click()
        quiz_page.expect_question(step.question, checked=step.option)
        quiz_page.expect_arrival()
        quiz_page.expect_fragment(dict(list(longest.answers.items())[:number]))
    expect(quiz_page.back).to_have_count(0)
    for step in longest.steps[1:]:
        page.go_forward()
        quiz_page.expect_question(step.question, checked=step.option)
        quiz_page.expect_arrival()
    page.go_forward()
    quiz_page.expect_path(longest)
    quiz_page.expect_arrival()


@pytest.mark.one_language
def test_another_answer_after_back_leads_another_way(
    quiz_page: QuizPage, quiz: QuizFile, page: Page, paths: Paths
) -> None:
    path, index, option = next(
        (path, index, option)
        for path in paths
        for index, step in enumerate(path.steps[:-1])
        for option, target in quiz.nodes[step.node].goto.items()
        if index and target != quiz.nodes[step.node].goto[step.option]
    )
    quiz_page.open()
    quiz_page.hurry_through(path.steps)
    for _ in path.steps[index:]:
        page.go_back()
    quiz_page.expect_question(path.steps[index].question, checked=path.steps[index].option)
    quiz_page.answer(option)
    answers = dict(list(path.answers.items())[:index]) | {path.steps[index].question: option}
    quiz_page.visitor.page.wait_for_function(
        "fragment => location.hash === '#' + fragment", arg=quiz_page.fragment_of(answers)
    )
    reached = graph.walk(quiz, answers)
    assert reached.answers == answers
    if reached.outcome:
        quiz_page.expect_outcome(reached.outcome)
    else:
        known = path.answers.get(quiz.nodes[str(reached.node)].ask)
        quiz_page.expect_question(quiz.nodes[str(reached.node)].ask, checked=known)


@pytest.mark.one_language
def test_a_reload_changes_nothing(quiz_page: QuizPage, longest: graph.Path, page: Page) -> None:
    quiz_page.open()
    quiz_page.hurry_through(longest.steps[:3])
    page.reload()
    quiz_page.expect_question(longest.steps[3].question)
    assert page.title().startswith(quiz_page.heading.inner_text())
    quiz_page.back.click()
    quiz_page.expect_question(longest.steps[2].question, checked=longest.steps[2].option)
    page.go_forward()
    quiz_page.hurry_through(longest.steps[3:])
    quiz_page.expect_path(longest)
    page.reload()
    quiz_page.expect_path(longest)
    quiz_page.expect_fragment(longest.answers)


@pytest.mark.one_language
def test_a_shared_link_shows_the_same_to_someone_else(
    quiz_page: QuizPage, longest: graph.Path, new_visitor: Callable[..., Visitor], page: Page
) -> None:
    quiz_page.open()
    quiz_page.hurry_through(longest.steps)
    quiz_page.expect_path(longest)
    said, address = lines(quiz_page), page.url
    friend = QuizPage(new_visitor(locale=quiz_page.lang), quiz_page.course, quiz_page.lang)
    friend.page.goto(address)
    friend.expect_path(longest)
    assert lines(friend) == said
    friend.open(dict(list(longest.answers.items())[:2]))
    friend.expect_question(longest.steps[2].question)
    friend.back.click()
    friend.expect_question(longest.steps[1].question, checked=longest.steps[1].option)
    friend.back.click()
    friend.expect_question(longest.steps[0].question, checked=longest.steps[0].option)


@pytest.mark.one_language
def test_start_again_forgets_the_answers(quiz_page: QuizPage, longest: graph.Path, page: Page) -> None:
    quiz_page.open(longest.answers)
    quiz_page.app.get_by_role("button", name=quiz_page.interface["restart"], exact=True).click()
    quiz_page.expect_question(longest.steps[0].question)
    quiz_page.expect_arrival()
    assert "#" not in page.url
    quiz_page.answer(longest.steps[0].option)
    quiz_page.expect_question(longest.steps[1].question)


# Change ---------------------------------------------------------------------------------------------------------------


class Changed(NamedTuple):
    """A result, one of its answers replaced, and what the answers then lead to."""

    path: graph.Path
    index: int
    option: str
    reached: graph.Path

    @property
    def question(self) -> str:
        return self.path.steps[self.index].question


@pytest.fixture(scope="session")
def changes(quiz: QuizFile, paths: Paths) -> list[Changed]:
    return [
        Changed(path, index, option, graph.walk(quiz, path.answers | {step.question: option}))
        for path in paths
        for index, step in enumerate(path.steps)
        for option in quiz.nodes[step.node].goto
        if option != step.option
    ]


def change(quiz_page: QuizPage, question: str, option: str, *, was: str) -> None:
    quiz_page.begin_change(question)
    quiz_page.expect_question(question, checked=was)
    quiz_page.expect_arrival()
    quiz_page.answer(option)


@pytest.mark.one_language
def test_change_returns_to_the_result_when_the_later_answers_hold(
    quiz_page: QuizPage, changes: list[Changed], page: Page
) -> None:
    case = max((c for c in changes if c.reached.outcome), key=lambda c: len(c.reached.steps) - c.index)
    assert len(case.reached.steps) > case.index + 2
    quiz_page.open(case.path.answers)
    change(quiz_page, case.question, case.option, was=case.path.steps[case.index].option)
    quiz_page.expect_path(case.reached)
    quiz_page.expect_arrival()
    quiz_page.expect_fragment(case.reached.answers)
    page.go_back()
    quiz_page.expect_question(case.question, checked=case.option)
    page.go_back()
    quiz_page.expect_path(case.path)


@pytest.mark.one_language
def test_change_asks_only_the_questions_that_open(quiz_page: QuizPage, quiz: QuizFile, changes: list[Changed]) -> None:
    """Some are new, and one that comes after them is answered already."""

    def asked(case: Changed) -> list[graph.Step] | None:
        answers, new = case.path.answers | {case.question: case.option}, []
        while (reached := graph.walk(quiz, answers)).node:
            node = quiz.nodes[reached.node]
            option = next(iter(node.goto))
            new.append(graph.Step(reached.node, node.ask, option))
            answers |= {node.ask: option}
        passed = reached.steps[-1].question not in {step.question for step in new}
        return new if new and passed and len(reached.steps) > case.index + 1 + len(new) else None

    case, new = next((case, new) for case in changes if (new := asked(case)))
    quiz_page.open(case.path.answers)
    change(quiz_page, case.question, case.option, was=case.path.steps[case.index].option)
    for step in new:
        quiz_page.expect_question(step.question)
        quiz_page.answer(step.option)
    answers = case.path.answers | {case.question: case.option} | {step.question: step.option for step in new}
    reached = graph.walk(quiz, answers)
    assert reached.outcome
    quiz_page.expect_outcome(reached.outcome)
    quiz_page.expect_fragment(reached.answers)


@pytest.mark.one_language
def test_answers_that_a_change_makes_idle_wait_for_their_question(quiz_page: QuizPage, changes: list[Changed]) -> None:
    """They count no more, and come back checked."""
    case = max((c for c in changes if c.reached.outcome), key=lambda c: len(c.path.steps) - len(c.reached.steps))
    idle = [step for step in case.path.steps if step.question not in case.reached.answers]
    assert len(idle) > 1
    was = case.path.steps[case.index].option
    quiz_page.open(case.path.answers)
    change(quiz_page, case.question, case.option, was=was)
    quiz_page.expect_path(case.reached)
    quiz_page.expect_fragment(case.reached.answers)
    change(quiz_page, case.question, was, was=case.option)
    for step in idle:
        quiz_page.expect_question(step.question, checked=step.option)
        quiz_page.proceed()
    quiz_page.expect_path(case.path)
    quiz_page.expect_fragment(case.path.answers)


@pytest.mark.one_language
def test_a_second_change_leads_where_the_result_says(
    quiz_page: QuizPage, quiz: QuizFile, changes: list[Changed]
) -> None:
    """What an earlier answer, off the path by now, would have done does not count."""

    def hidden(first: Changed) -> Iterator[tuple[str, str, graph.Path]]:
        for step in first.reached.steps:
            for option in quiz.nodes[step.node].goto:
                reached = graph.walk(quiz, first.reached.answers | {step.question: option})
                old = graph.walk(quiz, first.path.answers | first.reached.answers | {step.question: option})
                if reached.node and old.outcome and step.question != first.question:
                    yield step.question, option, reached

    first, (question, option, reached) = next((c, case) for c in changes if c.reached.outcome for case in hidden(c))
    quiz_page.open(first.path.answers)
    change(quiz_page, first.question, first.option, was=first.path.answers[first.question])
    quiz_page.expect_path(first.reached)
    change(quiz_page, question, option, was=first.reached.answers[question])
    asked = quiz.nodes[str(reached.node)].ask
    quiz_page.expect_question(asked, checked=first.path.answers.get(asked))
    quiz_page.expect_fragment(reached.answers)


# Addresses ------------------------------------------------------------------------------------------------------------

BROKEN = (
    "{question}={option}&nonsense=1",  # unknown question
    "{question}=nonsense",  # unknown option
    "{question}={foreign}",  # option of another question
    "{question}",  # no option
    "nonsense={option}&{question}={option}",  # not the first
    "{question}={option}&{question}={option}",  # the same twice
    "{question}={option}&{question}={other}",  # two answers
    "{question}=%zz",  # malformed escape
    "%E0%A4%A=1&{question}={option}",  # escape that is no text
    "%",  # lone percent
    "constructor=name&__proto__={option}&{question}=toString",  # names that every object has
    "outcome={outcome}",  # an outcome
    "{question}=<img src=x onerror=alert(1)>",  # markup
)


def broken_addresses(quiz: QuizFile) -> Iterator[tuple[str, graph.Answers]]:
    """Yield fragments that make no sense, each with the answers that can still be understood."""
    question = quiz.nodes[quiz.start].ask
    option, other = list(quiz.nodes[quiz.start].goto)[:2]
    foreign = next(o for q in quiz.questions for o in q.options if o not in quiz.nodes[quiz.start].goto)
    names = {"question": question, "option": option, "other": other, "foreign": foreign, "outcome": quiz.outcomes[0].id}
    for text in BROKEN:
        fragment = text.format(**names)
        yield fragment, {question: option} if f"{question}={option}" in fragment.split("&") else {}


@pytest.mark.one_language
def test_addresses_that_make_no_sense_are_told(quiz_page: QuizPage, quiz: QuizFile) -> None:
    quiz_page.open()
    for fragment, understood in broken_addresses(quiz):
        quiz_page.follow_fragment(fragment)
        quiz_page.expect_path(graph.walk(quiz, understood))
        expect(quiz_page.notice).to_be_visible()
        quiz_page.expect_fragment(understood)


@pytest.mark.one_language
@pytest.mark.parametrize("answered", [False, True])
def test_a_link_that_makes_no_sense_is_told(quiz_page: QuizPage, quiz: QuizFile, answered: bool) -> None:
    fragment, understood = next(case for case in broken_addresses(quiz) if "%" in case[0] and bool(case[1]) == answered)
    question = quiz.nodes[quiz.start].ask
    quiz_page.open_fragment(fragment)
    quiz_page.expect_path(graph.walk(quiz, understood))
    expect(quiz_page.notice).to_be_visible()
    if answered:
        quiz_page.back.click()
    quiz_page.expect_question(question, checked=understood.get(question))
    quiz_page.page.reload()
    quiz_page.expect_question(question, checked=understood.get(question))
    expect(quiz_page.notice).to_have_count(0)


@pytest.mark.one_language
def test_a_result_with_a_broken_part_is_told_as_well(quiz_page: QuizPage, longest: graph.Path) -> None:
    quiz_page.open_fragment(f"{quiz_page.fragment_of(longest.answers)}&nonsense=1")
    quiz_page.expect_path(longest)
    expect(quiz_page.notice).to_be_visible()


@pytest.mark.one_language
def test_answers_count_only_where_their_question_is_asked(
    quiz_page: QuizPage, quiz: QuizFile, longest: graph.Path
) -> None:
    later = dict(list(longest.answers.items())[1:])
    quiz_page.open(later)
    quiz_page.expect_question(longest.steps[0].question)
    quiz_page.expect_fragment({})
    off = next(question for question in quiz.questions if question.id not in longest.answers)
    quiz_page.open({off.id: off.options[0]} | longest.answers)
    quiz_page.expect_path(longest)
    quiz_page.expect_fragment(longest.answers)


@pytest.mark.one_language
def test_an_address_changed_by_hand_is_followed(quiz_page: QuizPage, longest: graph.Path, page: Page) -> None:
    quiz_page.open()
    quiz_page.follow_fragment(quiz_page.fragment_of(longest.answers))
    quiz_page.expect_path(longest)
    quiz_page.expect_arrival()
    page.go_back()
    quiz_page.expect_question(longest.steps[0].question, checked=longest.steps[0].option)


@pytest.mark.one_language
def test_the_link_to_a_section_is_no_answer(quiz_page: QuizPage, quiz: QuizFile, course: Course) -> None:
    section = course.pages[quiz_page.lang][course.place_of("quiz") or ""].headings[-1].id
    quiz_page.open_fragment(str(section))
    quiz_page.expect_question(quiz.nodes[quiz.start].ask)
    expect(quiz_page.notice).to_have_count(0)
    expect(quiz_page.page.locator(f"#{section}")).to_be_in_viewport()


# Languages, and what stays --------------------------------------------------------------------------------------------


@pytest.mark.one_language
def test_the_language_can_change_in_the_middle(
    quiz_page: QuizPage, other: str, longest: graph.Path, course: Course, page: Page
) -> None:
    quiz_page.open()
    quiz_page.hurry_through(longest.steps[:3])
    quiz_page.expect_question(longest.steps[3].question)
    page.locator(f"header a[hreflang={other}]").click()
    translated = QuizPage(quiz_page.visitor, course, other)
    translated.expect_question(longest.steps[3].question)
    assert page.url.startswith(quiz_page.visitor.url(translated.address))
    for step in reversed(longest.steps[:3]):
        translated.back.click()
        translated.expect_question(step.question, checked=step.option)


def test_the_language_can_change_on_a_result(
    quiz_page: QuizPage, other: str, longest: graph.Path, course: Course, page: Page
) -> None:
    quiz_page.open(longest.answers)
    quiz_page.expect_path(longest)
    page.locator(f"header a[hreflang={other}]").click()
    translated = QuizPage(quiz_page.visitor, course, other)
    translated.expect_path(longest)
    translated.expect_fragment(longest.answers)
    translated.unfold()
    for step in longest.steps:
        label = translated.question(step.question).options[step.option].label
        assert translated.shown(label) in lines(translated)
    page.locator(f"header a[hreflang={quiz_page.lang}]").click()
    quiz_page.expect_path(longest)


@pytest.mark.one_language
def test_nothing_of_the_quiz_stays_in_the_browser(
    quiz_page: QuizPage, longest: graph.Path, new_visitor: Callable[..., Visitor]
) -> None:
    own = QuizPage(new_visitor(locale=quiz_page.lang), quiz_page.course, quiz_page.lang)
    own.open()
    own.hurry_through(longest.steps)
    own.expect_path(longest)
    own.begin_change(longest.steps[0].question)
    kept = own.page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert [name for name in kept if not PREFERENCES.search(name)] == []
    assert own.visitor.context.cookies() == []
    assert own.page.evaluate("indexedDB.databases()") == []


# The key, beside the questions ----------------------------------------------------------------------------------------


@pytest.mark.one_language
def test_the_key_waits_folded_until_it_is_asked_for(quiz_page: QuizPage, quiz: QuizFile, page: Page) -> None:
    quiz_page.open()
    quiz_page.expect_question(quiz.nodes[quiz.start].ask)
    assert not is_open(quiz_page)
    summary = quiz_page.key.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert is_open(quiz_page)
    target = next(target.node for target in quiz.nodes[quiz.start].goto.values() if target.node)
    quiz_page.key.locator(f'a[href="#key-{target}"]').first.click()
    expect(page.locator(f"#key-{target}")).to_be_in_viewport()
    assert is_open(quiz_page)
    quiz_page.expect_question(quiz.nodes[quiz.start].ask)
    expect(quiz_page.notice).to_have_count(0)


@pytest.mark.one_language
def test_links_to_the_key_open_it(quiz_page: QuizPage, quiz: QuizFile, page: Page) -> None:
    node = list(quiz.nodes)[-1]
    quiz_page.open_fragment(f"key-{node}")
    expect(page.locator(f"#key-{node}")).to_be_in_viewport()
    quiz_page.expect_question(quiz.nodes[quiz.start].ask)
    quiz_page.open()
    assert not is_open(quiz_page)
    page.evaluate("node => { location.hash = `key-${node}` }", node)
    expect(page.locator(f"#key-{node}")).to_be_in_viewport()


@pytest.mark.one_language
def test_the_key_does_not_lose_the_answers(quiz_page: QuizPage, longest: graph.Path, page: Page) -> None:
    quiz_page.open()
    quiz_page.hurry_through(longest.steps[:2])
    page.evaluate("location.hash = 'key'")
    expect(page.locator("#key")).to_be_in_viewport()
    quiz_page.expect_question(longest.steps[2].question)
    quiz_page.expect_fragment(dict(list(longest.answers.items())[:2]))
    quiz_page.back.click()
    quiz_page.expect_question(longest.steps[1].question, checked=longest.steps[1].option)
    page.go_back()
    page.go_back()
    quiz_page.expect_question(longest.steps[2].question)
    quiz_page.answer(longest.steps[2].option)
    quiz_page.expect_fragment(dict(list(longest.answers.items())[:3]))


# On paper -------------------------------------------------------------------------------------------------------------


def test_a_question_prints_the_key_with_its_numbers(quiz_page: QuizPage, quiz: QuizFile, page: Page) -> None:
    quiz_page.open()
    printed = print_out(page)
    columns = quiz_page.key.locator("thead th").all_inner_texts()
    assert columns == [str(number) for number, _ in enumerate(quiz.nodes, 1)]
    assert {quiz_page.shown(quiz_page.question(node.ask).title) for node in quiz.nodes.values()} <= set(printed)
    assert quiz_page.interface["continue"] not in printed
    page.emulate_media(media="screen")
    assert not is_open(quiz_page)


@pytest.mark.one_language
def test_a_result_prints_what_to_do_without_buttons(quiz_page: QuizPage, longest: graph.Path, page: Page) -> None:
    quiz_page.open(longest.answers)
    quiz_page.expect_path(longest)
    actions = [" ".join(text.split()) for text in quiz_page.app.locator("ol > li").all_text_contents()]
    printed = print_out(page)
    assert actions
    assert set(actions) <= set(printed)
    for step in longest.steps:
        assert quiz_page.shown(quiz_page.question(step.question).options[step.option].label) in printed
    for name in ("change", "restart", "compare", "copy_answers", "copy_outcome"):
        assert quiz_page.interface[name] not in printed
    assert [line for line in printed if re.match(r"\d+\. ", line)] == []


# What the tests above are made of -------------------------------------------------------------------------------------


def lines(quiz_page: QuizPage) -> list[str]:
    """Return what the quiz says, line by line."""
    text = quiz_page.app.inner_text()
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


def is_open(quiz_page: QuizPage) -> bool:
    return bool(quiz_page.key.evaluate("key => key.open"))


def first_line(text: str) -> str:
    return polish(text.split(".")[0], "")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element that matches has the focus."""
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def print_out(page: Page) -> list[str]:
    """Return the lines of the article on paper, as they stand while the browser prints."""
    page.emulate_media(media="print")
    page.evaluate(
        """addEventListener("beforeprint", () => { window.printed = document.querySelector("article").innerText },
             { once: true })"""
    )
    page.pdf()
    text: str = page.evaluate("window.printed")
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]
