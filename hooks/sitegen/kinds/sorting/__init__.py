"""The sorting exercise: stories on cards, to be sorted into groups of outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.course.base import Id
from sitegen.kind import Directive, Kind, Stage
from sitegen.kinds.examples import EXAMPLES
from sitegen.kinds.quiz import explain, graph, several
from sitegen.kinds.sorting import cards
from sitegen.kinds.sorting.check import check
from sitegen.kinds.sorting.shape import Group, GroupWording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course
    from sitegen.findings import Finding
    from sitegen.show.writer import Writer


def dealt(course: Course) -> list[cards.Card]:
    """Return all cards of a course, in the order of examples.yml."""
    return cards.cards(EXAMPLES.of(course), SORTING.of(course))


def _show(writer: Writer, _: str | None) -> str:
    course, lang = writer.course, writer.lang
    known = {card.id: card for card in dealt(course)}
    return writer.widget(
        "kinds/sorting/sorting.md.j2",
        "sorting",
        cards=[known[ident] for ident in cards.order(known, cards.FIRST_SEED)],
        listed=list(known.values()),
        groups=SORTING.of(course),
        labels=SORTING.words(course, lang),
        outcomes=several.told(course, lang),
        chapters={outcome.id: outcome.chapter for quiz in several.quizzes(course) for outcome in quiz.file.outcomes},
        stories=EXAMPLES.words(course, lang),
        decided={card.id: _decided(course, lang, card) for card in known.values()},
    )


def _decided(course: Course, lang: str, card: cards.Card) -> tuple[str, str]:
    """Return the question that decided where a card belongs, and the answer to it."""
    answers = card.example.quiz[card.side].answers
    quiz = several.answered(course, [answers])
    words = quiz.words(lang) if quiz else None
    assert quiz
    assert words
    step = explain.deciding(quiz.file, graph.walk(quiz.file, answers))
    question = words.questions[step.question]
    return question.title, question.options[step.option].label


def _states(course: Course) -> dict[str, list[str]]:
    place = course.place_of("sorting")
    return {f"{place}#cards": [card.id.replace("/", ".") for card in dealt(course)]} if place else {}


def _check(course: Course) -> Iterator[Finding]:
    if document := course.documents.get("sorting.yml"):
        quizzes = [[outcome.id for outcome in quiz.file.outcomes] for quiz in several.quizzes(course)]
        yield from check(SORTING.of(course), quizzes, document)


SORTING: Kind[tuple[Group, ...], dict[str, GroupWording]] = Kind(
    "sorting",
    nothing=((), {}),
    structure=list[Group],
    wording=dict[Id, GroupWording],
    worded=lambda groups, _: [((), [group.id for group in groups])] if groups else [],
    checks={Stage.SOUND: _check},
    states=_states,
    directives=(
        Directive("sorting", _show, needs=("quiz.yml", "examples.yml", "sorting.yml"), widget="sorting exercise"),
    ),
)
