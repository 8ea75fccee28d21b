"""Two interpreters, one truth: the script in the browser and the generator agree on every path of any quiz."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from browser.drawn import draw
from conftest import PROJECT
from courses import data_of, writes
from graphs import marked_quizzes
from sitegen.kinds.quiz import explain, graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import ServeDirectory
    from playwright.sync_api import Browser, Page
    from sitegen.course.course import Course
    from sitegen.kinds.quiz.shape import QuizFile

FLOWS = 500

EXPLAIN_ALL = """async ({ address, sent }) => {
  const { answersOf, changes, format, parse, possible, reason, remaining, situation, walk } = await import(address);
  const triples = (steps) => steps.map(({ node, question, option }) => [node, question, option]);
  const explain = (flow, answers) => {
    const path = walk(flow, answers);
    const { situations } = flow.outcomes[path.outcome];
    const link = parse(flow, "#" + format(flow, path.steps));
    return {
      steps: triples(path.steps),
      outcome: path.outcome,
      situation: situations.indexOf(situation(situations, answers)),
      bounds: path.steps.map(({ node }) => remaining(flow, node)),
      reason: Object.entries(reason(flow, path)),
      changes: changes(flow, path).map(({ question, options, outcomes, atOnce, controllable }) =>
        [question, options, outcomes, atOnce, controllable]),
      address: [link.fingerprint, Object.entries(link.answers), link.before, link.mapped, link.dropped],
    };
  };
  const stop = (flow, answers) => {
    const { steps, node, outcome } = walk(flow, answers);
    return [triples(steps), node, outcome];
  };
  const found = JSON.parse(sent).map(({ flow, complete, partial }) => ({
    complete: complete.map((answers) => explain(flow, answers)),
    stops: partial.map((answers) => stop(flow, answers)),
    possible: partial.map((answers) => possible(flow, answers)),
  }));
  return JSON.stringify(found);
}"""


@pytest.fixture(scope="module")
def module_page(browser: Browser, serve_directory: ServeDirectory) -> Iterator[Page]:
    """A page beside the script as it is written."""
    with serve_directory(PROJECT / "docs" / "assets") as url:
        page = browser.new_page()
        page.goto(f"{url}quiz/flow.js")
        yield page
        page.close()


def flow_of(quiz: QuizFile) -> dict[str, Any]:
    """Return as much of a quiz's data as its interpreter needs."""
    return {
        "start": quiz.start,
        "nodes": {
            name: {"ask": node.ask, "goto": {o: t.model_dump(exclude_none=True) for o, t in node.goto.items()}}
            for name, node in quiz.nodes.items()
        },
        "questions": {
            question.id: {
                "options": {option: {} for option in question.options},
                "veto": question.veto,
                "controllable": question.controllable,
            }
            for question in quiz.questions
        },
        "outcomes": {outcome.id: {"tone": outcome.tone, "situations": [{"when": {}}]} for outcome in quiz.outcomes},
        "fingerprint": graph.fingerprint(quiz),
        "retired": {"questions": {}, "options": {}},
    }


def partial_answers(paths: list[graph.Path]) -> list[graph.Answers]:
    """Return answers that break off, that leave a gap, or that are none."""
    runs: list[graph.Answers] = [{}]
    for path in paths:
        answers = list(path.answers.items())
        runs += [dict(answers[:-1]), dict(answers[1:]), {**dict(answers), answers[-1][0]: "constructor"}]
    return runs


def explained(quiz: QuizFile) -> dict[str, Any]:
    """Return what Python finds on every path of a quiz."""
    paths, bounds, fingerprint = list(graph.paths(quiz)), graph.remaining(quiz), graph.fingerprint(quiz)
    return {
        "complete": [
            {
                "steps": triples(path),
                "outcome": path.outcome,
                "situation": situation(quiz, path),
                "bounds": [[*bounds[step.node]] for step in path.steps],
                "reason": pairs(explain.reason(quiz, path)),
                "changes": [
                    [change.question, [*change.options], [*change.outcomes], change.at_once, change.controllable]
                    for change in explain.changes(quiz, path)
                ],
                "address": [fingerprint, pairs(path.answers), None, [], []],
            }
            for path in paths
        ],
        "stops": [
            [triples(path), path.node, path.outcome]
            for path in (graph.walk(quiz, answers) for answers in partial_answers(paths))
        ],
        "possible": [possible(quiz, answers) for answers in partial_answers(paths)],
    }


