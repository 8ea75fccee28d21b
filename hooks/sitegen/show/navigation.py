"""The navigation, written once for all languages by path, as one language shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def localise(nav: Iterable[Any], paths: Iterable[str], titles: Mapping[str, str]) -> list[Any]:
    """Return the navigation with ids replaced by `titles`, and `folder/` by the pages in that folder.

    Entries are paths, `{id: path}` for a page with a shorter title, or `{id: entries}`. An id without a title stays.
    """
    paths = list(paths)
    entries: list[Any] = []
    for entry in nav:
        if isinstance(entry, dict):
            for key, below in entry.items():
                content = below if isinstance(below, str) else localise(below, paths, titles)
                entries.append({titles.get(key, key): content})
        elif entry.endswith("/"):
            entries += [path for path in paths if path.startswith(entry)]
        else:
            entries.append(entry)
    return entries


def ids(nav: Iterable[Any]) -> set[str]:
    """Return all ids in a navigation."""
    found: set[str] = set()
    for entry in nav:
        if isinstance(entry, dict):
            for key, below in entry.items():
                found |= {key} | (set() if isinstance(below, str) else ids(below))
    return found
