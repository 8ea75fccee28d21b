"""Pictures that are drawn when a site is built, kept in a folder: most are as they were at the last build."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import boundary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FOLDER = ".pictures_cache"
"""In a project that a host builds, beside the content folder."""

_BEGIN, _END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


def digest(*parts: str | bytes) -> str:
    """Return what stands for some texts and bytes, in letters for the name of a file."""
    found = sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        found.update(b"%d " % len(content) + content)
    return found.hexdigest()[:16]


def drawn_by(module: str, packages: Iterable[str]) -> str:
    """Return what stands for a module that draws, by its file, and for the packages by which it does."""
    return digest(boundary.read(Path(module)), *(f"{name} {version(name)}" for name in packages))


class Pictures:
    """Pictures in PNG by a name that says all that they depend on."""

    def __init__(self, folder: Path) -> None:
        """`folder` need not exist; where nothing can be kept, all is drawn again."""
        self._folder = folder
        self._used: set[str] = set()

    def get(self, name: str, draw: Callable[[], bytes]) -> bytes:
        """Return the picture of this name, which is drawn if it is not there or spoilt."""
        file = self._folder / f"{name}.png"
        self._used.add(file.name)
        with suppress(OSError):
            kept = boundary.read(file)
            if kept.startswith(_BEGIN) and kept.endswith(_END):
                return kept
        made = draw()
        self._keep(file, made)
        return made

    def forget(self) -> None:
        """Remove what nobody has asked for."""
        with suppress(OSError):
            for file in self._folder.iterdir():
                if file.name not in self._used:
                    file.unlink()

    def _keep(self, file: Path, content: bytes) -> None:
        unfinished = file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            unfinished.write_bytes(content)
            unfinished.replace(file)
