"""The quizzes that readers take: each edge of their graphs, their figures and promises, path by path."""

from __future__ import annotations

from collections import Counter
from math import prod
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from courses import MINIMAL, PROJECT, TESTS, course_of
from golden import CASES
from sitegen.kinds.quiz import QUIZ, graph

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.kinds.quiz.shape import Invariant, QuizFile

OTHER = TESTS / "fixtures" / "other_course"
FLOWS: dict[str, dict[str, dict[str, str]]] = yaml.safe_load((CASES / "flow.yml").read_text(encoding="utf-8"))
GOLDEN = [
    (name, node, option, target)
    for name, flow in FLOWS.items()
    for node, goto in flow.items()
    for option, target in goto.items()
]


def quiz_in(project: Path) -> QuizFile:
    quiz = QUIZ.of(course_of(project))
    assert quiz
    return quiz


def written_in(project: Path) -> dict[str, Any]:
    """Return the quiz as it stands in its file."""
    written: dict[str, Any] = yaml.safe_load((project / "content" / "quiz.yml").read_text(encoding="utf-8"))
    return written


@pytest.fixture(params=[MINIMAL, OTHER, PROJECT], ids=["minimal", "other", "real"])
def project(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def quiz(project: Path) -> QuizFile:
    return quiz_in(project)


@pytest.fixture
def paths(quiz: QuizFile) -> list[graph.Path]:
    return list(graph.paths(quiz))


def arrival(quiz: QuizFile, node: str, option: str) -> str | None:
    """Go to a node the shortest way, answer there, and say where one is: at a node, or at `=outcome`."""
    path = graph.walk(quiz, {**graph.shortest_answers(quiz)[node], quiz.nodes[node].ask: option})
    assert path.steps[-1].node == node
    return f"={path.outcome}" if path.outcome else path.node


@pytest.mark.parametrize(("name", "node", "option", "target"), GOLDEN, ids=["-".join(edge[:3]) for edge in GOLDEN])
def test_golden_edge(name: str, node: str, option: str, target: str) -> None:
    assert arrival(quiz_in(TESTS / "fixtures" / name), node, option) == target


@pytest.mark.parametrize("name", FLOWS)
def test_no_golden_edge_is_missing(name: str) -> None:
    nodes = quiz_in(TESTS / "fixtures" / name).nodes
    assert {node: set(goto) for node, goto in FLOWS[name].items()} == {n: set(each.goto) for n, each in nodes.items()}


def test_every_edge_leads_where_its_file_says(project: Path, quiz: QuizFile) -> None:
    for name, node in written_in(project)["nodes"].items():
        for option, target in node["goto"].items():
            wanted = target if isinstance(target, str) else f"={target['outcome']}"
            assert arrival(quiz, name, option) == wanted, (name, option)


def test_figures(quiz: QuizFile, paths: list[graph.Path]) -> None:
    options = graph.options(quiz)
    lengths = [len(path.steps) for path in paths]
    combinations = Counter[str]()
    for path in paths:
        combinations[str(path.outcome)] += prod(len(options[name]) for name in options.keys() - path.answers.keys())
    assert graph.figures(quiz) == graph.Figures(
        nodes=len(quiz.nodes),
        exits=sum(target.outcome is not None for node in quiz.nodes.values() for target in node.goto.values()),
        paths=len(paths),
        shortest=min(lengths),
        longest=max(lengths),
        combinations=combinations.total(),
        outcome_paths=dict(Counter(path.outcome for path in paths)),
        outcome_combinations=dict(combinations),
    )


def test_every_question_changes_some_result(quiz: QuizFile, paths: list[graph.Path]) -> None:
    changing = set()
    for path in paths:
        for question, options in graph.options(quiz).items():
            after = {graph.walk(quiz, {**path.answers, question: option}).outcome for option in options}
            if question not in path.answers:
                assert after == {path.outcome}
            elif after - {None, path.outcome}:
                changing.add(question)
    assert changing == graph.options(quiz).keys()


def test_promises_are_kept(quiz: QuizFile, paths: list[graph.Path]) -> None:
    assert quiz.invariants
    for invariant in quiz.invariants:
        assert [path.answers for path in paths if breaks(quiz, invariant, path, paths)] == [], invariant.id


def test_promises_are_about_something(quiz: QuizFile, paths: list[graph.Path]) -> None:
    """Some path gives the answers, or reaches the outcome, of which each promise speaks."""
    for invariant in quiz.invariants:
        if invariant.when:
            assert any(gives(path, invariant.when) for path in paths), invariant.id
        else:
            wanted = {invariant.outcome, *(invariant.never_gains or ())}
            assert any(path.outcome in wanted for path in paths), invariant.id


def breaks(quiz: QuizFile, invariant: Invariant, path: graph.Path, paths: list[graph.Path]) -> bool:
    """Read a promise as it is written, and tell whether a path breaks it."""
    if invariant.when:
        return gives(path, invariant.when) and path.outcome in (invariant.never or ())
    if invariant.needs:
        return path.outcome == invariant.outcome and not gives(path, invariant.needs)
    question, order = str(invariant.monotone), invariant.order or ()
    if path.outcome not in (invariant.never_gains or ()) or question not in path.answers:
        return False
    for less in order[: order.index(path.answers[question])]:
        kept = {**path.answers, question: less}
        others = [other for other in paths if agrees(other, kept)]
        assert others
        if any(other.outcome != path.outcome for other in others):
            return True
    return False


def gives(path: graph.Path, wanted: dict[str, tuple[str, ...]]) -> bool:
    return all(path.answers.get(question) in options for question, options in wanted.items())


def agrees(path: graph.Path, answers: dict[str, str]) -> bool:
    """Tell whether one reader can give these answers and take this path."""
    return all(answers.get(question, option) == option for question, option in path.answers.items())


def test_what_was_declined_on_purpose_is_no_miss() -> None:
    """The one promise of the real quiz that no invariant of its file makes."""
    paths = [path for path in graph.paths(quiz_in(PROJECT)) if path.answers.get("cause") == "deliberate"]
    assert paths
    assert "missed" not in {path.outcome for path in paths}
