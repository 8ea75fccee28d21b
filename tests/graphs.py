"""Decision graphs for tests: made at random, written short, and walked by brute force.

The functions here are the plain reading of what a quiz means; `sitegen.graph` must agree with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from sitegen.course.yamlfile import Document
from sitegen.kinds.quiz.shape import QuizFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.kinds.quiz.shape import Target

Answers = dict[str, str]
Run = tuple[Answers, str]
"""The answers that counted, in the order asked, and the outcome."""


def quiz_of(
    nodes: dict[str, dict[str, str]], asks: dict[str, str] | None = None, invariants: tuple[dict[str, Any], ...] = ()
) -> QuizFile:
    """Build a quiz from `{node: {option: target}}`, where a target `=x` is an outcome.

    The first node is the start; a node asks the question of its own name unless `asks` says otherwise.
    """
    asks = {name: (asks or {}).get(name, name) for name in nodes}
    options: dict[str, dict[str, None]] = {}
    for name, goto in nodes.items():
        options.setdefault(asks[name], {}).update(dict.fromkeys(goto))
    targets = {target for goto in nodes.values() for target in goto.values()}
    outcomes = sorted(target[1:] for target in targets if target.startswith("="))
    return QuizFile.model_validate(
        {
            "start": next(iter(nodes)),
            "questions": [{"id": question, "options": list(offered)} for question, offered in options.items()],
            "nodes": {
                name: {"ask": asks[name], "goto": {option: _target(target) for option, target in goto.items()}}
                for name, goto in nodes.items()
            },
            "outcomes": [{"id": outcome, "tone": "neutral", "chapter": "page.md#section"} for outcome in outcomes],
            "invariants": invariants,
        }
    )


def document_of(quiz: QuizFile) -> Document:
    """Return the quiz as a document, in which all stands on line 1."""
    return Document("quiz.yml", quiz.model_dump(), {})


@st.composite
def quizzes(draw: st.DrawFn, max_questions: int = 4, max_nodes: int = 9) -> QuizFile:
    """Draw a valid decision graph: closed, without cycle, no question twice, everything reached and used.

    Parts may be shared, and answers need not matter.
    """
    questions = {
        f"q{number}": [f"a{letter}" for letter in range(draw(st.integers(2, 3)))]
        for number in range(draw(st.integers(1, max_questions)))
    }
    names = draw(st.permutations([f"n{number}" for number in range(draw(st.integers(1, max_nodes)))]))
    asks: dict[str, str] = {}
    nodes: dict[str, dict[str, str]] = {}
    below: dict[str, set[str]] = {}
    for name in names:  # from the ends upwards: a node leads to earlier ones, which do not ask its question
        asks[name] = question = draw(st.sampled_from(sorted(questions)))
        open_to_it = [other for other in nodes if question not in below[other]]
        ends = st.sampled_from(["=x", "=y", "=z"])
        targets = st.one_of(ends, st.sampled_from(open_to_it)) if open_to_it else ends
        nodes[name] = {option: draw(targets) for option in questions[question]}
        below[name] = {question}.union(*(below[target] for target in nodes[name].values() if target in nodes))
    start = max(nodes, key=lambda name: (len(below[name]), name))
    reached = _reached(nodes, start)
    return quiz_of({name: nodes[name] for name in reached}, asks)


@st.composite
def marked_quizzes(draw: st.DrawFn) -> QuizFile:
    """Draw a valid graph of outcomes of all tones, with vetoes, and with answers that readers control."""
    data = draw(quizzes()).model_dump(exclude_none=True)
    for question in data["questions"]:
        option = st.sampled_from(question["options"])
        some = st.lists(option, min_size=1, max_size=2, unique=True)
        question["veto"] = draw(st.just([]) | some)
        question["controllable"] = draw(st.dictionaries(option, some))
    for outcome in data["outcomes"]:
        outcome["tone"] = draw(st.sampled_from(["corrective", "constructive", "neutral"]))
    return QuizFile.model_validate(data)


@dataclass(frozen=True)
class BruteForce:
    """Everything about a quiz that trying all answer combinations tells."""

    quiz: QuizFile

    @cached_property
    def options(self) -> dict[str, tuple[str, ...]]:
        return {question.id: question.options for question in self.quiz.questions}

    @cached_property
    def runs(self) -> list[tuple[Answers, Run]]:
        """Every answer combination with the run that it gives."""
        return [(answers, self.run(answers)) for answers in self.combinations()]

    @cached_property
    def paths(self) -> list[Run]:
        """Every different run."""
        different = {(tuple(counted.items()), outcome) for _, (counted, outcome) in self.runs}
        return [(dict(counted), outcome) for counted, outcome in sorted(different)]

    def combinations(self) -> Iterator[Answers]:
        for picked in product(*self.options.values()):
            yield dict(zip(self.options, picked, strict=True))

    def run(self, answers: Answers, start: Target | None = None) -> Run:
        """Answer question after question from `start`, by default the quiz's own."""
        counted: Answers = {}
        node, outcome = (self.quiz.start, None) if start is None else (start.node, start.outcome)
        while node is not None:
            question = self.quiz.nodes[node].ask
            counted[question] = answers[question]
            target = self.quiz.nodes[node].goto[answers[question]]
            node, outcome = target.node, target.outcome
        assert outcome is not None
        return counted, outcome


def _target(text: str) -> Any:
    return {"outcome": text[1:]} if text.startswith("=") else text


def _reached(nodes: dict[str, dict[str, str]], start: str) -> list[str]:
    reached = [start]
    for name in reached:
        reached += [
            target for target in dict.fromkeys(nodes[name].values()) if target in nodes and target not in reached
        ]
    return reached
