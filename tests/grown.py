"""The real project with more chapters, to see how the work grows: copies of its own, in parts of the navigation."""

from __future__ import annotations

import re
import shutil
from itertools import count, islice
from typing import TYPE_CHECKING

from courses import PROJECT
from sitegen.load import load

if TYPE_CHECKING:
    from pathlib import Path

PART = 20
"""Pages of a part, which is as many as a menu can show."""


def grow(project: Path, pages: int) -> None:
    """Write the real project into `project`, with copies of its chapters until each language has so many pages."""
    for folder in ("content", "docs", "hooks", "overrides"):
        shutil.copytree(PROJECT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "LICENSE"):
        shutil.copy(PROJECT / name, project)
    course = load(PROJECT / "content", PROJECT / "docs")
    chapters = course.file.chapters
    turns = ((chapter, turn) for turn in count(2) for chapter in chapters)
    added = list(islice(turns, max(0, pages - len(course.pages[course.source]))))
    last = chapters[-1].page
    listed = "".join(f"\n  - {{id: {chapter.id}_{turn}, page: {_copy(chapter.page, turn)}}}" for chapter, turn in added)
    _insert(project / "content/course.yml", rf"page: {last}\}}", listed)
    parts = _batched([_copy(chapter.page, turn) for chapter, turn in added])
    _insert(
        project / "mkdocs.yml",
        rf"\b{last}",
        "".join(f", part_{i}: [{', '.join(part)}]" for i, part in enumerate(parts)),
    )
    for lang in course.languages:
        titles = "".join(f"\n  part_{i}: '{i}'" for i in range(len(parts)))
        _insert(project / "content" / lang / "course.yml", "^sections:", titles)
        for chapter, turn in added:
            text = (PROJECT / "content" / lang / chapter.page).read_text(encoding="utf-8")
            copy = project / "content" / lang / _copy(chapter.page, turn)
            copy.write_text(_told_apart(text, turn), encoding="utf-8")


def _copy(page: str, turn: int) -> str:
    return page.replace(".md", f"-{turn}.md")


def _told_apart(text: str, turn: int) -> str:
    """Return a page with an address, a title and a description of its own."""
    text = re.sub(r"^(slug: .*)$", rf"\1-{turn}", text, count=1, flags=re.MULTILINE)
    text = re.sub(r'^(description: "?)', rf"\g<1>{turn}. ", text, count=1, flags=re.MULTILINE)
    return re.sub(r"^(# .*?)( \{#.*)?$", rf"\1 {turn}\2", text, count=1, flags=re.MULTILINE)


def _insert(file: Path, after: str, text: str) -> None:
    before = file.read_text(encoding="utf-8")
    found = re.search(after, before, re.MULTILINE)
    assert found, f"{file.name}: {after}"
    file.write_text(before[: found.end()] + text + before[found.end() :], encoding="utf-8")


def _batched(pages: list[str]) -> list[list[str]]:
    return [pages[start : start + PART] for start in range(0, len(pages), PART)]
