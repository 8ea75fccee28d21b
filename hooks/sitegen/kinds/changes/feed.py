"""What is new, as an Atom feed (RFC 4287): one for each language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from sitegen.kinds.changes import CHANGES, NAME, newest
from sitegen.language.typography import polish

if TYPE_CHECKING:
    from sitegen.course.course import Course
    from sitegen.kinds.changes.shape import Change

FILE = "changes.xml"
"""In the folder of each language."""
TYPE = "application/atom+xml"


def atom(course: Course, lang: str, root: str, author: str) -> str:
    """Return the feed of a language of a site that is published at `root`; empty for a course in which nothing is new.

    `author` may be empty; then the course stands for itself, for a feed must name somebody.
    """
    changes, title = newest(course), course.wording[lang].course.title
    if not changes:
        return ""
    base = urljoin(root, f"{lang}/")
    feed = ElementTree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": lang})
    shown = course.place_of(NAME) or "index.md"
    _add(feed, "title", polish(title, lang))
    _add(feed, "id", _id(root, lang, NAME, changes[-1].day))
    _add(feed, "updated", _time(changes[0].day))
    _add(feed, "link", rel="self", type=TYPE, href=urljoin(base, FILE))
    _add(feed, "link", rel="alternate", type="text/html", href=urljoin(base, course.address(lang, shown)))
    _add(_add(feed, "author"), "name", author or title)
    for change in changes:
        _enter(feed, course, lang, root, change)
    ElementTree.indent(feed)
    return ElementTree.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


def _enter(feed: ElementTree.Element, course: Course, lang: str, root: str, change: Change) -> None:
    entry = _add(feed, "entry")
    _add(entry, "title", polish(CHANGES.words(course, lang)[change.id], lang))
    _add(entry, "id", _id(root, lang, f"{NAME}/{change.id}", change.day))
    _add(entry, "updated", _time(change.day))
    address = urljoin(root, f"{lang}/{course.address(lang, change.page)}")
    _add(entry, "link", rel="alternate", type="text/html", href=address)


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = text
    return child


def _id(root: str, lang: str, name: str, day: str) -> str:
    """Return an id that stays when pages get other addresses: a tag (RFC 4151)."""
    parts = urlsplit(root)
    return f"tag:{parts.hostname},{day}:{parts.path}{lang}/{name}"


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"
