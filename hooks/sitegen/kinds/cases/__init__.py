"""Cases: situations judged without sight of the quiz, on which it is measured. Nothing but figures is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.kind import Directive, Kind, Stage
from sitegen.kinds.cases import check
from sitegen.kinds.cases.score import scores
from sitegen.kinds.cases.shape import Case
from sitegen.kinds.quiz import QUIZ, known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course
    from sitegen.findings import Finding
    from sitegen.show.writer import Writer


def doubts(course: Course) -> list[Finding]:
    """Return what is worth a look, but no reason not to publish."""
    quiz, cases, documents = QUIZ.of(course), CASES.of(course), course.documents
    return list(check.doubts(quiz, cases, documents["quiz.yml"], documents["cases.yml"])) if quiz and cases else []


def _show(writer: Writer, _: str | None) -> str:
    quiz, words = known(writer)
    return writer.template(
        "kinds/cases/cases.md.j2", quiz=quiz, words=words, scores=scores(quiz, CASES.of(writer.course))
    )


def _check(course: Course) -> Iterator[Finding]:
    quiz, document = QUIZ.of(course), course.documents.get("cases.yml")
    if quiz and document:
        yield from check.check(quiz, CASES.of(course), document)


def _proves(writer: Writer) -> list[str]:
    said = writer.interface.gettext("No case judged beforehand gets advice that was judged wrong.")
    return [said] if CASES.of(writer.course) else []


CASES: Kind[tuple[Case, ...], None] = Kind(
    "cases",
    nothing=((), None),
    structure=list[Case],
    checks={Stage.SOUND: _check},
    after=(QUIZ,),
    directives=(Directive("cases", _show, needs=("quiz.yml", "cases.yml")),),
    proves=_proves,
)
