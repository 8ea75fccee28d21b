"""Files in one: the same bytes for the same files, whenever they are packed."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIME = (1980, 1, 1, 0, 0, 0)
"""That of every file: the earliest that the format knows."""


@dataclass(frozen=True)
class Deflated:
    """A file as zips hold it, whichever they are."""

    size: int
    checksum: int
    data: bytes


def deflated(content: bytes) -> Deflated:
    """Return a file of this content, which is made smaller once for all zips."""
    smaller = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return Deflated(len(content), zlib.crc32(content), smaller.compress(content) + smaller.flush())


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of path -> content, in the order of the paths."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for path, content in sorted(files.items()):
            add(made, path, deflated(content))
    return target.getvalue()


def add(made: zipfile.ZipFile, path: str, file: Deflated) -> None:
    """Add a file to a zip, without the time and the machine of its making; as the library does, which would pack it."""
    entry = zipfile.ZipInfo(path, _TIME)
    entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
    entry.file_size, entry.CRC, entry.compress_size = file.size, file.checksum, len(file.data)
    assert made.fp  # which is open
    entry.header_offset = made.fp.tell()
    made.fp.write(entry.FileHeader(zip64=False) + file.data)
    made.start_dir = made.fp.tell()
    made.filelist.append(entry)
    made.NameToInfo[path] = entry
