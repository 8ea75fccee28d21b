"""Before and after: two forms of short situations, so that readers see what a session has changed for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.course.base import Id
from sitegen.kind import Directive, Kind, Stage
from sitegen.kinds.before_after.check import check, proof
from sitegen.kinds.before_after.forms import situations
from sitegen.kinds.before_after.shape import FORMS, Pair, PairWording
from sitegen.kinds.quiz import QUIZ, several
from sitegen.kinds.sorting import SORTING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.course.course import Course
    from sitegen.course.shapes import Loc
    from sitegen.findings import Finding
    from sitegen.show.writer import Writer

_NEEDS = ("quiz.yml", "sorting.yml", "before_after.yml")


def _show(writer: Writer, _: str | None) -> str:
    course, lang = writer.course, writer.lang
    pairs = BEFORE_AFTER.of(course)
    offered = {choice for pair in pairs for choice in pair.choices}
    return writer.widget(
        "kinds/before_after/before_after.md.j2",
        "before_after",
        forms={form: situations(pairs, form) for form in FORMS},
        pairs=pairs,
        told=BEFORE_AFTER.words(course, lang),
        groups=[group for group in SORTING.of(course) if group.id in offered],
        labels=SORTING.words(course, lang),
    )


def _show_key(writer: Writer, _: str | None) -> str:
    course, lang = writer.course, writer.lang
    pairs = BEFORE_AFTER.of(course)
    asked = {form: [situation.pair for situation in situations(pairs, form)] for form in FORMS}
    return writer.template(
        "kinds/before_after/key.md.j2",
        pairs=pairs,
        numbers={pair.id: {form: asked[form].index(pair) + 1 for form in FORMS} for pair in pairs},
        told=BEFORE_AFTER.words(course, lang),
        labels=SORTING.words(course, lang),
    )


def _check(course: Course) -> Iterator[Finding]:
    if document := course.documents.get("before_after.yml"):
        groups = SORTING.of(course)
        for index, pair in enumerate(BEFORE_AFTER.of(course)):
            yield from check(pair, index, groups, document)
            yield from _proofs(course, index, pair)


def _proofs(course: Course, index: int, pair: Pair) -> Iterator[Finding]:
    for form in FORMS:
        half = pair.half(form)
        quiz = several.answered(course, [half.answers])
        if quiz and (wrong := proof(half, quiz.file, SORTING.of(course))):
            document = course.documents["before_after.yml"]
            yield document.finding((index, form, "answers"), "form/mismatch", f"{pair.id}, {form}: {wrong}")


def _worded(pairs: tuple[Pair, ...], _: object) -> Iterable[tuple[Loc, Iterable[str]]]:
    yield (), [pair.id for pair in pairs]


def _proves(writer: Writer) -> list[str]:
    said = writer.interface.gettext("Every situation of the two forms belongs to the group that is called right.")
    return [said] if BEFORE_AFTER.of(writer.course) else []


BEFORE_AFTER: Kind[tuple[Pair, ...], dict[str, PairWording]] = Kind(
    "before_after",
    nothing=((), {}),
    structure=list[Pair],
    wording=dict[Id, PairWording],
    worded=_worded,
    checks={Stage.COMPLETE: _check},
    after=(QUIZ, SORTING),
    directives=(
        Directive(
            "before_after",
            _show,
            needs=_NEEDS,
            widget="pair of forms",
        ),
        Directive("before_after_key", _show_key, needs=_NEEDS),
    ),
    proves=_proves,
)
