"""Where every link that was published leads today: addresses, sections of pages, and terms.

A link is written as it was shared, inside the site: an address, as `fr/old-slug/` or `c/cost/`, or `page.md#section`,
which is the same in all languages. Where it leads is a place: `page.md`, or `page.md#id`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from sitegen.course.files import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Named = dict[str, tuple[str, ...]]
"""Page -> what is named there."""


@dataclass(frozen=True)
class Links:
    """All that links may carry, at one time."""

    addresses: Named
    """Page -> its addresses, the permanent ones first."""
    sections: Named
    """Page -> the ids of its headings, terms aside."""
    terms: Named
    """Page with the glossary -> its terms."""

    @property
    def pages(self) -> list[str]:
        """Return all pages of which something is named."""
        return list(dict.fromkeys([*self.addresses, *self.sections, *self.terms]))

    def of(self, path: str) -> list[str]:
        """Return the links to a page, to its sections, and to its terms."""
        terms = self.terms.get(path, ())
        ids = (*self.sections.get(path, ()), *terms)
        named = [f"{FOLDERS['term']}{term}/" for term in terms]
        return [*self.addresses.get(path, ()), *named, *(f"{path}#{ident}" for ident in ids)]


class CircleError(Exception):
    """Lines under `retired` lead from one to the next, and back."""


class Landing:
    """Finds where links lead."""

    def __init__(
        self,
        today: Links,
        before: Links,
        retired: Mapping[str, str | None],
        ids: Mapping[str, frozenset[str]],
    ) -> None:
        """`retired` gives, for a link that is gone, the link or the page that stands for it; `ids` all of a page."""
        self.today = today
        self.before = before
        self.ids = ids
        self.live = dict(_live(today))
        self._owners = {address: path for path, known in before.addresses.items() for address in known}
        self.retired = retired

    def place(self, link: str) -> str | None:
        """Return the place where a link, or a page under an earlier path, leads today; None if nothing stands for it.

        Raises `KeyError` with the link that is gone although no line retires it, and `CircleError` with the links.
        """
        seen: list[str] = []
        while link not in self.live:
            if link in seen:
                raise CircleError(*seen[seen.index(link) :])
            seen.append(link)
            successor = self.retired[link] if link in self.retired else self._implied(link)
            if successor is None:
                return None
            link = successor
        return self.live[link]

    def known(self, link: str) -> str | None:
        """Return the same, or None where nobody says what stands for the link."""
        try:
            return self.place(link)
        except (KeyError, CircleError):
            return None

    def page(self, path: str) -> str | None:
        """Return today's path of a page: its file may have another name, and still one of its addresses."""
        if path in self.today.addresses:
            return path
        return next((self.live[known] for known in self.before.addresses.get(path, ()) if known in self.live), None)

    def address(self, lang: str, place: str) -> str:
        """Return the address of a place in a language, or the permanent one if there is no such language any more."""
        path, sign, ident = place.partition("#")
        known = self.today.addresses[path]
        return f"{next((each for each in known if each.startswith(f'{lang}/')), known[0])}{sign}{ident}"

    @cached_property
    def moved(self) -> dict[str, str]:
        """Each address that is gone -> the place that stands for it, where something does."""
        return dict(self._moved(link for link in (*self._owners, *self.retired) if link.endswith("/")))

    @cached_property
    def redirects(self) -> dict[str, str]:
        """Each address of a language that is gone -> the address that stands for it, inside the site."""
        return {
            address: self.address(address.partition("/")[0], place)
            for address, place in self.moved.items()
            if not address.startswith("c/")
        }

    @cached_property
    def entries(self) -> dict[str, str]:
        """Each permanent address of a part of a page, such as a term -> its place, what is gone last."""
        return {link: place for link, place in {**self.live, **self.moved}.items() if _is_part(link, place)}

    def anchors(self, path: str) -> dict[str, str]:
        """Return each id that sections of one of today's pages had -> the place that stands for it.

        Sections of a page that is gone count, where no id of today is in their way.
        """
        return {ident: place for ident, place in self._anchors[path].items() if ident not in self.ids[path]}

    def sections(self, address: str) -> dict[str, str]:
        """Return each section of the page that had an address, if another place stands for it -> that place."""
        path = self._owners.get(address, "")
        links = (link for link in (*self.before.of(path), *self.retired) if link.startswith(f"{path}#"))
        return {link.partition("#")[2]: place for link, place in self._moved(links)}

    @cached_property
    def _anchors(self) -> defaultdict[str, dict[str, str]]:
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        links = (link for path in self.before.pages for link in self.before.of(path))
        for link, place in self._moved(link for link in (*links, *self.retired) if "#" in link):
            path, _, ident = link.partition("#")
            shown = self.page(path) or (self.known(path) or "").partition("#")[0]
            if shown and place != shown:
                found[shown].setdefault(ident, place)
        return found

    def _moved(self, links: Iterable[str]) -> Iterator[tuple[str, str]]:
        for link in dict.fromkeys(links):
            if link not in self.live and (place := self.known(link)):
                yield link, place

    def _implied(self, link: str) -> str | None:
        """Return what stands for a link of which no line speaks, because of what is said of others."""
        if link.endswith("/"):
            return self._of_address(link)
        return self._of_section(link) if "#" in link else self._of_page(link)

    def _of_page(self, path: str) -> str:
        """Follow a page to its new path, or to what stands for its permanent address."""
        known = self.before.addresses.get(path, ())
        lines = (address for address in known if address.startswith("c/") and address in self.retired)
        found = self.page(path) or next(lines, None)
        if found is None:
            raise KeyError(next((address for address in known if address not in self.retired), path))
        return found

    def _of_address(self, address: str) -> str:
        """Follow an address whose page is gone, whose language is gone, or that lies below one that has changed."""
        path = self._owners.get(address)
        page = self.page(path) if path else None
        if path is None or (page and address.startswith("c/")):
            raise KeyError(address)
        if page is None:
            return self._of_page(path)
        languages = {known.partition("/")[0] for known in self.today.addresses[page]}
        above = [each for each in _above(address) if each in self.retired or self._is_gone(each)]
        if not above and address.partition("/")[0] in languages:
            raise KeyError(address)
        for each in above:
            self.place(each)
        return page

    def _is_gone(self, address: str) -> bool:
        return address in self._owners and address not in self.live

    def _of_section(self, link: str) -> str | None:
        """Follow a section whose page is gone, or one that is named after an entry which has another id."""
        path, _, ident = link.partition("#")
        if ident in self.before.terms.get(path, ()):
            return f"{FOLDERS['term']}{ident}/"
        page = self.page(path)
        if page is None:
            place = self.place(path)
            same = f"{(place or '').partition('#')[0]}#{ident}"
            return same if same in self.live else place
        if page != path:
            return f"{page}#{ident}"
        return self._of_entry(path, ident)

    def _of_entry(self, path: str, ident: str) -> str:
        """Follow a section that bears the name of an entry, as `kitchen` or `example-kitchen`, to that of another."""
        for entry in self._entries_gone:
            old = entry.split("/")[-2]
            if ident == old or ident.endswith(f"-{old}"):
                place = self.place(entry) or ""
                new = place.partition("#")[2] or place.rpartition("/")[2].removesuffix(".md")
                if (named := f"{path}#{ident.removesuffix(old)}{new}") in self.live:
                    return named
        raise KeyError(f"{path}#{ident}")

    @cached_property
    def _entries_gone(self) -> list[str]:
        known = dict.fromkeys([*self._owners, *self.retired])
        return [link for link in known if _ENTRY.fullmatch(link) and link not in self.live]


def nowhere() -> Landing:
    """Return that of a course without links."""
    none = Links({}, {}, {})
    return Landing(none, none, {}, {})


_ENTRY = re.compile(r"c/[^/]+/[^/]+/")
"""The permanent address of an entry, in the folder of its kind."""


def _live(today: Links) -> Iterator[tuple[str, str]]:
    for path in today.addresses:
        yield path, path
        for link in today.of(path):
            yield link, path if link in today.addresses[path] else link
    for path, terms in today.terms.items():
        yield from ((f"{FOLDERS['term']}{term}/", f"{path}#{term}") for term in terms)


def _above(address: str) -> Iterator[str]:
    """Yield the addresses above one."""
    return accumulate(f"{part}/" for part in address.split("/")[:-2])


def _is_part(link: str, place: str) -> bool:
    return link.startswith("c/") and "#" in place
