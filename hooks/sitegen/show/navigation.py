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


def long(nav: Iterable[Any]) -> bool:
    """Tell whether a menu that unfolds all groups inside one of these entries is too long to be looked through."""
    return any(len(_pages([entry])) > MENU for entry in nav)


MENU = 40
"""As many pages may one menu name: what fits on two screens of a laptop."""


def _pages(nav: Iterable[Any]) -> list[str]:
    """Return the paths of all pages in a navigation."""
    below = (value for entry in nav for value in (entry.values() if isinstance(entry, dict) else [entry]))
    return [path for each in below for path in ([each] if isinstance(each, str) else _pages(each))]


def ids(nav: Iterable[Any]) -> set[str]:
    """Return all ids in a navigation."""
    found: set[str] = set()
    for entry in nav:
        if isinstance(entry, dict):
            for key, below in entry.items():
                found |= {key} | (set() if isinstance(below, str) else ids(below))
    return found
