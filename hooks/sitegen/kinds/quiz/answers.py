"""Whether answers to a quiz are those of a path: all that it asks, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.findings import did_you_mean
from sitegen.kinds.quiz import graph
from sitegen.kinds.quiz.closed import said

if TYPE_CHECKING:
    from sitegen.kinds.quiz.shape import QuizFile


def problem(quiz: QuizFile, answers: graph.Answers) -> str | None:
    """Return why answers are not those of a path; None when they are."""
    options = graph.options(quiz)
    for question, option in answers.items():
        if question not in options:
            return f"there is no question '{question}'{did_you_mean(question, options)}"
        if option not in options[question]:
            return f"'{question}' has no option '{option}'{did_you_mean(option, options[question])}"
    path = graph.walk(quiz, answers)
    if path.node is not None:
        return f"after {said(path.answers)} the quiz asks '{quiz.nodes[path.node].ask}', which is not answered"
    extra = [question for question in answers if question not in path.answers]
    return f"the path never asks '{extra[0]}'; remove that answer" if extra else None
