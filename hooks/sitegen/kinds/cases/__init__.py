"""Cases: situations judged without sight of the quiz, on which it is measured. Nothing but figures is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.kind import Kind, Stage
from sitegen.kinds.cases import check
from sitegen.kinds.cases.score import scores
from sitegen.kinds.cases.shape import Case
from sitegen.kinds.quiz import QUIZ, known, of_a_quiz, several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course
    from sitegen.findings import Finding
    from sitegen.show.writer import Writer


def doubts(course: Course) -> list[Finding]:
    """Return what is worth a look, but no reason not to publish."""
    cases = CASES.of(course)
    return [
        finding
        for quiz, others in several.divided(course, _given(course))
        if len(others) < len(cases)
        for finding in check.doubts(quiz.file, cases, quiz.document, course.documents["cases.yml"], others)
    ]


def cases_of(quiz: several.Quiz) -> list[Case]:
    """Return the cases that answer a quiz."""
    others = next(others for each, others in several.divided(quiz.course, _given(quiz.course)) if each == quiz)
    return [case for index, case in enumerate(CASES.of(quiz.course)) if index not in others]


def _given(course: Course) -> list[list[dict[str, str]]]:
    return [[*(case.readings or ()), case.answers or {}] for case in CASES.of(course)]


def _show(writer: Writer, ident: str | None) -> str:
    quiz, words = known(writer, ident)
    chosen = several.chosen(writer.course, ident)
    counted = scores(quiz, cases_of(chosen))
    return writer.template("kinds/cases/cases.md.j2", quiz=quiz, words=words, scores=counted, tail=chosen.tail)


def _check(course: Course) -> Iterator[Finding]:
    if document := course.documents.get("cases.yml"):
        given = _given(course)
        yield from (mixed := list(several.mixed(course, given, document)))
        for quiz, others in several.divided(course, given) if not mixed else ():
            yield from check.check(quiz.file, CASES.of(course), document, others)


def _proves(writer: Writer) -> list[str]:
    said = writer.interface.gettext("No case judged beforehand gets advice that was judged wrong.")
    return [said] if CASES.of(writer.course) else []


CASES: Kind[tuple[Case, ...], None] = Kind(
    "cases",
    nothing=((), None),
    structure=list[Case],
    checks={Stage.STRUCTURE: _check},
    after=(QUIZ,),
    directives=(of_a_quiz("cases", _show, needs=("cases.yml",)),),
    proves=_proves,
)
