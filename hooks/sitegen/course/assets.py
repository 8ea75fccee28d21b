"""Styles, scripts and images, as they are published beside the pages of every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rjsmin import jsmin

from sitegen import boundary
from sitegen.course import scripts, tree
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
    """Return path -> content of all these files, scripts without comments and joined with what they import."""
    found = {path: tree.real(folder, path) for path in paths(folder)}
    modules = {path: boundary.text(file) for path, file in found.items() if path.endswith(".js")}
    made = {path: jsmin(text).encode() for path, text in scripts.joined(modules).items()}
    others = {path: boundary.read(file) for path, file in found.items() if path not in modules}
    return dict(sorted((made | others).items()))


def beside(folder: Path) -> list[str]:
    """Return the path of every file beside the pages in a language's folder, published as it lies."""
    found = (path for path in tree.files(folder) if tree.published(path) and not is_text(path))
    return [path for path in found if tree.real(folder, path).is_file()]


def lent(folder: Path) -> dict[str, bytes]:
    """Return path -> content of these files, which borrowed pages may link to."""
    return {path: boundary.read(tree.real(folder, path)) for path in beside(folder)}
