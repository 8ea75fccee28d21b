"""Names of pictures that are drawn when a site is built: a picture of another content has another one."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import boundary

if TYPE_CHECKING:
    from collections.abc import Iterable


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
