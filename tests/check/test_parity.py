"""The bilingual contract for wording; pages and keys are in `fixtures/invalid`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
import yaml
from courses import MINIMAL, with_words
from golden import cases
from sitegen.check import directives, parity, twins
from sitegen.course import yamlfile
from sitegen.course.page import parse
from sitegen.kind import Stage
from sitegen.kinds import KINDS
from sitegen.kinds.examples import EXAMPLES
from sitegen.load import load, names

if TYPE_CHECKING:
    from typing import Any

    from sitegen.course.course import Course
    from sitegen.course.page import Page


@pytest.fixture(scope="module")
def course() -> Course:
    return load(MINIMAL / "content")


def test_minimal_course_keeps_the_contract(course: Course) -> None:
    assert parity.check_pages(course, KINDS) == []
    assert parity.check_wording(course, KINDS) == []


@pytest.mark.parametrize("case", cases("parity", "texts"))
def test_texts_of_two_languages(case: dict[str, Any]) -> None:
    source, other = (
        yamlfile.parse(yaml.safe_dump(case[name]), f"content/{lang}/glossary.yml")
        for lang, name in (("fr", "source"), ("en", "other"))
    )
    findings = list(parity.text_differences(source, other, ()))
    assert sorted((f.path, f.rule) for f in findings) == sorted(
        (f"content/{lang}/glossary.yml", rule) for lang, rule, _ in case["findings"]
    )
    for _, _, place in case["findings"]:
        assert any(finding.message.startswith(f"{place} ") for finding in findings)


@pytest.mark.parametrize("case", cases("parity", "directives"))
def test_directives_of_two_languages(case: dict[str, Any], course: Course) -> None:
    known = {directive.name: directive for kind in KINDS for directive in kind.directives}
    source, other = (_page(lang, case[name]) for lang, name in (("fr", "source"), ("en", "other")))
    found = [*twins.check(source, other, partial(directives.meant, course, "en", known))]
    assert [(f.path, f.line) for f in found] == [("content/en/dough.md", line) for line, _ in case["told"]]
    for finding, (_, says) in zip(found, case["told"], strict=True):
        assert says in finding.message


def _page(lang: str, lines: list[str]) -> Page:
    text = "\n".join(["# Title {#title}", "## A {#a}", *lines])
    return parse(text, "dough.md", f"content/{lang}/dough.md", names(KINDS))[0]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_example_without_wording_says_nothing_of_the_sectors_of_others(course: Course, lang: str) -> None:
    for each in course.languages:
        words = EXAMPLES.words(course, each).items()
        alike = {
            name: told.model_copy(update={"sector": "Home"})
            for name, told in words
            if (each, name) != (lang, "kitchen")
        }
        course = with_words(course, each, EXAMPLES, alike)
    assert list(EXAMPLES.checks[Stage.SOUND](course)) == []