def situation(quiz: QuizFile, path: graph.Path) -> int:
    """Return the place of the situation that a path meets; an outcome without any is one itself."""
    outcome = next(outcome for outcome in quiz.outcomes if outcome.id == path.outcome)
    found = graph.situation(outcome, path.answers)
    return outcome.situations.index(found) if found else 0


def triples(path: graph.Path) -> list[list[str]]:
    return [[step.node, step.question, step.option] for step in path.steps]


def pairs(answers: graph.Answers) -> list[list[str]]:
    return [[question, option] for question, option in answers.items()]


def possible(quiz: QuizFile, answers: graph.Answers) -> list[str]:
    found = explain.possible(quiz, {question: (option,) for question, option in answers.items()})
    return [outcome.id for outcome in quiz.outcomes if outcome.id in found]


def asked_in_browser(page: Page, flows: list[tuple[QuizFile, dict[str, Any]]]) -> list[dict[str, Any]]:
    sent = []
    for quiz, flow in flows:
        paths = list(graph.paths(quiz))
        complete = [path.answers for path in paths]
        sent.append({"flow": flow, "complete": complete, "partial": partial_answers(paths)})
    found = page.evaluate(EXPLAIN_ALL, {"address": page.url, "sent": json.dumps(sent)})  # far quicker as text
    return list(json.loads(found))


def test_both_agree_on_every_path_of_the_quiz(
    module_page: Page, quiz: QuizFile, course: Course, paths: tuple[graph.Path, ...]
) -> None:
    expected = explained(quiz)
    assert len(expected["complete"]) == len(paths)
    for lang in course.languages:
        data = data_of(writes(course, lang))
        assert asked_in_browser(module_page, [(quiz, data)]) == [expected]


@pytest.fixture(scope="module")
def generated() -> list[tuple[QuizFile, dict[str, Any]]]:
    """Quizzes, each with what Python finds on its paths."""
    return [(quiz, explained(quiz)) for quiz in draw(marked_quizzes(), FLOWS)]


def test_both_agree_on_every_path_of_generated_quizzes(
    module_page: Page, generated: list[tuple[QuizFile, dict[str, Any]]]
) -> None:
    """Of those on which they do not agree, the smallest is shown."""
    found = asked_in_browser(module_page, [(quiz, flow_of(quiz)) for quiz, _ in generated])
    differing = [(quiz, there, here) for (quiz, here), there in zip(generated, found, strict=True) if there != here]
    if differing:
        quiz, there, here = min(differing, key=lambda case: len(case[0].nodes))
        assert there == here, quiz


def test_generated_quizzes_are_of_all_kinds(generated: list[tuple[QuizFile, dict[str, Any]]]) -> None:
    """Otherwise the test above would prove little."""
    seen = set()
    for quiz, findings in generated:
        vetoes = {question.id: question.veto for question in quiz.questions}
        for path in findings["complete"]:
            seen.add(f"{len(path['steps']) - len(path['reason'])} answers without effect")
            seen |= {"veto given" for _, question, option in path["steps"] if option in vetoes[question]}
            for _, options, outcomes, at_once, controllable in path["changes"]:
                seen |= {f"{len(options)} options", f"{len(outcomes)} outcomes", f"change at once: {at_once}"}
                seen.add(f"controllable: {controllable}")
    assert seen >= {
        *(f"{number} answers without effect" for number in (0, 1, 2)),
        *(f"{number} options" for number in (1, 2)),
        *(f"{number} outcomes" for number in (1, 2, 3)),
        *(f"change at once: {at_once}" for at_once in (True, False)),
        *(f"controllable: {controllable}" for controllable in (True, False)),
        "veto given",
    }
