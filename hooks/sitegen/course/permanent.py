"""Permanent addresses: `/c/<id>/` for every written page, `/c/<folder>/<id>/` for generated ones and for terms.

They lead to the page in the reader's language. `course.yml` names those that are made known, of chapters and of what
trainers link; every other page has one too, by which links may name it, and which search engines are asked to leave.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sitegen.course.course import Course


def addresses(course: Course) -> dict[str, str]:
    """Return language-neutral address -> path of its page; `course` has its generated pages.

    First come those that are made known.
    """
    found = {f"c/{ident}/": path for ident, path in course.file.addressed.items()}
    listed = course.listed
    for path, page in listed.items():
        if page.generated:
            found[f"c/{path.removesuffix('.md')}/"] = path
    others = listed.keys() - found.values()
    for path in sorted(others, key=lambda path: (_same_page(course, path) is None, path)):
        found[_unlisted(course, path, found)] = path
    return found


@lru_cache(maxsize=1)  # every page asks for it
def listed(course: Course) -> Mapping[str, str]:
    """Return path -> the permanent address that is made known, of all pages that have one."""
    known = set(course.file.addressed.values())
    known |= {path for path, page in course.pages[course.source].items() if page.generated}
    found: dict[str, str] = {}
    for address, path in course.permanent.items():
        if path in known:
            found.setdefault(path, address)
    return found


def _unlisted(course: Course, path: str, taken: Collection[str]) -> str:
    """Return the address that is recorded of a page, so that it stays what it is, else one made of its path."""
    retired = {entry.link for entry in course.file.retired}
    kept = [address for address in _recorded(course, path) if address not in taken and address not in retired]
    if kept:
        return kept[0]
    ident = re.sub(r"[^a-z0-9]+", "_", path.removesuffix("index.md").removesuffix(".md").lower()).strip("_") or "home"
    ident = ident if ident[0].isalpha() else f"page_{ident}"
    while f"c/{ident}/" in taken:
        ident += "_page"
    return f"c/{ident}/"


def _recorded(course: Course, path: str) -> list[str]:
    """Return the permanent addresses recorded of a page."""
    known = course.published.addresses if course.published else {}
    return [address for address in known.get(_same_page(course, path) or path, ()) if address.startswith("c/")]


def _same_page(course: Course, path: str) -> str | None:
    """Return the path under which a page is recorded with one of its addresses: its file may have had another name."""
    known = course.published.addresses if course.published else {}
    own = {f"{lang}/{course.address(lang, path)}" for lang in course.languages}
    return next((old for old in (path, *known) if not own.isdisjoint(known.get(old, ()))), None)
