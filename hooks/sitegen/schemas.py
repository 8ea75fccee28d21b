"""The schemas of all content files, made for editors and stored in the project, and which file has which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.course import jsonschema, modeline
from sitegen.course.files import CourseFile, CourseWording, Published
from sitegen.course.translation import FILE, Record
from sitegen.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection

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
    lang, _, name = path.rpartition("/")
    kind = _WORDING if lang == course.source else _TRANSLATION
    schema = f"{name.removesuffix('.yml')}{kind if lang and name != FILE else ''}.json"
    return schema if schema in known and lang in ("", *course.languages) else None


def naming(text: str, path: str, schema: str) -> str:
    """Return the text of a file with the line that names its schema."""
    return modeline.naming(text, f"{'../' * (path.count('/') + 1)}{FOLDER}/{schema}")
