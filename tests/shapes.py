"""Texts of the shapes in `cases/shapes.yml`, put into every place of a course where texts stand."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from courses import CORE, MINIMAL, TESTS

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "---\ndescription: A sum.\n---\n\n# Exercises {#practice}\n\n"
PLACES = {
    "page": ("content/en/practice.md", PAGE + "{text}\n"),
    "front matter": ("content/en/practice.md", "---\ndescription: {text}\n---\n\n# Exercises {#practice}\n"),
    "description": ("content/en/practice.md", "---\ndescription: {quoted}\n---\n\n# Exercises {#practice}\n"),
    "Markdown in YAML": ("content/en/glossary.yml", "kneading: {term: kneading, definition: {quoted}}\n"),
    "text in YAML": ("content/en/glossary.yml", "kneading: {term: kneading, definition: a, forms: [{quoted}]}\n"),
    "YAML": ("content/quiz.yml", "{text}"),
    "YAML value": ("content/quiz.yml", "a: {text}"),
    "drawing": ("content/illustrations/loaf.svg", '<svg viewBox="0 0 9 9">{text}</svg>'),
    "settings": ("mkdocs.yml", "site_url: https://bread.example/\nnav:\n  - {text}"),
    "record": ("content/en/accepted.yml", "{text}"),
    "catalogue": ("hooks/sitegen/locale/en/LC_MESSAGES/sitegen.po", '\nmsgid "a"\nmsgstr {quoted}\n'),
}
"""Name -> a file of the project, and what it says; a catalogue says that too."""


@dataclass(frozen=True)
class Shape:
    """A text that can be made as long as one likes."""

    name: str
    repeat: str
    """`{n}` in it counts up, `{run}` is a run of `grow` that gets longer."""
    before: str = ""
    after: str = ""
    grow: str = ""
    counted: bool = False
    """Whether tests count what is called at each size: those that once took ever longer, or look like it."""

    def text(self, size: int) -> str:
        """Return a text of about `size` signs."""
        if "{n}" not in self.repeat and "{run}" not in self.repeat:
            return self.before + self.repeat * (size // len(self.repeat)) + self.after
        parts: list[str] = []
        length = number = 0
        while length < size:
            number += 1
            parts.append(self.repeat.replace("{n}", str(number)).replace("{run}", self.grow * number))
            length += len(parts[-1])
        return self.before + "".join(parts) + self.after


def shapes() -> list[Shape]:
    """Return all of `cases/shapes.yml`."""
    said: list[dict[str, Any]] = yaml.safe_load((TESTS / "cases" / "shapes.yml").read_text(encoding="utf-8"))
    return [Shape(**each) for each in said]


def put(project: Path, place: str, text: str) -> Path:
    """Lay out the minimal course in a folder, with a text in one place; return its content folder."""
    shutil.copytree(MINIMAL, project, dirs_exist_ok=True)
    path, around = PLACES[place]
    file = project / path
    written = around.replace("{quoted}", json.dumps(text)).replace("{text}", text)
    if place == "catalogue":
        shutil.copytree(CORE / "locale", file.parents[2])
        written = file.read_text(encoding="utf-8") + written
    file.write_text(written, encoding="utf-8")
    return project / "content"
