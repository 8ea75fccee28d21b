"""The calculation, on numbers small enough to check by hand, and as the page without script shows it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, PROJECT, course_of, writes
from golden import cases
from sitegen.kinds.calculator import CALCULATOR
from sitegen.kinds.calculator import sums as calculator
from sitegen.kinds.calculator.shape import CalculatorFile

if TYPE_CHECKING:
    from typing import Any

    from sitegen.course.course import Course

LANGUAGES = ["fr", "en"]


@pytest.fixture(scope="module", params=[MINIMAL, PROJECT], ids=["minimal", "real"])
def course(request: pytest.FixtureRequest) -> Course:
    return course_of(request.param)


@pytest.mark.parametrize("case", cases("calculator", "compute"))
def test_compute(case: dict[str, Any]) -> None:
    inputs = [{"min": 0, "max": 1000, "step": 0.01, "default": 0, **entry} for entry in case["inputs"]]
    file = CalculatorFile.model_validate({"inputs": inputs, "rows": case["rows"], "verdict": case["rows"][-1]["id"]})
    assert calculator.compute(file, case["given"]) == case["output"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_worked_example_is_complete_and_right(course: Course, lang: str) -> None:
    assert CALCULATOR.of(course)
    words = CALCULATOR.words(course, lang)
    assert words
    writer = writes(course, lang)
    html = writer.directive("calculator", None)
    shown = dict(re.findall(r'<td data-value="(\w+)">(.*?)</td>', html))
    values = calculator.compute(
        CALCULATOR.of(course), {entry.id: entry.default for entry in CALCULATOR.of(course).inputs}
    )
    assert shown == {
        entry.id: calculator.written(writer.interface, words, values[entry.id], entry.unit)
        for entry in CALCULATOR.of(course).entries
    }
    verdict = re.search(r'class="calculator-verdict"[^>]*>(.*?)</p>', html)
    assert verdict
    chosen = calculator.sentence(CALCULATOR.of(course), words, values)
    named = re.findall(r"\{(\w+)\}", chosen)
    assert named
    assert all(shown[name] in unescape(verdict[1]) for name in named)
    assert "{" not in verdict[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_hint_names_the_ends_of_its_slider(course: Course, lang: str) -> None:
    html = unescape(writes(course, lang).directive("calculator", None))
    hints = re.findall(
        r'class="calculator-hint"[^>]*>(.*?)</p>\s*<input type="range"[^>]* min="(\d+)" max="(\d+)"', html
    )
    assert len(hints) == len(CALCULATOR.of(course).inputs)
    for hint, *ends in hints:
        assert re.findall(r"\d+", re.sub(r"(?<=\d)\D(?=\d{3})", "", hint))[-2:] == ends


@pytest.mark.parametrize(("value", "sign"), [(0.01, "positive"), (0, "zero"), (-0.01, "negative")])
def test_the_sign_of_the_verdict_chooses_the_sentence(course: Course, value: float, sign: str) -> None:
    assert CALCULATOR.of(course)
    words = CALCULATOR.words(course, "fr")
    assert words
    told = calculator.sentence(CALCULATOR.of(course), words, {CALCULATOR.of(course).verdict: value})
    assert told == words.verdict.model_dump()[sign]


@pytest.mark.parametrize(("row", "expected"), [({"subtract": ["a", "b"]}, ("a", "b")), ({"add": ["a", "b"]}, ())])
def test_only_a_difference_is_shown_as_two_bars(row: dict[str, Any], expected: tuple[str, ...]) -> None:
    inputs = [{"id": name, "min": 0, "max": 1, "step": 1, "default": 0} for name in "ab"]
    file = CalculatorFile.model_validate({"inputs": inputs, "rows": [{"id": "c", **row}], "verdict": "c"})
    assert calculator.compared(file) == expected
