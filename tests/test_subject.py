"""The generator knows nothing of what this course teaches: another course gets none of its words."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import yaml
from courses import PROJECT, TESTS
from sitegen.language.words import Wordings

SUBJECT = yaml.safe_load((TESTS / "cases" / "subject.yml").read_text("utf-8"))
ENDS = {".py", ".j2", ".js", ".css", ".html", ".po", ".pot", ".yml", ".md", ".svg"}
OWN = {"docs/assets/styles/own.css", "docs/assets/logo.svg", "docs/assets/favicon.svg"}
"""What is this course's alone; `make course` copies none of it."""


@cache
def found() -> dict[str, set[str]]:
    """Return word of the subject -> files of the generator in which it stands."""
    words = Wordings({word: word for word in SUBJECT["words"]})
    files = [path for folder in ("hooks", "overrides", "docs/assets") for path in (PROJECT / folder).rglob("*")]
    stands = defaultdict(set)
    for file in [*(file for file in files if file.suffix in ENDS), PROJECT / "Makefile"]:
        name = file.relative_to(PROJECT).as_posix()
        for _, word in words.find(file.read_text("utf-8")) if name not in OWN else ():
            stands[word].add(name)
    return stands


def test_no_word_of_the_subject_stands_in_the_generator() -> None:
    allowed = {(entry["word"], entry["file"]) for entry in SUBJECT["elsewhere"]}
    assert {(word, name) for word, names in found().items() for name in names} - allowed == set()


def test_every_exception_is_needed() -> None:
    assert [entry for entry in SUBJECT["elsewhere"] if entry["file"] not in found().get(entry["word"], ())] == []
