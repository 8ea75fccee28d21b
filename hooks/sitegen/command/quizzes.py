"""What is proved of a quiz, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.kinds.cases import cases_of, doubts
from sitegen.kinds.cases.score import scores
from sitegen.kinds.quiz import graph, several
from sitegen.kinds.quiz.closed import said
from sitegen.load import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sitegen.kinds.cases.shape import Case
    from sitegen.kinds.quiz.shape import QuizFile


def quiz(folder: Path) -> int:
    """Print the paths and figures of each quiz."""
    course = load(folder, folder.parent / "docs")
    quizzes = several.quizzes(course)
    for quiz in quizzes:
        if len(quizzes) > 1:
            print(f"\n{quiz.title(course.source)} ({quiz.document.path})\n")
        _print_quiz(quiz)
        _print_cases(quiz.file, cases_of(quiz))
    if not quizzes:
        print("This course has no quiz.")
    for warning in (*course.warnings, *doubts(course)):
        print(warning)
    return 0


def _print_quiz(shown: several.Quiz) -> None:
    quiz = shown.file
    for path in graph.paths(quiz):
        print(f"{said(path.answers)} -> {path.outcome}")
    counted = graph.figures(quiz)
    print(f"\n{'outcome':<16}{'paths':>7}{'share':>8}{'combinations':>14}{'share':>8}  shortest answers")
    for outcome in quiz.outcomes:
        paths, combinations = counted.outcome_paths[outcome.id], counted.outcome_combinations[outcome.id]
        shortest = graph.witness(quiz, [outcome.id], {})
        answers = said(shortest.answers) if shortest else "-"
        print(
            f"{outcome.id:<16}{paths:>7}{paths / counted.paths:>8.1%}"
            f"{combinations:>14}{combinations / counted.combinations:>8.1%}  {answers}"
        )
    print_figures(shown, counted)


def _print_cases(quiz: QuizFile, cases: Sequence[Case]) -> None:
    """Print how right the quiz is about its cases, and how far their readings agree; nothing where it has none."""
    if not cases:
        return
    counted = scores(quiz, cases)
    print(f"\n{'cases':<16}{'all':>7}{'right':>8}{'best':>8}{'harmful':>9}")
    for name, score in {**counted.outcomes, "all outcomes": counted.all}.items():
        print(f"{name:<16}{score.cases:>7}{score.right:>8}{score.best:>8}{score.harmful:>9}")
    for question, share in counted.agreement.items():
        print(f"Readings agree on {question} in {share:.0%} of pairs.")


def print_figures(quiz: several.Quiz, found: graph.Figures) -> None:
    print(
        f"Quiz{f' {quiz.id}' if quiz.id else ''}: {found.nodes} nodes, {found.exits} exits, {found.paths} paths of "
        f"{found.shortest} to {found.longest} questions, {found.combinations} answer combinations."
    )
