"""The index of the search: what each section of each page says, and how the words of its language vary.

Scripts of the site read it, `docs/assets/search.js`, when a reader begins to search.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from sitegen.kept import kept
from sitegen.language.inflection import inflection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass
class Section:
    """What search knows of a section, or of a page down to its first one."""

    location: str
    """Its address inside the language's folder."""
    title: str
    text: str
    aliases: list[str] = field(default_factory=list)
    """Other words by which readers look for it."""


@kept
def sections(html: str, address: str, title: str, aliases: Mapping[str, Sequence[str]]) -> list[Section]:
    """Return the sections of a page, given by its content, its address and its title.

    `aliases` are those of the page under an empty id, and those of its sections under theirs. What bears
    `data-search-exclude` is left out; a heading that bears it, with all that stands under it.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [
        Section(
            f"{address}#{part.ident}" if part.ident else address,
            _plain(part.title) or title,
            _plain(part.text),
            list(aliases.get(part.ident, ())),
        )
        for part in reader.parts
        if not part.excluded
    ]


def unmarked(html: str) -> str:
    """Return the content of a page without the marks of what is left out, which nothing else reads."""
    return _MARK.sub(r"\1", html)


_MARK = re.compile(r'(<[a-z][^<>]*?) data-search-exclude(?:="")?+(?=[ >])')


def index(found: Iterable[Section], lang: str) -> str:
    """Return the index of a language as it is published."""
    docs = [{key: value for key, value in asdict(section).items() if value or key != "aliases"} for section in found]
    data = {"config": asdict(inflection(lang)), "docs": docs}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _plain(pieces: Sequence[str]) -> str:
    return " ".join("".join(pieces).split())


@dataclass
class _Part:
    ident: str = ""
    excluded: bool = False
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


_EXCLUDE = "data-search-exclude"
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_UNREAD = frozenset(("script", "style", "template", "object"))
_INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    )
)
"""What parts no words; at the edges of all else a word ends."""
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)


class _Reader(HTMLParser):
    """Divides the content of a page by its headings; what stands above the title of the page belongs to the page."""

    def __init__(self) -> None:
        super().__init__()
        self.parts = [_Part()]
        self.open: list[str] = []
        self.unread = 0
        """How many elements are open down to the one that is left out; 0 where none is."""
        self.heading = 0
        """The same of the heading that is read."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part_words(tag)
        if tag in _VOID:
            return
        self.open.append(tag)
        if self.unread:
            return
        attributes = dict(attrs)
        excluded = _EXCLUDE in attributes
        if tag in _HEADINGS and attributes.get("id"):
            self.heading = len(self.open)
            if tag != "h1":
                self.parts.append(_Part(str(attributes["id"]), excluded))
        elif excluded or tag in _UNREAD:
            self.unread = len(self.open)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            return
        while self.open.pop() != tag:
            pass
        if len(self.open) < self.unread:
            self.unread = 0
        if len(self.open) < self.heading:
            self.heading = 0
        self._part_words(tag)

    def handle_data(self, data: str) -> None:
        if not self.unread:
            (self.parts[-1].title if self.heading else self.parts[-1].text).append(data)

    def _part_words(self, tag: str) -> None:
        if tag not in _INLINE:
            self.handle_data(" ")
