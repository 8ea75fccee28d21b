"""The ids that links to the quiz carry: none that was published may die unnoticed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sitegen.check.published import joined, remedy, unrecorded
from sitegen.kinds.quiz import graph

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sitegen.course.files import PublishedQuiz
    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding
    from sitegen.kinds.quiz.shape import QuizFile


T = TypeVar("T", bound="PublishedQuiz")


def check(
    quiz: QuizFile,
    published: PublishedQuiz,
    document: Document,
    recorded: Document,
    outcomes: Collection[str] = (),
) -> list[Finding]:
    """Return ids that were published and are gone without a successor, and whether the record is out of date.

    `outcomes` are those of all quizzes: one that went from one quiz to another has kept its page.
    """
    retired = [entry.model_dump(exclude={"now"}, exclude_none=True) for entry in quiz.retired]
    findings = [
        document.finding(
            ("retired",),
            "link/killed",
            f"the {what} was published and is gone: links that carry it would die; {remedy(line)}",
        )
        for what, line in _gone(quiz, published, outcomes)
        if line not in retired
    ]
    if not findings and record(quiz, published) != published:
        findings.append(unrecorded(recorded))
    return findings


def _gone(quiz: QuizFile, published: PublishedQuiz, others: Collection[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what was published and is gone, and what the line under `retired` that it needs says, but for `now`.

    `take` in `docs/assets/quiz/flow.js` reads links: first the question, then its option as one of today's question.
    """
    questions, outcomes = graph.options(quiz), {outcome.id for outcome in quiz.outcomes}.union(others)
    successors = {entry.question: entry.now for entry in quiz.retired if entry.question and not entry.option}
    for name, options in published.questions.items():
        if name not in questions:
            yield f"question '{name}'", {"question": name}
        today = name if name in questions else successors.get(name)
        if today is not None:
            lost = [option for option in options if option not in questions[today]]
            yield from ((f"option '{name}={option}'", {"question": today, "option": option}) for option in lost)
    for name in published.outcomes:
        if name not in outcomes:
            yield f"outcome '{name}'", {"outcome": name}


def no_quiz(file: str, *keys: str) -> str:
    """Say that a file is gone of which these `keys` are recorded."""
    *first, last = (f"'{key}'" for key in keys)
    named = f"{', '.join(first)} and {last}" if first else last
    return (
        f"there is no {file} any more, and links carry the ids of its questions and outcomes: they would all die; "
        f"put it back, or take {named} out of this file if they may"
    )


NO_QUIZ = no_quiz("quiz.yml", "fingerprint", "questions", "outcomes")


def record(quiz: QuizFile, earlier: T) -> T:
    """Return a record with all ids of today's quiz added."""
    questions = dict(earlier.questions)
    for name, options in graph.options(quiz).items():
        questions[name] = joined(questions.get(name, ()), options)
    outcomes = joined(earlier.outcomes, (outcome.id for outcome in quiz.outcomes))
    return earlier.model_copy(
        update={"fingerprint": graph.fingerprint(quiz), "questions": questions, "outcomes": outcomes}
    )
