"""Styles, scripts and images, as they are published beside the pages of every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rjsmin import jsmin

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path) -> dict[str, bytes]:
    """Return path -> content of all files in the folders of `folder`, scripts without comments.

    Markdown is not published so, and a file in no folder belongs to the root of the site.
    """
    return {
        path.relative_to(folder).as_posix(): _content(path)
        for path in sorted(folder.glob("*/**/*"))
        if path.is_file() and path.suffix != ".md"
    }


def _content(path: Path) -> bytes:
    return jsmin(path.read_text(encoding="utf-8")).encode() if path.suffix == ".js" else path.read_bytes()
