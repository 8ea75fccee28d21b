"""Styles, scripts and images, as they are published beside the pages of every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rjsmin import jsmin

from sitegen import boundary
from sitegen.course import tree
from sitegen.course.tree import is_text

if TYPE_CHECKING:
    from pathlib import Path


def paths(folder: Path) -> list[str]:
    """Return the path of every file in the folders of `folder` that is published beside the pages of a language.

    Pages and data are not published so, and a file in no folder belongs to the root of the site.
    """
    return [
        path
        for path in tree.files(folder)
        if "/" in path and tree.published(path) and not is_text(path) and tree.real(folder, path).is_file()
    ]


def read(folder: Path) -> dict[str, bytes]:
    """Return path -> content of all these files, scripts without comments."""
    return {path: _content(tree.real(folder, path)) for path in paths(folder)}


def lent(folder: Path) -> dict[str, bytes]:
    """Return path -> content of the files beside the pages in a language's folder, which borrowed pages may link to."""
    found = (path for path in tree.files(folder) if tree.published(path) and not is_text(path))
    return {path: (folder / path).read_bytes() for path in found if (folder / path).is_file()}


def _content(path: Path) -> bytes:
    return jsmin(boundary.text(path)).encode() if path.suffix == ".js" else path.read_bytes()
