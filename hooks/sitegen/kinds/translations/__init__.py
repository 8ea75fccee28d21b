"""How the translations stand, for contributors: a page for each, and a directive that sums them up.

It has no files: all is told by the pages and files of the languages themselves.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from sitegen.course import units
from sitegen.course.translation import State, file_of
from sitegen.kind import Directive, Kind
from sitegen.language.typography import spaced
from sitegen.show.changes import changes
from sitegen.show.escape import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sitegen.course.translation import Translation
    from sitegen.show.writer import Writer

FOLDER = "translations/"
"""Folder of the pages, one for each translation."""


def _path(lang: str) -> str:
    return f"{FOLDER}{lang.lower()}.md"


def _labels(writer: Writer) -> dict[State, str]:
    gettext = writer.interface.gettext
    return {
        State.FRESH: gettext("Up to date"),
        State.STALE: gettext("Original changed"),
        State.NEW: gettext("Not accepted"),
        State.MISSING: gettext("Missing"),
        State.ORPHAN: gettext("Gone from the original"),
    }


def _context(writer: Writer, lang: str, found: Translation) -> dict[str, Any]:
    """Return what the page of one translation shows."""
    labels = _labels(writer)
    stale = [place for place, state in found.states.items() if state is State.STALE]
    return {
        "found": found,
        "other": lang,
        "source": writer.course.source,
        "labels": labels,
        "share": _share(writer, found),
        "fresh": {file: _count(states) for file, states in found.files.items()},
        "told": {file: _told(states, labels) for file, states in found.files.items()},
        "changed": [_changed(writer, lang, found, place) for place in stale],
    }


def _share(writer: Writer, found: Translation) -> str:
    """Return the share of what is up to date, rounded down: all of it is 100 % alone."""
    return writer.interface.percent(int(found.share * 1000) / 1000)


def _count(states: Mapping[str, State]) -> str:
    """Return how many texts of one file are up to date, out of those that the original has."""
    counts = Counter(states.values())
    return f"{counts[State.FRESH]} / {counts.total() - counts[State.ORPHAN]}"


def _told(states: Mapping[str, State], labels: Mapping[State, str]) -> list[str]:
    """Return what to say of the texts of one file: of a page, every section; of data, what is not up to date."""
    if len(states) > 1 and len(set(states.values())) == 1 and State.FRESH not in states.values():
        return [plain(labels[next(iter(states.values()))])]
    return [
        name if state is State.FRESH else f"**{name}** ({plain(labels[state])})"
        for place, state in states.items()
        if (name := f"`{place.removeprefix(file_of(place))[1:]}`") and ("#" in place or state is not State.FRESH)
    ]


def _changed(writer: Writer, lang: str, found: Translation, place: str) -> dict[str, Any]:
    """Return one text as it was, as it is, and as it is translated."""
    source = writer.course.source
    parts = changes(found.accepted(place), found.source[place])
    return {
        "place": place,
        "parts": [(change.value, spaced(words, source)) for change, words in parts],
        "translated": spaced(units.normalised(found.written[place]), lang),
    }


def _pages(writer: Writer) -> Mapping[str, Callable[[], str]]:
    return {_path(lang): partial(_page, writer, lang, found) for lang, found in writer.course.translations.items()}


def _page(writer: Writer, lang: str, found: Translation) -> str:
    return writer.template("kinds/translations/translation.md.j2", **_context(writer, lang, found))


def _summary(writer: Writer, _: str | None) -> str:
    told = [
        {
            "lang": lang,
            "path": _path(lang),
            "total": len(found.source),
            "fresh": found.counts[State.FRESH],
            "share": _share(writer, found),
        }
        for lang, found in writer.course.translations.items()
    ]
    return writer.template("kinds/translations/translations.md.j2", translations=told)


TRANSLATIONS: Kind[None, None] = Kind(
    "translations",
    nothing=(None, None),
    directives=(Directive("translations", _summary),),
    folder=FOLDER,
    pages=_pages,
)
