"""The ids that links to the quiz carry: none that was published may die unnoticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.check.published import joined, remedy, unrecorded
from sitegen.kinds.quiz import graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.files import Published
    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding
    from sitegen.kinds.quiz.shape import QuizFile


def check(quiz: QuizFile, published: Published, document: Document, recorded: Document) -> list[Finding]:
    """Return ids that were published and are gone without a successor, and whether the record is out of date."""
    retired = [entry.model_dump(exclude={"now"}, exclude_none=True) for entry in quiz.retired]
    findings = [
        document.finding(
            ("retired",),
            "link/killed",
            f"the {what} was published and is gone: links that carry it would die; {remedy(line)}",
        )
        for what, line in _gone(quiz, published)
        if line not in retired
    ]
    if not findings and record(quiz, published) != published:
        findings.append(unrecorded(recorded))
    return findings


def _gone(quiz: QuizFile, published: Published) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what was published and is gone, and what the line under `retired` that it needs says, but for `now`.

    `take` in `docs/assets/quiz/flow.js` reads links: first the question, then its option as one of today's question.
    """
    questions, outcomes = graph.options(quiz), {outcome.id for outcome in quiz.outcomes}
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


NO_QUIZ = (
    "there is no quiz.yml any more, and links carry the ids of its questions and outcomes: they would all die; "
    "put it back, or take 'fingerprint', 'questions' and 'outcomes' out of this file if they may"
)


def record(quiz: QuizFile, earlier: Published) -> Published:
    """Return a record with all ids of today's quiz added."""
    questions = dict(earlier.questions)
    for name, options in graph.options(quiz).items():
        questions[name] = joined(questions.get(name, ()), options)
    outcomes = joined(earlier.outcomes, (outcome.id for outcome in quiz.outcomes))
    return earlier.model_copy(
        update={"fingerprint": graph.fingerprint(quiz), "questions": questions, "outcomes": outcomes}
    )
