"""Files that nobody meant to publish: backups, keys, settings of programs, and what browsers would run."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sitegen.course import inert, meant, tree
from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator


def check(root: Path, languages: Collection[str], others: Collection[Path]) -> tuple[list[Finding], set[str]]:
    """Return the findings, and the paths inside the folder `root` of all that they are about.

    `others` are the folders whose files are published with every language: `docs`, and the templates.
    """
    beside = {
        f"{lang}/{path}": message
        for lang in languages
        for path, message in _found(root / lang, meant.beside_pages)
        if tree.real(root / lang, path).is_file()
    }
    findings = [*_told(root.name, beside)]
    for folder in others:
        findings += _told(folder.name, dict(_found(folder, meant.in_theme if folder.name == THEME else meant.shared)))
    return findings, set(beside)


THEME = "overrides"
"""The folder of templates, beside the content folder."""


def _found(folder: Path, sort: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield path and message of what would be published and should not."""
    for path in tree.files(folder):
        if not tree.published(path) or tree.is_text(path):
            continue
        file = tree.real(folder, path)
        if not sort(path):
            end = PurePosixPath(path).suffix
            kind = end if end.isprintable() and end else "this name"
            yield path, f"files with {kind} are not published here; {meant.right(path)}"
        elif not (file.is_file() and os.access(file, os.R_OK)):
            yield path, "there is nothing to be read here: a link that leads nowhere, or no file at all; remove it"
        elif file.suffix.lower() in _TEXTS and _holds_a_key(file):
            yield path, "a private key stands in this file; remove it and have a new one made"
        elif file.suffix.lower() == ".svg" and (live := inert.problem(file.read_bytes())):
            yield (
                path,
                f"a browser may do more with this picture than show it ({live}); save it as plain SVG, or as .png",
            )


_TEXTS = {".txt", ".json", ".csv", ".tsv", ""}


def _holds_a_key(file: Path) -> bool:
    with file.open("rb") as opened:
        return b"PRIVATE KEY-----" in opened.read(1 << 20)


def _told(top: str, found: dict[str, str]) -> Iterator[Finding]:
    """Yield one finding for all files of a kind, and few in all: a folder that was copied by mistake has thousands."""
    alike = defaultdict(list)
    for path, message in found.items():
        alike[message].append(path)
    groups = sorted((paths, message) for message, paths in alike.items())
    left = len(found)
    for number, (paths, message) in enumerate(groups[:_FEW], 1):
        more = (left if number == _FEW else len(paths)) - 1
        left -= len(paths)
        yield Finding(f"{top}/{paths[0]}", 1, "file/unmeant", f"{message} (and {more} more)" if more else message)


_FEW = 3
