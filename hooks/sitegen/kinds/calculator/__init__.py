"""The calculator: a few figures in, rows of arithmetic, and a sentence that the sign of one row chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.kind import Directive, Kind, Stage
from sitegen.kinds.calculator.check import check, check_wording
from sitegen.kinds.calculator.shape import CalculatorFile, CalculatorWording
from sitegen.kinds.calculator.shown import context
from sitegen.kinds.calculator.sums import PERCENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.course.course import Course
    from sitegen.course.shapes import Loc
    from sitegen.findings import Finding
    from sitegen.show.writer import Writer


def _show(writer: Writer, _: str | None) -> str:
    calculator, words = CALCULATOR.of(writer.course), CALCULATOR.words(writer.course, writer.lang)
    shown = context(calculator, words, writer.interface) if calculator and words else {}
    return writer.widget("kinds/calculator/calculator.md.j2", "calculator", **shown)


def _worded(calculator: CalculatorFile | None, _: object) -> Iterable[tuple[Loc, Iterable[str]]]:
    if calculator:
        yield ("inputs",), [entry.id for entry in calculator.inputs]
        yield ("rows",), [row.id for row in calculator.rows]
        yield ("units",), dict.fromkeys(e.unit for e in calculator.entries if e.unit and e.unit != PERCENT)


def _check(course: Course) -> Iterator[Finding]:
    if calculator := CALCULATOR.of(course):
        yield from check(calculator, course.documents["calculator.yml"])
        for lang in course.languages:
            if words := CALCULATOR.words(course, lang):
                yield from check_wording(calculator, words, course.documents[f"{lang}/calculator.yml"])


CALCULATOR: Kind[CalculatorFile | None, CalculatorWording | None] = Kind(
    "calculator",
    nothing=(None, None),
    structure=CalculatorFile,
    wording=CalculatorWording,
    worded=_worded,
    checks={Stage.SOUND: _check},
    directives=(Directive("calculator", _show, needs=("calculator.yml",), widget="calculator"),),
)
