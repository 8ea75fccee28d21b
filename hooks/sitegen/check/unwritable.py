"""Names of files that nobody can write: no page could link to them, and no other machine may know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.course import tree
from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def check(root: Path, assets: Path | None) -> Iterator[Finding]:
    """Yield the files below the content folder, and below that of `assets`, whose names cannot be written."""
    message = "the name of this file is not UTF-8, or has control characters in it; give it another"
    for folder in (root, assets) if assets else (root,):
        for path in tree.unnamed(folder):
            yield Finding(f"{folder.name}/{path}", 1, "file/name", message)
