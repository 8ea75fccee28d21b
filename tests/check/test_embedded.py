"""Markdown in the YAML wording; what is refused there is in `fixtures/invalid`."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, PROJECT, course_of
from sitegen.check import embedded
from sitegen.course.base import Markdown

if TYPE_CHECKING:
    from pathlib import Path


def test_markdown_is_what_the_models_call_so() -> None:
    words = SimpleNamespace(**course_of(MINIMAL).wording["en"].kinds)
    course = course_of(MINIMAL).wording["en"].course
    assert {re.sub(r"\d+", "0", ".".join(map(str, loc))) for loc, _ in embedded.texts(words.quiz, Markdown)} == {
        "scope",
        "limits",
        *(f"outcomes.{name}.{key}" for name in ("bake", "wait", "discard") for key in ("summary", "why")),
        *(f"outcomes.{name}.{key}.0" for name in ("bake", "wait", "discard") for key in ("actions", "signs")),
    }
    assert [loc for loc, _ in embedded.texts(words.calculator, Markdown)] == [("note",)]
    assert {loc[-1] for loc, _ in embedded.texts(words.analogies, Markdown)} == {
        "image",
        "warm",
        "cold",
        "breaks_where",
    }
    assert {loc[-1] for loc, _ in embedded.texts(words.glossary, Markdown)} <= {"definition", "avoid"}
    assert [
        *embedded.texts(words.illustrations, Markdown),
        *embedded.texts(words.sorting, Markdown),
        *embedded.texts(course, Markdown),
    ] == []


@pytest.mark.parametrize("project", [MINIMAL, PROJECT], ids=["minimal", "real"])
def test_every_line_of_a_text_is_found_in_its_file(project: Path) -> None:
    course = course_of(project)
    for lang, words in course.wording.items():
        for name, value in words.kinds.items():
            document = course.documents.get(f"{lang}/{name}.yml")
            for loc, text in embedded.texts(value, Markdown):
                assert document
                written = document.source.split("\n")
                for line, number in zip(text.split("\n"), document.text_lines(loc, text), strict=True):
                    assert " ".join(line.split()[:3]) in written[number - 1]
