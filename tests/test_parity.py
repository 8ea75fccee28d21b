"""The bilingual contract for wording; pages and keys are in `fixtures/invalid`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import yaml
from courses import MINIMAL, course_of
from golden import cases
from sitegen import parity, yamlfile

if TYPE_CHECKING:
    from typing import Any

    from sitegen.course import Course


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(MINIMAL)


def test_minimal_course_keeps_the_contract(course: Course) -> None:
    assert parity.check_pages(course) == []
    assert parity.check_wording(course) == []


@pytest.mark.parametrize("case", cases("parity", "texts"))
def test_texts_of_two_languages(course: Course, case: dict[str, Any]) -> None:
    documents = {
        f"{lang}/glossary.yml": yamlfile.parse(yaml.safe_dump(case[name]), f"content/{lang}/glossary.yml")
        for lang, name in (("fr", "source"), ("en", "other"))
    }
    kept = {name: document for name, document in course.documents.items() if "glossary" not in name}
    findings = parity.check_wording(replace(course, documents=kept | documents))
    assert sorted((f.path, f.rule) for f in findings) == sorted(
        (f"content/{lang}/glossary.yml", rule) for lang, rule, _ in case["findings"]
    )
    for _, _, place in case["findings"]:
        assert any(finding.message.startswith(f"{place} ") for finding in findings)


@pytest.mark.parametrize(("lang", "lacking"), [("fr", "kitchen"), ("en", "kitchen")])
def test_an_example_without_wording_says_nothing_of_the_sectors_of_others(
    course: Course, lang: str, lacking: str
) -> None:
    alike = {
        each: {name: told.model_copy(update={"sector": "Home"}) for name, told in course.wording[each].examples.items()}
        for each in course.languages
    }
    del alike[lang][lacking]
    wording = {each: replace(course.wording[each], examples=told) for each, told in alike.items()}
    rules = {finding.rule for finding in parity.check_wording(replace(course, wording=wording))}
    assert rules == {"parity/missing-text"}
