"""The decision graph of a quiz: walking it, counting it, comparing its parts.

All functions expect a closed graph without cycles (`proofs` makes sure of that first). Counting works node by node,
so its cost grows with the graph, not with the number of answer combinations.
"""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from sitegen.models import Target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sitegen.models import QuizFile

Answers = dict[str, str]
"""Question -> option picked, in the order asked."""
Differ = Callable[[str, str], bool]
"""Compares two outcomes."""


@dataclass(frozen=True)
class Step:
    """One question met on a path, and its answer."""

    node: str
    question: str
    option: str


@dataclass(frozen=True)
class Path:
    """A way through the graph: complete when it ends in an outcome."""

    steps: tuple[Step, ...]
    node: str | None
    """Where the walk stopped for want of an answer."""
    outcome: str | None

    @property
    def answers(self) -> Answers:
        """The answers given, in the order asked."""
        return {step.question: step.option for step in self.steps}


@dataclass(frozen=True)
class Figures:
    """What counting the whole graph gives."""

    nodes: int
    exits: int
    """Options, over all nodes, that end in an outcome."""
    paths: int
    shortest: int
    """Fewest questions on a path."""
    longest: int
    """Most questions on a path."""
    combinations: int
    """Ways to answer all questions of the bank."""
    outcome_paths: dict[str, int]
    outcome_combinations: dict[str, int]


def walk(quiz: QuizFile, answers: Mapping[str, str]) -> Path:
    """Follow `answers` from the start as far as they reach; answers to questions not met do not count."""
    steps: list[Step] = []
    target = Target(node=quiz.start)
    while target.node is not None:
        node = quiz.nodes[target.node]
        option = answers.get(node.ask)
        if option is None or option not in node.goto:
            return Path(tuple(steps), target.node, None)
        steps.append(Step(target.node, node.ask, option))
        target = node.goto[option]
    return Path(tuple(steps), None, target.outcome)


def paths(quiz: QuizFile) -> Iterator[Path]:
    """Yield every complete path, in the order in which options are offered."""

    def follow(target: Target, steps: tuple[Step, ...]) -> Iterator[Path]:
        if target.node is None:
            yield Path(steps, None, target.outcome)
            return
        node = quiz.nodes[target.node]
        for option in options(quiz)[node.ask]:
            yield from follow(node.goto[option], (*steps, Step(target.node, node.ask, option)))

    yield from follow(Target(node=quiz.start), ())


def options(quiz: QuizFile) -> dict[str, tuple[str, ...]]:
    """Return question -> its options, in the order offered."""
    return {question.id: question.options for question in quiz.questions}


def bottom_up(quiz: QuizFile) -> list[str]:
    """Return the nodes that the start reaches, each after all nodes that it leads to."""
    order: dict[str, None] = {}
    stack = [(quiz.start, False)]
    while stack:
        name, done = stack.pop()
        if done:
            order.setdefault(name)
        elif name not in order:
            stack.append((name, True))
            stack.extend((target.node, False) for target in quiz.nodes[name].goto.values() if target.node)
    return list(order)


def remaining(quiz: QuizFile) -> dict[str, tuple[int, int]]:
    """Return node -> fewest and most questions still to answer there, its own included."""
    bounds: dict[str, tuple[int, int]] = {}
    for name in bottom_up(quiz):
        below = [bounds[t.node] if t.node else (0, 0) for t in quiz.nodes[name].goto.values()]
        bounds[name] = (1 + min(low for low, _ in below), 1 + max(high for _, high in below))
    return bounds


