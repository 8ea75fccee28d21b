"""Texts of the source language are known again, and marked, wherever they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, course_of
from golden import cases
from sitegen.show.borrowed import borrowed
from sitegen.show.marks import Marks

if TYPE_CHECKING:
    from typing import Any

    from sitegen.course.course import Course

TEXTS = {
    "said": "Une affaire perdue, dites-vous ?",
    "title": "Relance",
    "list": "- un **premier** pas",
    "link": "Le [chemin](/a.md){ .b } est long",
    "table": "| Signe | Sens |",
    "lines": "Deux lignes\nqui se suivent",
}


def begun(lang: str) -> Course:
    """Return a course in French with a language that has borrowed all these texts and nothing else."""
    course = course_of(MINIMAL)
    document = replace(course.documents["fr/course.yml"], data=TEXTS)
    wording = replace(course.wording["en"], borrowed={"course": frozenset((name,) for name in TEXTS)})
    return replace(
        course,
        wording={"fr": course.wording["fr"], lang: wording},
        pages={"fr": course.pages["fr"], lang: course.pages["en"]},
        documents={"fr/course.yml": document},
    )


@pytest.mark.parametrize("case", cases("borrowed", "mark"))
def test_mark(case: dict[str, Any]) -> None:
    lent = borrowed(begun("es"), "es")
    assert lent
    assert Marks(lent).mark(case["html"]) == case["result"]


def test_a_language_written_the_other_way_tells_the_direction_too() -> None:
    lent = borrowed(begun("ar"), "ar")
    assert lent
    assert Marks(lent).mark("<p>Relance</p>") == '<p lang="fr" dir="ltr">Relance</p>'


def test_finished_languages_borrow_nothing() -> None:
    course = course_of(MINIMAL)
    assert [borrowed(course, lang) for lang in course.languages] == [None, None]
