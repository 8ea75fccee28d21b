"""The calculator: a few figures in, rows of arithmetic, and a sentence that the sign of one row chooses."""

from __future__ import annotations

import math
import operator
import re
from typing import TYPE_CHECKING

from sitegen.language.typography import NO_BREAK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.kinds.calculator.shape import CalculatorFile, CalculatorWording
    from sitegen.language.i18n import Interface

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
PLACEHOLDER = re.compile(r"\{(\w+)\}")
"""Stands in a sentence for a value."""


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
