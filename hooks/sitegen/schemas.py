"""The schemas of all content files, made for editors and stored in the project, and which file has which."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sitegen import boundary
from sitegen.course import jsonschema, modeline, tree
from sitegen.course.files import CourseFile, CourseWording, Published
from sitegen.course.reader import Reader
from sitegen.course.translation import FILE, Record
from sitegen.findings import ContentError
from sitegen.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from sitegen.kind import Kinds

FOLDER = "schemas"
"""Folder of the project, beside that of the content."""

_WORDING, _TRANSLATION = ".wording", ".translation"
"""Ends of the names of schemas for words: in the source language all are needed, in others as many as there are."""


def made(kinds: Kinds = KINDS) -> dict[str, str]:
    """Return the name of each schema, as `quiz.json`, and its text."""
    found = {"course": CourseFile, "published": Published, FILE.removesuffix(".yml"): Record}
    found |= {kind.name: kind.structure for kind in kinds if kind.structure is not None}
    words: dict[str, Any] = {"course": CourseWording}
    words |= {kind.name: kind.wording for kind in kinds if kind.wording is not None}
    texts = {name: jsonschema.text(shape) for name, shape in found.items()}
    texts |= {f"{name}{_WORDING}": jsonschema.text(shape) for name, shape in words.items()}
    texts |= {f"{name}{_TRANSLATION}": jsonschema.text(shape, begun=True) for name, shape in words.items()}
    return {f"{name}.json": text for name, text in sorted(texts.items())}


def of(path: str, course: CourseFile, known: Collection[str]) -> str | None:
    """Return the name of the schema of a file, out of those `known`; `path` is that inside the content folder."""
    for kind in KINDS:
        path = re.sub(rf"(^|/){kind.further}[^/]+$", rf"\1{kind.name}.yml", path) if kind.further else path
    lang, _, name = path.rpartition("/")
    words = _WORDING if lang == course.source else _TRANSLATION
    schema = f"{name.removesuffix('.yml')}{words if lang and name != FILE else ''}.json"
    return schema if schema in known and lang in ("", *course.languages) else None


def write(folder: Path) -> list[str]:
    """Write the schemas beside a content folder, and into each file of data the line that names its own.

    Return the files that name theirs only now. Raises `ContentError` if the course cannot be read.
    """
    reader, place, known = Reader(folder), folder.parent / FOLDER, made()
    course: CourseFile | None = reader.yaml("course.yml", CourseFile, None)
    if course is None:
        raise ContentError(reader.findings)
    place.mkdir(exist_ok=True)
    for name, text in known.items():
        boundary.write(place / name, text)
    for file in {*place.glob("*.json")} - {place / name for name in known}:
        file.unlink()
    named = []
    for path in (path for path in tree.files(folder) if path.endswith(".yml")):
        text, schema = boundary.text(folder / path), of(path, course, known)
        if schema and (changed := naming(text, path, schema)) != text:
            boundary.write(folder / path, changed)
            named.append(path)
    return named


def naming(text: str, path: str, schema: str) -> str:
    """Return the text of a file with the line that names its schema."""
    return modeline.naming(text, f"{'../' * (path.count('/') + 1)}{FOLDER}/{schema}")
