"""What every file of the kit says of itself: what it is, its language, date and rights, and whom to tell of errors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from sitegen.check.license import rights
from sitegen.course import permanent
from sitegen.kinds.changes import newest
from sitegen.language.i18n import direction
from sitegen.language.typography import polish
from sitegen.show import offline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.show.writer import Writer

NAME = "kit"
"""The directive by which a page asks for the kit."""

_RESERVED = re.compile(r"(^|\.)(example|test|invalid|localhost|local)$|^[\d.:\[\]]+$")
"""Hosts that nobody else can reach."""


@dataclass(frozen=True)
class Place:
    """A page that a trainer may link to."""

    id: str
    title: str
    address: str


@dataclass(frozen=True)
class About:
    """What files say of themselves."""

    name: str
    """What they are called, without an ending."""
    title: str
    lang: str
    direction: str
    lines: tuple[str, ...]
    """Language, date, address, licence and whom to tell of errors: a sentence each."""
    rights: str
    """The line about the licence."""
    places: tuple[Place, ...]
    """Empty where the site has no address that others can reach."""
    words: tuple[tuple[str, str], ...] = ()
    """What the exercise says, by the names that its script knows."""


def reachable(site_url: object) -> bool:
    """Tell whether an address is one that readers can open, and not one that stands for it until it is known."""
    parts = urlsplit(str(site_url or ""))
    return parts.scheme in ("http", "https") and not _RESERVED.search(parts.hostname or "localhost")


def about(writer: Writer) -> About:
    """Return what the files of a language say; the host's settings `site_url` and `repo_url` are among `extra`."""
    course, lang = writer.course, writer.lang
    title = polish(writer.words.title, lang)
    return About(
        name=offline.name(course, lang),
        title=writer.interface.gettext("%(course)s: exercises on the examples", course=title),
        lang=lang,
        direction=direction(lang),
        lines=(*_lines(writer), license_line(writer), _errors(writer)),
        rights=license_line(writer),
        places=tuple(_places(writer)),
        words=tuple(_words(writer)),
    )


def license_line(writer: Writer) -> str:
    """Return who has the rights, and what others may do."""
    known, _ = rights(writer.extra.get("license")), writer.interface.gettext
    if not known.content:
        return _("No licence has been given yet: ask the authors before you pass this on or publish it.")
    address = f"https://spdx.org/licenses/{known.content}.html"
    return _(
        "© %(year)s %(holder)s, licence %(license)s: %(address)s",
        year=known.year,
        holder=known.holder,
        license=known.content,
        address=address,
    )


def _lines(writer: Writer) -> Iterator[str]:
    course, _, site = writer.course, writer.interface.gettext, writer.extra.get("site_url")
    yield _("Language: %(language)s", language=writer.interface.name())
    if entries := newest(course):
        yield _("Content as of %(date)s", date=writer.interface.date(entries[0].day))
    if reachable(site):
        here = course.permanent_address(course.place_of(NAME) or "index.md") or ""
        yield _("Address: %(address)s", address=urljoin(str(site), here))
    else:
        yield _("The site does not have its final address yet.")


def _errors(writer: Writer) -> str:
    """Return whom to tell of an error: the publisher, the project, or the page that names the publisher."""
    course, _, extra = writer.course, writer.interface.gettext, writer.extra
    place = course.place_of("publisher") or "index.md"
    address = urljoin(str(extra.get("site_url")), course.permanent_address(place) or "")
    known = (extra.get("publisher") or {}).get("contact") or extra.get("repo_url")
    if known or reachable(extra.get("site_url")):
        return _("Found a mistake? Please tell us: %(place)s", place=known or address)
    return _(
        "Found a mistake? The page “%(title)s” on the site says whom to tell.",
        title=polish(course.pages[writer.lang][place].title, writer.lang),
    )


def _places(writer: Writer) -> Iterator[Place]:
    site = writer.extra.get("site_url")
    known = {path: address for path, address in permanent.listed(writer.course).items() if reachable(site)}
    for ident, path in writer.course.file.addressed.items():
        if path in known:
            title = polish(writer.course.pages[writer.lang][path].title, writer.lang)
            yield Place(ident, title, urljoin(str(site), known[path]))


def _words(writer: Writer) -> Iterator[tuple[str, str]]:
    """Yield what the script of the exercise says; it fills gaps in braces."""
    _ = writer.interface.gettext
    yield "check", _("Check")
    yield "choose", _("Choose an answer first.")
    yield "right", _("Right: {group}.")
    yield "wrong", _("Not quite. The answer: {group}.")
    yield "right_mark", _("right answer")
    yield "wrong_mark", _("your answer")
    yield "next", _("Next")
    yield "place", _("Question {number} of {total}")
    yield "result", _("{right} of {total} right.")
    yield "done", _("All questions are answered; your result has been passed on.")
    yield (
        "alone",
        _("All questions are answered. Nothing is kept, as this page is not in a learning management system."),
    )
    yield "again", _("Begin again")
    yield "script", _("This exercise needs JavaScript.")
