"""Where the site shall stand: whether a new one can take this place, told before any work.

Publishing replaces the whole folder, so it must be one of the site's own.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.swap import NotPublishedError, mounted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOUNTED = Path("/proc/self/mountinfo")
"""Linux lists here what is mounted; elsewhere there is no such file."""


def expect(site: Path, project: Path, sources: Iterable[Path]) -> None:
    """Raise `NotPublishedError`, in one line with what to do, unless a site can be put in place of the folder `site`.

    `sources` are the folders from which the site is made; like `project`, they must outlive it.
    """
    for problem in _problems(site, _real(project), [_real(source) for source in sources]):
        raise NotPublishedError(f"site_dir: {problem}")


def _problems(site: Path, project: Path, sources: list[Path]) -> Iterator[str]:
    """Yield what is wrong with the place; what comes later may follow from what comes first."""
    if site.is_symlink():
        real = _real(site)
        right = "name that folder" if real.is_dir() else "no folder is there; remove the link"
        yield f"{site} is a link to {real}; {right}, or name another place"
    if site.exists() and not site.is_dir():
        yield f"{site} is no folder; move it away, or name another place"
    place = _real(site.parent) / site.name
    for source in (project, *sources):
        if source.is_relative_to(place):
            yield f"{place} holds {source}, and publishing would replace all of it; name a folder of its own, as 'site'"
    for source in sources:
        if place.is_relative_to(source):
            yield f"{place} is inside {source}, from which the site is made; name a folder of its own, as 'site'"
    if place.is_relative_to(project) and _holds_anything_else(place):
        yield f"{place} holds files and no site, and publishing would replace them; name a folder of its own, as 'site'"
    yield from _refusals(place)


def _real(path: Path) -> Path:
    """Return where a path leads; unlike `Path.resolve`, also through links that lead in a circle."""
    return Path(os.path.realpath(path))


def _holds_anything_else(place: Path) -> bool:
    """Tell whether this is a folder with files that no build has put there; hidden ones stay whatever happens."""
    if not place.is_dir() or (place / "index.html").exists():
        return False
    return place.name.startswith(".") or any(not path.name.startswith(".") for path in place.iterdir())


def _refusals(place: Path) -> Iterator[str]:
    """Yield why the system would not let this folder be replaced."""
    if place.exists():
        if os.path.ismount(place) or str(place) in _mounted():
            yield f"{place}: {mounted(place)}"
        if hasattr(os, "geteuid") and place.stat().st_uid != os.geteuid():
            yield f"{place} belongs to another user; build as that user, remove it, or name another place"
        if not os.access(place, os.R_OK | os.W_OK | os.X_OK):
            yield f"{place} may not be changed; give yourself the right to write there, or name another place"
    parent = next(folder for folder in place.parents if os.path.lexists(folder))
    if not parent.is_dir():
        yield f"{parent} is no folder, so that nothing can stand in it; name another place"
    if not os.access(parent, os.R_OK | os.W_OK | os.X_OK):
        yield f"nothing can be written in {parent}; give yourself the right to it, or name another place"


def _mounted() -> set[str]:
    """Return all folders on which something is mounted, that of the same disk included."""
    try:
        lines = _MOUNTED.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return set()
    return {line.split(" ")[4].replace("\\040", " ") for line in lines}
