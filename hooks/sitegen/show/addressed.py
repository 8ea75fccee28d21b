"""Where the pages beside the course stand: slides of its chapters and sessions, and widgets for the pages of others."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.course.course import Course

SLIDES, EMBED = "slides", "embed"
"""Names of the directives that list them, without which there are none; and of the folders."""
SESSIONS = "sessions/"
"""Folder of the pages of sessions."""
WIDGETS = ("quiz", "sorting", "calculator")
"""Directives of the widgets that may stand on other pages."""


@lru_cache(maxsize=1)  # every page asks for its own
def decks(course: Course) -> Mapping[str, str]:
    """Return address inside a language, as `slides/chase/` -> page of which there are slides there.

    They are those of the chapters, and then those of the sessions, as `slides/sessions/hour/`.
    """
    if course.place_of(SLIDES) is None:
        return {}
    pages = course.pages[course.source]
    sessions = [path for path, page in pages.items() if page.generated and path.startswith(SESSIONS)]
    return {f"{SLIDES}/{chapter.id}/": chapter.page for chapter in course.file.chapters} | {
        f"{SLIDES}/{path.removesuffix('.md')}/": path for path in sessions
    }


def deck_address(course: Course, path: str) -> str | None:
    """Return the address inside a language of the slides of a page; None where it has none."""
    return _deck_addresses(course).get(path)


@lru_cache(maxsize=1)
def _deck_addresses(course: Course) -> Mapping[str, str]:
    return {page: address for address, page in reversed(list(decks(course).items()))}


def embeds(course: Course) -> dict[str, tuple[str, str]]:
    """Return address inside a language, as `embed/quiz/` -> the directive of a widget, and the page it stands on.

    The address has the id of that page, if it has one.
    """
    if course.place_of(EMBED) is None:
        return {}
    known = {path: ident for ident, path in course.file.addressed.items()}
    places = {name: place for name in WIDGETS if (place := course.place_of(name))}
    return {f"{EMBED}/{known.get(place, name)}/": (name, place) for name, place in places.items()}
