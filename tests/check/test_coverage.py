"""Points, sections and permanent ids: what is named exists, once, in every language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, course_of, with_kind
from sitegen.check import coverage
from sitegen.kind import Stage
from sitegen.kinds import KINDS
from sitegen.kinds.analogies import ANALOGIES
from sitegen.kinds.examples import EXAMPLES
from sitegen.kinds.quiz import QUIZ

if TYPE_CHECKING:
    from sitegen.course.course import Course


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(MINIMAL)


def test_nothing_is_named_in_vain(course: Course) -> None:
    assert coverage.check(course, KINDS) == []


@pytest.mark.parametrize("section", ["dough.md", "dough.md#kneading", "outcomes/bake.md#signs", "index.md#home"])
def test_section_that_is_there(course: Course, section: str) -> None:
    assert coverage.missing_section(course, section) is None


@pytest.mark.parametrize(
    ("section", "says"),
    [
        ("doug.md", "fr/doug.md; did you mean 'dough.md'?"),
        ("dough.md#kneadin", "did you mean 'kneading'?"),
        ("dough.md#example-kitchen", "{#example-kitchen}"),  # written by a directive, not by an author
    ],
)
def test_section_that_is_not_there(course: Course, section: str, says: str) -> None:
    assert says in str(coverage.missing_section(course, section))


def test_section_that_one_language_lacks(course: Course) -> None:
    english = {path: found for path, found in course.pages["en"].items() if path != "dough.md"}
    lacking = replace(course, pages={**course.pages, "en": english})
    assert "en/dough.md" in str(coverage.missing_section(lacking, "dough.md#kneading"))
    found = [*coverage.check(lacking, KINDS), *QUIZ.checks[Stage.READ](lacking)]
    assert {(f.rule, f.path) for f in found} == {
        ("point/missing-section", "content/course.yml"),
        ("reference/unknown", "content/course.yml"),
        ("link/missing", "content/quiz.yml"),
    }


def test_course_without_quiz_examples_and_analogies(course: Course) -> None:
    bare = with_kind(with_kind(with_kind(course, QUIZ, None), EXAMPLES, ()), ANALOGIES, ())
    assert coverage.check(bare, KINDS) == []
