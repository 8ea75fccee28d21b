"""Files in one: the same bytes for the same files, whenever they are packed."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIME = (1980, 1, 1, 0, 0, 0)
"""That of every file: the earliest that the format knows."""


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of path -> content, in the order of the paths."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for path, content in sorted(files.items()):
            add(made, path, content)
    return target.getvalue()


def add(made: zipfile.ZipFile, path: str, content: bytes) -> None:
    """Add a file to a zip, without the time and the machine of its making."""
    entry = zipfile.ZipInfo(path, _TIME)
    entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
    made.writestr(entry, content)
