"""The real content: what must hold of it is what `make check` says of it, and nothing stands here that it does not say.

A rule that authors keep is a check, with a line and a message; what is so today need not be so tomorrow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from courses import PROJECT, course_of, findings_of

if TYPE_CHECKING:
    from sitegen.course.course import Course


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(PROJECT)


def test_the_check_has_nothing_to_say() -> None:
    assert findings_of(PROJECT / "content", PROJECT / "docs") == []


def test_there_is_a_page_to_begin_with_in_every_language(course: Course) -> None:
    assert all("index.md" in course.pages[lang] for lang in course.languages)
