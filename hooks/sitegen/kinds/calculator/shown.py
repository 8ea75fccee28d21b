"""What the page of the calculator shows before its script runs, and the data of the script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.kinds.calculator.sums import PERCENT, PLACEHOLDER, compared, compute, sentence, sign, written
from sitegen.language.typography import NO_BREAK, polish

if TYPE_CHECKING:
    from sitegen.kinds.calculator.shape import CalculatorFile, CalculatorInput, CalculatorWording
    from sitegen.language.i18n import Interface


def context(calculator: CalculatorFile, words: CalculatorWording, interface: Interface) -> dict[str, Any]:
    """Return what the template shows: the worked example, the inputs' bounds, and the data of the script."""
    lang = interface.lang
    values = compute(calculator, {entry.id: entry.default for entry in calculator.inputs})
    shown = {e.id: written(interface, words, values[e.id], e.unit) for e in calculator.entries}
    return {
        "calculator": calculator,
        "told": words,
        "shown": shown,
        "labels": {name: told.label for name, told in (words.inputs | words.rows).items()},
        "sign": sign(calculator, values),
        "compared": compared(calculator),
        "sentence": PLACEHOLDER.sub(lambda match: shown[match[1]], polish(sentence(calculator, words, values), lang)),
        "ranges": {entry.id: _range(entry) for entry in calculator.inputs},
        "bounds": {entry.id: _bounds(interface, words, entry) for entry in calculator.inputs},
        "suffixes": {entry.id: _suffix(words, entry.unit) for entry in calculator.inputs},
        "data": {
            "lang": interface.tag,
            "inputs": [
                {"id": entry.id, "unit": entry.unit, "min": entry.min, "max": entry.max} for entry in calculator.inputs
            ],
            "rows": [
                {"id": row.id, "operation": row.operation, "operands": row.operands, "unit": row.unit}
                for row in calculator.rows
            ],
            "verdict": calculator.verdict,
            "units": {unit: pattern.replace(" ", NO_BREAK) for unit, pattern in words.units.items()},
            "incomplete": interface.gettext("Enter every figure within its range and the result will appear here."),
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
    return {name: written(interface, words, bound / scale, entry.unit) for name, bound in bounds.items()}


def _suffix(words: CalculatorWording, unit: str | None) -> str:
    return "%" if unit == PERCENT else words.units[unit].replace("{value}", "").strip() if unit else ""
