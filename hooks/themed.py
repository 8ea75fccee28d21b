"""MkDocs adapter for the theme: what it publishes is found without its icons, of which it has fifteen thousand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.theme import Theme


class _Templates(FileSystemLoader):
    def list_templates(self) -> list[str]:
        """Return the names of all files of the theme that are not hidden; the host publishes none that is."""
        return sorted({name for folder in self.searchpath for name in _seen(folder)})


def quicken(theme: Theme) -> None:
    """Make the host list the files of a theme without going through hidden folders."""
    begin = theme.get_env

    def get_env() -> Environment:
        env = begin()
        env.loader = _Templates(theme.dirs)
        return env

    theme.get_env = get_env  # type: ignore[method-assign]


def _seen(folder: str) -> list[str]:
    found: list[str] = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = Path(place).relative_to(folder).as_posix()
        found += [name if inside == "." else f"{inside}/{name}" for name in names if not name.startswith(".")]
    return found
