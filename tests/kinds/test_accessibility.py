"""The accessibility statement: what its file has is shown, and nothing is claimed without it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from courses import MINIMAL, course_of
from pydantic import ValidationError
from sitegen.kinds.accessibility import ACCESSIBILITY
from sitegen.kinds.accessibility.criteria import RGAA, WCAG
from sitegen.kinds.accessibility.shape import Audit
from sitegen.load import writer

AUDIT = {
    "day": "2026-01-31",
    "tools": [{"name": "Some Checker", "version": "1.2"}],
    "measures": [
        {"id": "axe", "goal": 0, "figure": 0, "looked_at": 7},
        {"id": "shift", "goal": 0.02, "figure": 0.5, "looked_at": 7},
        {"id": "lighthouse_seo", "goal": 100, "least": True, "figure": 100, "looked_at": 6},
        {"id": "nu_errors", "goal": 0},
        {"id": "print", "goal": 0, "figure": 0, "looked_at": 0},
    ],
    "wcag": ["1.1.1", "1.4.3"],
    "rgaa": ["1.1"],
    "undecided": ["some-rule"],
}


def shown(audit: dict[str, object] | None, lang: str) -> str:
    course = course_of(MINIMAL)
    read = Audit.model_validate(audit) if audit else None
    course = replace(course, kinds={**course.kinds, ACCESSIBILITY.name: read})
    return ACCESSIBILITY.directives[0].render(writer(course, lang), None)


def section(text: str, name: str) -> str:
    return text.partition(f"{{#{name}}}")[2].partition("\n## ")[0]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_was_measured_is_shown_and_what_was_not_is_a_gap(lang: str) -> None:
    text = shown(AUDIT, lang)
    rows = re.findall(r"^\| .* \|$", section(text, "measured"), re.MULTILINE)
    assert len([row for row in rows if re.search(r"[≤≥]", row)]) == 3
    assert len(re.findall(r"^- ", section(text, "gaps"), re.MULTILINE)) == 1 + 2 + 3  # not met, not measured, others
    assert "`some-rule`" in section(text, "gaps")
    assert section(text, "criteria").count("1.4.3") == 1
    assert section(text, "gaps").count("1.4.3") == 0
    assert f" {len(WCAG)} " in section(text, "criteria")
    assert "1.2" in section(text, "tools")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_is_claimed_without_a_measurement(lang: str) -> None:
    text = shown(None, lang)
    assert re.findall(r"\{#([a-z]+)\}", text) == re.findall(r"\{#([a-z]+)\}", shown(AUDIT, lang))
    assert not re.search(r"\d", re.sub(r"WCAG 2.2|RGAA 4", "", text))


def test_criteria_are_those_of_the_standards() -> None:
    assert (len(WCAG), len(set(WCAG)), len(RGAA)) == (55, 55, 106)


@pytest.mark.parametrize("wrong", [{"day": "2999-01-01"}, {"measures": [{"id": "luck", "goal": 0}]}, {"wcag": ["AA"]}])
def test_a_file_of_another_shape_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Audit.model_validate(AUDIT | wrong)
