"""How right the quiz is about its cases."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.kinds.cases.readings import agreement
from sitegen.kinds.quiz import graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sitegen.kinds.cases.shape import Case
    from sitegen.kinds.quiz.shape import QuizFile


@dataclass(frozen=True)
class Run:
    """A case that went through the quiz."""

    case: Case
    path: graph.Path
    action: str | None
    """What the result tells the reader to do first."""

    @property
    def best(self) -> bool:
        """Whether no other action was judged better."""
        return self.action == self.case.best

    @property
    def right(self) -> bool:
        """Whether the action was judged right or defensible."""
        return self.action in self.case.right

    @property
    def harmful(self) -> bool:
        """Whether the action was judged wrong."""
        return self.action in self.case.wrong


@dataclass(frozen=True)
class Score:
    """How many cases there are, and how many of them meet an action that was judged so."""

    cases: int
    right: int
    best: int
    harmful: int


@dataclass(frozen=True)
class Scores:
    """What counting all cases gives."""

    all: Score
    outcomes: dict[str, Score]
    """Of the cases that end in each outcome."""
    agreement: dict[str, float]
    """Question -> how far its readings agree, in the order of the quiz."""


def run(quiz: QuizFile, case: Case) -> Run | None:
    """Return how a case goes through the quiz; None when its answers do not reach an outcome."""
    path = graph.walk(quiz, case.given)
    return Run(case, path, graph.first_action(quiz, path)) if path.outcome else None


def runs(quiz: QuizFile, cases: Iterable[Case]) -> list[Run]:
    """Return how all cases go through the quiz that reach an outcome."""
    return [done for case in cases if (done := run(quiz, case))]


def scores(quiz: QuizFile, cases: Sequence[Case]) -> Scores:
    """Count all cases."""
    done = runs(quiz, cases)
    ending: dict[str | None, list[Run]] = defaultdict(list)
    for each in done:
        ending[each.path.outcome].append(each)
    agreed = agreement(case.readings or () for case in cases)
    return Scores(
        _score(done),
        {outcome.id: _score(ending[outcome.id]) for outcome in quiz.outcomes},
        {question.id: agreed[question.id] for question in quiz.questions if question.id in agreed},
    )


def _score(done: Sequence[Run]) -> Score:
    return Score(
        len(done),
        right=sum(each.right for each in done),
        best=sum(each.best for each in done),
        harmful=sum(each.harmful for each in done),
    )