def figures(quiz: QuizFile) -> Figures:
    """Count paths and answer combinations, in all and per outcome, exactly."""
    path_counts: dict[str, dict[str, int]] = {}
    shares: dict[str, dict[str, Fraction]] = {}
    order = bottom_up(quiz)
    for name in order:
        node = quiz.nodes[name]
        share = Fraction(1, len(node.goto))
        path_counts[name], shares[name] = {}, {}
        for target in node.goto.values():
            below = path_counts[target.node] if target.node else {str(target.outcome): 1}
            below_shares = shares[target.node] if target.node else {str(target.outcome): Fraction(1)}
            for outcome, count in below.items():
                path_counts[name][outcome] = path_counts[name].get(outcome, 0) + count
                shares[name][outcome] = shares[name].get(outcome, Fraction(0)) + share * below_shares[outcome]
    combinations = prod(len(question.options) for question in quiz.questions)
    counts, portions = path_counts[quiz.start], shares[quiz.start]
    shortest, longest = remaining(quiz)[quiz.start]
    return Figures(
        nodes=len(order),
        exits=sum(target.outcome is not None for name in order for target in quiz.nodes[name].goto.values()),
        paths=sum(counts.values()),
        shortest=shortest,
        longest=longest,
        combinations=combinations,
        outcome_paths={outcome.id: counts.get(outcome.id, 0) for outcome in quiz.outcomes},
        outcome_combinations={
            outcome.id: int(portions.get(outcome.id, Fraction(0)) * combinations) for outcome in quiz.outcomes
        },
    )


def shortest_answers(quiz: QuizFile) -> dict[str, Answers]:
    """Return node -> the shortest answers that lead there from the start."""
    reached: dict[str, Answers] = {quiz.start: {}}
    queue = deque([quiz.start])
    while queue:
        name = queue.popleft()
        node = quiz.nodes[name]
        for option, target in node.goto.items():
            if target.node and target.node in quiz.nodes and target.node not in reached:
                reached[target.node] = {**reached[name], node.ask: option}
                queue.append(target.node)
    return reached


def witness(
    quiz: QuizFile,
    outcomes: Collection[str],
    allowed: Mapping[str, Collection[str]],
    met: Collection[str] = (),
) -> Path | None:
    """Return a shortest path to one of `outcomes`, or None.

    `allowed` restricts the answers to the questions that it names; every question in `met` must have been asked.
    """
    queue: deque[tuple[Target, tuple[Step, ...], frozenset[str]]] = deque([(Target(node=quiz.start), (), frozenset())])
    seen = set()
    while queue:
        target, steps, asked = queue.popleft()
        if target.node is None:
            if target.outcome in outcomes and asked == frozenset(met):
                return Path(steps, None, target.outcome)
            continue
        if (target.node, asked) in seen:
            continue
        seen.add((target.node, asked))
        node = quiz.nodes[target.node]
        for option, below in node.goto.items():
            if node.ask not in allowed or option in allowed[node.ask]:
                step = Step(target.node, node.ask, option)
                queue.append((below, (*steps, step), asked | ({node.ask} & frozenset(met))))
    return None


class Comparison:
    """Decides whether two parts of a graph always give the same outcome."""

    def __init__(self, quiz: QuizFile) -> None:
        self._quiz = quiz
        self._shape: dict[str, object] = {}
        known: dict[object, object] = {}
        for name in bottom_up(quiz):
            node = quiz.nodes[name]
            below = tuple((option, self._form(target)) for option, target in sorted(node.goto.items()))
            same = len({form for _, form in below}) == 1
            key = below[0][1] if same else (node.ask, below)
            self._shape[name] = known.setdefault(key, key if same else ("node", len(known)))

    def difference(self, left: Target, right: Target, wanted: Differ = operator.ne) -> Answers | None:
        """Return answers under which the two targets end in outcomes that are `wanted`; None when there are none.

        `wanted(left outcome, right outcome)` must be false for equal outcomes.
        """
        return self._search(left, right, {}, wanted)

    def _form(self, target: Target) -> object:
        return self._shape[target.node] if target.node else ("outcome", target.outcome)

    def _search(self, left: Target, right: Target, given: Answers, wanted: Differ) -> Answers | None:
        left, right = self._follow(left, given), self._follow(right, given)
        if self._form(left) == self._form(right):
            return None
        asking = left.node or right.node
        if asking is None:
            return given if wanted(str(left.outcome), str(right.outcome)) else None
        node = self._quiz.nodes[asking]
        for option in node.goto:
            found = self._search(left, right, {**given, node.ask: option}, wanted)
            if found is not None:
                return found
        return None

    def _follow(self, target: Target, given: Answers) -> Target:
        while target.node and (option := given.get(self._quiz.nodes[target.node].ask)):
            target = self._quiz.nodes[target.node].goto[option]
        return target
