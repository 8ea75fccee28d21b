"""Whether answers to a quiz are those of a path: all that it asks, and nothing else."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from sitegen.findings import choices
from sitegen.kinds.quiz import graph
from sitegen.kinds.quiz.closed import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sitegen.kinds.quiz.shape import QuizFile


def problem(quiz: QuizFile, answers: graph.Answers) -> str | None:
    """Return why answers are not those of a path; None when they are. All that is unknown is told at once."""
    if unknown := list(_unknown(graph.options(quiz), answers)):
        return "; ".join(unknown)
    path = graph.walk(quiz, answers)
    if path.node is not None:
        return f"after {said(path.answers)} the quiz asks '{quiz.nodes[path.node].ask}', which is not answered"
    extra = [question for question in answers if question not in path.answers]
    named = ", ".join(f"'{question}'" for question in extra)
    remove = "that answer" if len(extra) == 1 else "these answers"
    return f"the path never asks {named}; remove {remove}" if extra else None


def lacking(quiz: QuizFile, answers: graph.Answers, outcomes: Sequence[str] = ()) -> str:
    """Say all that the quiz asks from where the answers end, with the options of each, on the way to an outcome.

    A way is proposed: the shortest one to an outcome that is expected, or to the nearest where none can be reached.
    Empty where nothing lacks.
    """
    options = graph.options(quiz)
    answers = {question: option for question, option in answers.items() if option in options.get(question, ())}
    path = graph.walk(quiz, answers)
    if path.node is None:
        return ""
    expected = _way(quiz, path.node, answers, outcomes) if outcomes else None
    way = expected or _way(quiz, path.node, answers, ()) or ()
    asked = ", ".join(f"{question}: {option} (or {_others(options[question], option)})" for question, option in way)
    end = f"to {' or '.join(map(repr, outcomes))}" if expected else "to an end"
    return f"; the shortest way {end} goes on with {asked}; answer as the one in the story would"


def _unknown(options: Mapping[str, Sequence[str]], answers: graph.Answers) -> Iterator[str]:
    for question, option in answers.items():
        if question not in options:
            yield f"there is no question '{question}'{choices(question, options)}"
        elif option not in options[question]:
            yield f"'{question}' has no option '{option}'{choices(option, options[question])}"


def _others(options: Iterable[str], option: str) -> str:
    return ", ".join(other for other in options if other != option)


def _way(
    quiz: QuizFile, node: str, answers: graph.Answers, outcomes: Sequence[str]
) -> tuple[tuple[str, str], ...] | None:
    """Return the fewest questions with answers that lead from a node to some outcomes, or to any; those given hold.

    Of two such ways, that on which more of the given ones are asked is better.
    """
    number = count()
    ways: list[_Way] = [(0, 0, False, next(number), node, ())]
    seen = set()
    while ways:
        new, given, ends, _, here, steps = heappop(ways)
        if ends:
            return steps
        if here in seen:
            continue
        seen.add(here)
        question = quiz.nodes[here].ask
        answer = answers.get(question)
        for option, target in quiz.nodes[here].goto.items():
            if answer not in (None, option) or (target.node is None and outcomes and target.outcome not in outcomes):
                continue
            cost, further = (
                ((new + 1, given), (*steps, (question, option))) if answer is None else ((new, given - 1), steps)
            )
            heappush(ways, (*cost, target.node is None, next(number), target.node or "", further))
    return None


_Way = tuple[int, int, bool, int, str, tuple[tuple[str, str], ...]]
"""Questions that it adds; minus those given that it asks; whether it ends; its number; its node; its steps."""
