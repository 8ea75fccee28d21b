"""What can be wrong with a calculation and its words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sitegen.findings import did_you_mean
from sitegen.kinds.calculator.sums import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding
    from sitegen.kinds.calculator.shape import CalculatorFile, CalculatorWording


def check(calculator: CalculatorFile, document: Document) -> list[Finding]:
    """Return names that mean nothing, figures outside their range, and divisions that may fail."""
    return [*_names(calculator, document), *_ranges(calculator, document), *_divisions(calculator, document)]


def _names(calculator: CalculatorFile, document: Document) -> Iterator[Finding]:
    known: list[str] = []
    for index, entry in enumerate(calculator.inputs):
        if entry.id in known:
            message = f"'{entry.id}' stands here a second time; each id is unique"
            yield document.finding(("inputs", index), "reference/duplicate", message)
        known.append(entry.id)
    rows = [row.id for row in calculator.rows]
    for index, row in enumerate(calculator.rows):
        for name in row.operands:
            if name not in known:
                later = name in rows[index:]
                hint = "; a row uses inputs and the rows above it" if later else did_you_mean(name, known)
                message = f"'{name}' is {'not known yet' if later else 'no input and no row'}{hint}"
                yield document.finding(("rows", index, row.operation), "reference/unknown", message)
        if row.id in known:
            message = f"'{row.id}' stands here a second time; each id is unique"
            yield document.finding(("rows", index), "reference/duplicate", message)
        known.append(row.id)
    if calculator.verdict not in rows:
        message = f"there is no row '{calculator.verdict}'{did_you_mean(calculator.verdict, rows)}"
        yield document.finding(("verdict",), "reference/unknown", message)


def _ranges(calculator: CalculatorFile, document: Document) -> Iterator[Finding]:
    for index, entry in enumerate(calculator.inputs):
        low, high, step = (Decimal(str(number)) for number in (entry.min, entry.max, entry.step))
        if low >= high:
            message = f"{entry.id}: min ({low}) must be below max ({high})"
            yield document.finding(("inputs", index), "calculator/range", message)
            continue
        for name in ("default", "max"):
            value = Decimal(str(getattr(entry, name)))
            if not low <= value <= high or (value - low) % step:
                message = f"{entry.id}: {name} ({value}) cannot be reached from {low} to {high} in steps of {step}"
                yield document.finding(("inputs", index, name), "calculator/range", message)


def _divisions(calculator: CalculatorFile, document: Document) -> Iterator[Finding]:
    never_zero = {entry.id for entry in calculator.inputs if entry.min > 0 or entry.max < 0}
    for index, row in enumerate(calculator.rows):
        if row.divide and row.divide[1] not in never_zero:
            message = f"{row.id} divides by '{row.divide[1]}', which may be 0; divide by an input whose min is above 0"
            yield document.finding(("rows", index, "divide"), "calculator/zero", message)


def check_wording(calculator: CalculatorFile, words: CalculatorWording, document: Document) -> Iterator[Finding]:
    """Yield placeholders that stand for nothing, or are missing, in one language."""
    known = [entry.id for entry in calculator.entries]
    for sign, text in words.verdict.model_dump().items():
        for name in PLACEHOLDER.findall(text):
            if name not in known:
                message = f"'{{{name}}}' is no input and no row{did_you_mean(name, known)}"
                yield document.finding(("verdict", sign), "calculator/placeholder", message)
    for unit, pattern in words.units.items():
        if PLACEHOLDER.findall(pattern) != ["value"]:
            message = f"'{pattern}' must hold {{value}} once, where the number goes, as in '{{value}} h'"
            yield document.finding(("units", unit), "calculator/placeholder", message)
