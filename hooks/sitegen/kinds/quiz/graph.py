"""The decision graph of a quiz: walking it, counting it, comparing its parts.

All functions expect a closed graph without cycles (`proofs` makes sure of that first). Counting works node by node,
so its cost grows with the graph, not with the number of answer combinations.
"""

from __future__ import annotations

import json
import operator
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from math import prod
from typing import TYPE_CHECKING

from sitegen.kinds.quiz.shape import Target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sitegen.kinds.quiz.shape import Outcome, QuizFile, Situation

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

    @cached_property
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
    name: str | None = quiz.start
    outcome: str | None = None
    while name is not None:
        node = quiz.nodes[name]
        option = answers.get(node.ask)
        if option is None or option not in node.goto:
            return Path(tuple(steps), name, None)
        steps.append(Step(name, node.ask, option))
        name, outcome = node.goto[option].node, node.goto[option].outcome
    return Path(tuple(steps), None, outcome)


def situation(outcome: Outcome, answers: Mapping[str, str]) -> Situation | None:
    """Return which of an outcome's situations the answers on a path to it meet, if it has any."""
    for each in outcome.situations:
        if all(answers.get(question) in options for question, options in (each.when or {}).items()):
            return each
    return None


def first_action(quiz: QuizFile, path: Path) -> str | None:
    """Return what a complete path tells the reader to do first, of the quiz's actions, if it names any."""
    outcome = next(each for each in quiz.outcomes if each.id == path.outcome)
    met = situation(outcome, path.answers)
    return (met.action if met else None) or outcome.action


def paths(quiz: QuizFile) -> Iterator[Path]:
    """Yield every complete path, in the order in which options are offered."""

    offered = options(quiz)

    def follow(target: Target, steps: tuple[Step, ...]) -> Iterator[Path]:
        if target.node is None:
            yield Path(steps, None, target.outcome)
            return
        node = quiz.nodes[target.node]
        for option in offered[node.ask]:
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


def before(quiz: QuizFile) -> dict[str, int]:
    """Return node -> the most questions that may have been answered on the way there."""
    found = {quiz.start: 0}
    for name in reversed(bottom_up(quiz)):
        for target in quiz.nodes[name].goto.values():
            if target.node:
                found[target.node] = max(found.get(target.node, 0), found[name] + 1)
    return found


def longest_path(quiz: QuizFile) -> Answers:
    """Return the answers of a path with the most questions."""
    bounds = remaining(quiz)
    answers: Answers = {}
    target = Target(node=quiz.start)
    while target.node is not None:
        node = quiz.nodes[target.node]
        option = max(node.goto, key=lambda option: bounds.get(str(node.goto[option].node), (0, 0))[1])
        answers[node.ask] = option
        target = node.goto[option]
    return answers


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


def fingerprint(quiz: QuizFile) -> str:
    """Return four hexadecimal digits that change with the ids and transitions, never with the wording."""
    shape = [
        quiz.start,
        {question.id: question.options for question in quiz.questions},
        {name: [node.ask, {o: [t.node, t.outcome] for o, t in node.goto.items()}] for name, node in quiz.nodes.items()},
    ]
    return sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()[:4]


def fragment(quiz: QuizFile, path: Path) -> str:
    """Return what opens the quiz with the answers of a path, as the part of its address after `#`; see flow.js."""
    return "&".join([f"d={fingerprint(quiz)}", *(f"{step.question}={step.option}" for step in path.steps)])


class Comparison:
    """Decides whether two parts of a graph always give the same outcome.

    Parts of one form are equal without looking; others are followed side by side until they differ. What was found
    equal is remembered, so that no pair of nodes is followed twice under the same answers.
    """

    def __init__(self, quiz: QuizFile) -> None:
        self._quiz = quiz
        self.reached = shortest_answers(quiz)
        """Node -> the shortest answers that lead there."""
        self._form_of: dict[str, object] = {}
        self._asks: dict[str, frozenset[str]] = {}
        self._ends: dict[str, frozenset[str]] = {}
        known: dict[object, object] = {}
        for name in bottom_up(quiz):
            node = quiz.nodes[name]
            targets = sorted(node.goto.items())
            below = tuple((option, self._form(target)) for option, target in targets)
            same = len({form for _, form in below}) == 1
            key = below[0][1] if same else (node.ask, below)
            self._form_of[name] = known.setdefault(key, key if same else ("node", len(known)))
            self._asks[name] = frozenset({node.ask}).union(*(self._asked(target) for _, target in targets))
            self._ends[name] = frozenset().union(*(self._outcomes(target) for _, target in targets))

    def difference(self, left: Target, right: Target, wanted: Differ = operator.ne) -> Answers | None:
        """Return answers under which the two targets end in outcomes that are `wanted`; None when there are none.

        `wanted(left outcome, right outcome)` must be false for equal outcomes.
        """
        return self._search(left, right, {}, wanted, set())

    def _search(self, left: Target, right: Target, given: Answers, wanted: Differ, vain: set[object]) -> Answers | None:
        left, right = self._follow(left, given), self._follow(right, given)
        if self._form(left) == self._form(right):
            return None
        if not any(wanted(one, other) for one in self._outcomes(left) for other in self._outcomes(right)):
            return None
        asking = left.node or right.node
        if asking is None:
            return given
        matters = self._asked(left) | self._asked(right)
        state = (left, right, frozenset((question, given[question]) for question in matters & given.keys()))
        if state in vain:
            return None
        node = self._quiz.nodes[asking]
        for option in node.goto:
            found = self._search(left, right, {**given, node.ask: option}, wanted, vain)
            if found is not None:
                return found
        vain.add(state)
        return None

    def _follow(self, target: Target, given: Answers) -> Target:
        while target.node and (option := given.get(self._quiz.nodes[target.node].ask)):
            target = self._quiz.nodes[target.node].goto[option]
        return target

    def _form(self, target: Target) -> object:
        return self._form_of[target.node] if target.node else ("outcome", target.outcome)

    def _asked(self, target: Target) -> frozenset[str]:
        return self._asks[target.node] if target.node else frozenset()

    def _outcomes(self, target: Target) -> frozenset[str]:
        return self._ends[target.node] if target.node else frozenset({str(target.outcome)})
