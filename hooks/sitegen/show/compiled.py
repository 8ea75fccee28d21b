"""Compiled templates, kept in a folder of the project, so that each is compiled once and not at every run.

What is kept counts only where it is whole, and made from this source by this Jinja and Python with these settings.
Anything else that lies there, or a folder that cannot be written, costs the time to compile again and nothing more.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import MAGIC_NUMBER
from typing import TYPE_CHECKING

import jinja2

from sitegen import boundary

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2.bccache import Bucket

_SEAL = sha256().digest_size


class Compiled(jinja2.BytecodeCache):
    """Finds a compiled template, and keeps one, by the name of its source."""

    def __init__(self, folder: Path, settings: bytes) -> None:
        """`settings`: whatever else decides what comes of a template."""
        self._folder = folder
        self._made_by = b"\n".join((MAGIC_NUMBER, jinja2.__version__.encode(), settings))

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - the library's contract
        """Return the name of the file in which a template is kept: one for each Python."""
        return f"{name.replace('/', '.')}.{sys.implementation.cache_tag}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Bring what is kept, where it counts."""
        with suppress(OSError):
            kept = boundary.read(self._folder / bucket.key)
            if kept[:_SEAL] == self._seal(bucket, kept[_SEAL:]):
                bucket.bytecode_from_string(kept[_SEAL:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled; whoever reads meanwhile finds all of it or what was there before."""
        code, part = bucket.bytecode_to_string(), self._folder / f"{bucket.key}.{os.getpid()}"
        try:
            self._folder.mkdir(exist_ok=True)
            part.write_bytes(self._seal(bucket, code) + code)
            part.replace(self._folder / bucket.key)
        except OSError:
            with suppress(OSError):
                part.unlink()

    def _seal(self, bucket: Bucket, code: bytes) -> bytes:
        return sha256(b"\n".join((self._made_by, bucket.checksum.encode(), code))).digest()
