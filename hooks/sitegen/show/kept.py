"""Articles made earlier, kept in a file: of a course of fifty pages, most are as they were when it was last checked."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from sitegen import boundary
from sitegen.language.catalogues import PACKAGE
from sitegen.show.article import Article

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.page import Page
    from sitegen.show.writer import Writer

FOLDER = ".articles_cache"
"""Beside the content folder, in a project that a host builds."""


def articles(writer: Writer, folder: Path | None) -> dict[str, Article]:
    """Return path -> article of all pages of a language.

    Those that stand in `folder` from an earlier time are taken from there when nothing that they depend on has changed:
    the page, what its directives bring, any YAML file, any page's headings and address, and the generator.
    """
    file = folder / f"{writer.lang}.json" if folder else None
    known = _read(file) if file else {}
    around, made, keys = _around(writer), {}, {}
    for path, page in writer.course.pages[writer.lang].items():
        key = keys[path] = _key(around, writer, page)
        made[path] = Article(*known[key]) if key in known else writer.article(path)
    if file and set(keys.values()) != known.keys():
        _write(file, {key: made[path] for path, key in keys.items()})
    return made


def _key(around: str, writer: Writer, page: Page) -> str:
    brought = [writer.directive(asked.name, asked.argument) for asked in page.directives]
    return _digest([around, page.path, page.body, *brought])


def _around(writer: Writer) -> str:
    """Return what stands for all that every article of a language depends on."""
    course = writer.course
    pages = course.pages[writer.lang]
    return _digest(
        [
            _generator(),
            *(f"{name} {document.source}" for name, document in sorted(course.documents.items())),
            *(f"{path} {course.address(writer.lang, path)} {page.headings}" for path, page in sorted(pages.items())),
        ]
    )


@cache
def _generator() -> str:
    files = sorted(file for file in PACKAGE.rglob("*") if file.suffix in {".py", ".j2", ".po"})
    stamps = [f"{file} {(stat := file.stat()).st_size} {stat.st_mtime_ns}" for file in files]
    return _digest([*stamps, *(version(name) for name in ("markdown", "markdown-it-py", "pymdown-extensions"))])


def _digest(texts: list[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(f"{len(text)} {text}".encode())
    return digest.hexdigest()


def _read(file: Path) -> dict[str, list[Any]]:
    """Return what was kept; nothing where the file is missing or spoilt."""
    with suppress(OSError, ValueError, RecursionError):
        known: dict[str, list[Any]] = json.loads(boundary.text(file))
        if isinstance(known, dict) and all(isinstance(made, list) and len(made) == 3 for made in known.values()):
            return known
    return {}


def _write(file: Path, kept: dict[str, Article]) -> None:
    """Keep articles for the next time; where they cannot be kept, they will be made again."""
    unfinished = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        found = {key: (made.html, made.contents, made.change) for key, made in kept.items()}
        unfinished.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        unfinished.replace(file)
