"""Words of a language that is not finished: what it has not said yet stands there in the words of the source language.

They are lent before any shape is looked at, so that no kind of content has to know of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.course.yamlfile import texts
from sitegen.language.scripts import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.course.shapes import Loc

SAME_TEXT_WORDS = 4
"""A text of this many words or more, equal in two languages, counts as not translated (a convention of ours)."""

_OWN = {"forms", "variants", "aliases"}
"""Lists that a language has of itself alone, as long as it needs."""


def lend(theirs: Any, ours: Any) -> tuple[Any, frozenset[Loc]]:
    """Return the data of a language with what it lacks of the source's, and the places of all that is borrowed.

    A text that is the source's own counts as borrowed, for copying is how translations begin.
    """
    lacking: set[Loc] = set()
    data = _completed(theirs, ours, (), lacking)
    return data, frozenset(lacking | _same(dict(shared(theirs)), dict(shared(ours)), begun=bool(lacking)))


def shared(data: Any) -> Iterator[tuple[Loc, str]]:
    """Yield the texts that every language has, with their places."""
    return ((loc, text) for loc, text in texts(data) if _OWN.isdisjoint(loc[-2:-1]) and loc != ("locale",))


def read(data: Any) -> Iterator[tuple[Loc, str]]:
    """Yield those of them that readers read: an address is none."""
    return ((loc, text) for loc, text in shared(data) if loc[-1:] != ("slug",))


def _completed(theirs: Any, ours: Any, loc: Loc, lacking: set[Loc]) -> Any:
    """Return `ours` with what only `theirs` says; the places of that are added to `lacking`."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        found = {key: _completed(theirs.get(key), value, (*loc, key), lacking) for key, value in ours.items()}
        lent = {key: value for key, value in theirs.items() if key not in ours and _is_lent(key, value, loc)}
        return found | {key: _lent(value, (*loc, key), lacking) for key, value in lent.items()}
    if isinstance(theirs, list) and isinstance(ours, list) and _OWN.isdisjoint(loc[-1:]):
        pairs = enumerate(zip(theirs, ours, strict=False))
        both = [_completed(value, own, (*loc, at), lacking) for at, (value, own) in pairs]
        rest = [_lent(value, (*loc, at), lacking) for at, value in enumerate(theirs) if at >= len(ours)]
        return [*both, *ours[len(theirs) :], *rest]
    return ours


def _is_lent(key: str, value: Any, loc: Loc) -> bool:
    """Tell whether a part is words for readers, and no setting of the source language."""
    return key not in _OWN and (*loc, key) != ("locale",) and any(True for _ in texts(value))


def _lent(value: Any, loc: Loc, lacking: set[Loc]) -> Any:
    if isinstance(value, dict):
        return {key: _lent(below, (*loc, key), lacking) for key, below in value.items() if key not in _OWN}
    if isinstance(value, list):
        return [_lent(below, (*loc, at), lacking) for at, below in enumerate(value)]
    if isinstance(value, str):
        lacking.add(loc)
    return value


def _same(theirs: Mapping[Loc, str], ours: Mapping[Loc, str], *, begun: bool) -> set[Loc]:
    """Return the places of texts that are still the source's; `begun` says that others are missing altogether.

    A few words may well be the same in two languages. They count as translated where a text beside them is, and in a
    file of which nothing else is left to do.
    """
    same = {loc for loc, text in ours.items() if theirs.get(loc) == text and loc[-1] != "slug"}
    long = {loc for loc in same if words(ours[loc]) >= SAME_TEXT_WORDS}
    translated = {loc[:-1] for loc in ours.keys() - same if loc in theirs and loc[-1] != "slug"}
    if translated and not begun and not long:
        return set()
    return {loc for loc in same if loc in long or loc[:-1] not in translated}
