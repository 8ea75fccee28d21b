"""Links of the file system: nothing is read or published through one that leads out of the project."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.course import tree
from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


def check(project: Path, folders: Collection[Path]) -> list[Finding]:
    """Return the links below `folders` that lead to what is not the project's to publish.

    A folder may itself stand elsewhere: whoever lays out a project says so. Several such links beside each other are
    told of at once.
    """
    homes = [_real(home) for home in (project, *folders)]
    found = defaultdict(list)
    for folder in folders:
        for link in _links(folder, homes):
            if message := _problem(link, homes):
                found[folder, link.parent].append((f"{folder.name}/{link.relative_to(folder).as_posix()}", message))
    return [_finding(*sorted(links)) for links in found.values()]


def _finding(first: tuple[str, str], *others: tuple[str, str]) -> Finding:
    more = f" (and {len(others)} more links beside it)" if others else ""
    return Finding(first[0], 1, "file/outside", f"{first[1]}{more}")


def _links(folder: Path, homes: Collection[Path]) -> Iterator[Path]:
    """Yield every link that content could be read through, those behind other links included; each folder once."""
    waiting, seen = [folder], set()
    while waiting:
        place = waiting.pop()
        if (real := _real(place)) in seen:
            continue
        seen.add(real)
        for path in sorted(place.iterdir()) if _is_folder(place) and os.access(place, os.R_OK | os.X_OK) else ():
            if not tree.published(path.name):
                continue
            if path.is_symlink():
                yield path
            if _is_folder(path) and _is_inside(_real(path), homes):
                waiting.append(path)


def _problem(link: Path, homes: Collection[Path]) -> str:
    """Say why nothing may be read through a link; an empty text if something may."""
    real = _real(link)
    if not _is_inside(real, homes):
        return f"this link leads to {real}, and nothing hidden or outside the project is published; copy it in instead"
    if real.is_file() and _kind(real) != _kind(link):
        return f"this link leads to {real.name}, a file of another kind; copy it in under its own name instead"
    return ""


def _kind(path: Path) -> str:
    return path.suffix.lower() or path.name


def _is_inside(real: Path, homes: Collection[Path]) -> bool:
    return any(
        real.is_relative_to(home) and not any(part.startswith(".") for part in real.relative_to(home).parts)
        for home in homes
    )


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 (never raises)


def _real(path: Path) -> Path:
    """Return where a path leads; unlike `Path.resolve`, also through links that lead in a circle."""
    return Path(os.path.realpath(path))
