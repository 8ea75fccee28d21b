"""The calculator: a few figures in, rows of arithmetic, and a sentence that the sign of one row chooses."""

from __future__ import annotations

import math
import operator
import re
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from sitegen.findings import did_you_mean
from sitegen.typography import NO_BREAK, polish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.course import Course
    from sitegen.findings import Finding
    from sitegen.i18n import Interface
    from sitegen.models import CalculatorFile, CalculatorInput, CalculatorWording
    from sitegen.render import Renderer

PERCENT = "percent"
"""The unit that every language has: the reader gives 5, the calculation takes 0.05."""

MINUS = "\u2212"
"""A screen reader says it, unlike the hyphen that most languages' formats have."""

_OPERATIONS = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def compute(calculator: CalculatorFile, given: Mapping[str, float]) -> dict[str, float]:
    """Return the value of every input and row; `given` holds the inputs as the reader gives them."""
    values = {entry.id: given[entry.id] / (100 if entry.unit == PERCENT else 1) for entry in calculator.inputs}
    for row in calculator.rows:
        one, other = row.operands
        values[row.id] = _OPERATIONS[row.operation](values[one], values[other])
    return {entry.id: rounded(values[entry.id], entry.unit) for entry in calculator.entries}


def rounded(value: float, unit: str | None) -> float:
    """Return a value as precisely as it is shown: a share to the thousandth, all else to the hundredth."""
    scale = 1000 if unit == PERCENT else 100
    if not math.isfinite(value):
        return value
    return float(math.floor(value * scale + 0.5)) / scale


def sign(calculator: CalculatorFile, values: Mapping[str, float]) -> str:
    """Return the sign of the verdict."""
    value = values[calculator.verdict]
    return "zero" if value == 0 else "positive" if value > 0 else "negative"


def sentence(calculator: CalculatorFile, words: CalculatorWording, values: Mapping[str, float]) -> str:
    """Return the sentence that the sign of the verdict chooses, its placeholders still in it."""
    chosen: str = getattr(words.verdict, sign(calculator, values))
    return chosen


def compared(calculator: CalculatorFile) -> tuple[str, ...]:
    """Return the two values whose difference is the verdict, if it is one."""
    verdict = next(row for row in calculator.rows if row.id == calculator.verdict)
    return verdict.subtract or ()


def written(interface: Interface, words: CalculatorWording, value: float, unit: str | None) -> str:
    """Write a value in its unit."""
    sign = MINUS if value < 0 else ""
    if unit == PERCENT:
        return sign + interface.percent(abs(value))
    pattern = words.units[unit].replace(" ", NO_BREAK) if unit else "{value}"
    return sign + pattern.replace("{value}", interface.number(abs(value)))


def context(renderer: Renderer) -> dict[str, Any]:
    """Return what the template shows: the worked example, the inputs' bounds, and the data of the script."""
    calculator, words, lang = renderer.course.calculator, renderer.words.calculator, renderer.lang
    assert calculator
    assert words
    values = compute(calculator, {entry.id: entry.default for entry in calculator.inputs})
    shown = {e.id: written(renderer.interface, words, values[e.id], e.unit) for e in calculator.entries}
    return {
        "shown": shown,
        "labels": {name: told.label for name, told in (words.inputs | words.rows).items()},
        "sign": sign(calculator, values),
        "compared": compared(calculator),
        "sentence": _PLACEHOLDER.sub(lambda match: shown[match[1]], polish(sentence(calculator, words, values), lang)),
        "ranges": {entry.id: _range(entry) for entry in calculator.inputs},
        "bounds": {entry.id: _bounds(renderer.interface, words, entry) for entry in calculator.inputs},
        "suffixes": {entry.id: _suffix(words, entry.unit) for entry in calculator.inputs},
        "data": {
            "lang": renderer.interface.tag,
            "inputs": [
                {"id": entry.id, "unit": entry.unit, "min": entry.min, "max": entry.max} for entry in calculator.inputs
            ],
            "rows": [
                {"id": row.id, "operation": row.operation, "operands": row.operands, "unit": row.unit}
                for row in calculator.rows
            ],
            "verdict": calculator.verdict,
            "units": {unit: pattern.replace(" ", NO_BREAK) for unit, pattern in words.units.items()},
            "incomplete": renderer.interface.gettext(
                "Enter every figure within its range and the result will appear here."
            ),
            "sentences": {sign: polish(text, lang) for sign, text in words.verdict.model_dump().items()},
        },
    }


def _range(entry: CalculatorInput) -> dict[str, float]:
    """Return the attributes of a field, whole numbers without a point."""
    numbers = {"min": entry.min, "max": entry.max, "step": entry.step, "value": entry.default}
    return {name: int(number) if number.is_integer() else number for name, number in numbers.items()}


def _bounds(interface: Interface, words: CalculatorWording, entry: CalculatorInput) -> dict[str, str]:
    """Return the ends of a field's range, as HTML."""
    scale = 100 if entry.unit == PERCENT else 1
    bounds = {"least": entry.min, "most": entry.max}
    return {name: escape(written(interface, words, bound / scale, entry.unit)) for name, bound in bounds.items()}


def _suffix(words: CalculatorWording, unit: str | None) -> str:
    return "%" if unit == PERCENT else words.units[unit].replace("{value}", "").strip() if unit else ""


def check(course: Course) -> list[Finding]:
    """Return names that mean nothing, figures outside their range, divisions that may fail, and lost placeholders."""
    calculator = course.calculator
    if calculator is None:
        return []
    return [
        *_names(course, calculator),
        *_ranges(course, calculator),
        *_divisions(course, calculator),
        *(finding for lang in course.languages for finding in _wording(course, calculator, lang)),
    ]


def _names(course: Course, calculator: CalculatorFile) -> Iterator[Finding]:
    document = course.documents["calculator.yml"]
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


def _ranges(course: Course, calculator: CalculatorFile) -> Iterator[Finding]:
    document = course.documents["calculator.yml"]
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


def _divisions(course: Course, calculator: CalculatorFile) -> Iterator[Finding]:
    never_zero = {entry.id for entry in calculator.inputs if entry.min > 0 or entry.max < 0}
    for index, row in enumerate(calculator.rows):
        if row.divide and row.divide[1] not in never_zero:
            message = f"{row.id} divides by '{row.divide[1]}', which may be 0; divide by an input whose min is above 0"
            yield course.documents["calculator.yml"].finding(("rows", index, "divide"), "calculator/zero", message)


def _wording(course: Course, calculator: CalculatorFile, lang: str) -> Iterator[Finding]:
    words, document = course.wording[lang].calculator, course.documents[f"{lang}/calculator.yml"]
    assert words
    known = [entry.id for entry in calculator.entries]
    for sign, text in words.verdict.model_dump().items():
        for name in _PLACEHOLDER.findall(text):
            if name not in known:
                message = f"'{{{name}}}' is no input and no row{did_you_mean(name, known)}"
                yield document.finding(("verdict", sign), "calculator/placeholder", message)
    for unit, pattern in words.units.items():
        if _PLACEHOLDER.findall(pattern) != ["value"]:
            message = f"'{pattern}' must hold {{value}} once, where the number goes, as in '{{value}} h'"
            yield document.finding(("units", unit), "calculator/placeholder", message)
