"""What most likely stands for a link that is gone: the best guess, for a line that its author has to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.course.files import FOLDERS
from sitegen.findings import closest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.course.landing import Landing, Named

_ALIKE = 0.5
"""Share of its sections by which a page is known again."""


def likeliest(landing: Landing, link: str) -> str | None:
    """Return the link, or the page, that most likely stands for one that is gone."""
    path, sign, ident = link.partition("#")
    if sign:
        return _section(landing, path, ident)
    if link.startswith(FOLDERS["term"]):
        return _term(landing, link)
    page = _page(landing, next((path for path, known in landing.before.addresses.items() if link in known), ""))
    if not page or _folder(link) not in FOLDERS.values():
        return page or None
    permanent = landing.today.addresses[page][0]
    return permanent if _folder(permanent) == _folder(link) else None


def _folder(address: str) -> str:
    return address.removesuffix("/").rpartition("/")[0] + "/"


def _section(landing: Landing, path: str, ident: str) -> str | None:
    """Return the same id on another page, if it is new there, else the new heading in its place, or a similar one."""
    new = {page: _new(landing, page) for page in landing.today.sections}
    elsewhere = next((page for page, ids in new.items() if ident in ids and page != path), None)
    if elsewhere:
        return f"{elsewhere}#{ident}"
    old = next((page for page in landing.before.sections if landing.page(page) == path), path)
    here = _in_place(ident, landing.before.sections.get(old, ()), landing.today.sections.get(path, ()))
    return f"{path}#{here}" if here else None


def _new(landing: Landing, page: str) -> set[str]:
    """Return the sections of a page that are not recorded, under whatever path."""
    recorded = (ids for path, ids in landing.before.sections.items() if landing.page(path) == page)
    return set(landing.today.sections[page]).difference(*recorded)


def _term(landing: Landing, link: str) -> str | None:
    before, today = (_all(named) for named in (landing.before.terms, landing.today.terms))
    found = _in_place(link.split("/")[-2], before, today)
    return f"{FOLDERS['term']}{found}/" if found else None


def _all(named: Named) -> list[str]:
    return [each for ids in named.values() for each in ids]


def _in_place(gone: str, before: Sequence[str], today: Sequence[str]) -> str:
    """Return the new one of `today` that stands between the same neighbours as what is gone, or is spelt alike."""
    place = before.index(gone) if gone in before else 0
    above = next((today.index(each) + 1 for each in reversed(before[:place]) if each in today), 0)
    below = next((today.index(each) for each in before[place + 1 :] if each in today), len(today))
    between = [each for each in today[above:below] if each not in before]
    new = [each for each in today if each not in before]
    return closest(gone, between) or next(iter(between), "") or closest(gone, new)


def _page(landing: Landing, owner: str) -> str:
    """Return the path of the page that an earlier one is now.

    It is the page that has one of its addresses still, else a new one with most of its sections or with a similar name.
    """
    if same := landing.page(owner):
        return same
    new = [path for path in landing.today.addresses if path not in landing.before.addresses]
    sections = set(landing.before.sections.get(owner, ()))
    shared = {path: len(sections.intersection(landing.today.sections[path])) for path in new}
    best = max(shared, key=shared.__getitem__, default="")
    return best if best and shared[best] > len(sections) * _ALIKE else closest(owner, new)
