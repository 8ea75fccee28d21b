"""What a language that is not finished has borrowed from the source language.

A text is known by its words, wherever it comes to stand: no template and no kind of content has to say of its texts
which are borrowed. `marks` gives them their language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from sitegen.course import sections
from sitegen.course.borrow import read
from sitegen.language import catalogues
from sitegen.language.i18n import direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course

ENOUGH = 3
"""Words by which a part of a text is known; fewer may stand in any language (a convention of ours)."""

_NOT_READ = re.compile(r"\]\([^()]*+\)|\{[^{}]*+\}|<[^<>]*+>|^[^\S\n]*+(?:[-*+]|\d++\.)\s", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Borrowed:
    """What one language has borrowed."""

    source: str
    attributes: str
    """Those of an element that holds a text of the source language."""
    whole: frozenset[str]
    """Words of each text, and of each of its lines."""
    running: str
    """The words of all of them, one after the other."""

    def __contains__(self, text: object) -> bool:
        """Tell whether a text, in Markdown or HTML, is borrowed, or a part of one that is."""
        words = said(str(text))
        return words in self.whole or (words.count(" ") + 1 >= ENOUGH and f" {words} " in self.running)


@lru_cache(maxsize=16)
def borrowed(course: Course, lang: str) -> Borrowed | None:
    """Return what a language has borrowed; None for one that is finished."""
    known = dict.fromkeys(words for text in _texts(course, lang) for line in _lines(text) if (words := said(line)))
    if not known:
        return None
    direct = direction(course.source)
    attributes = f' lang="{course.source}"' + (f' dir="{direct}"' if direct != direction(lang) else "")
    running = "\n".join(f" {said(text)} " for text in _texts(course, lang))
    return Borrowed(course.source, attributes, frozenset(known), running)


def _texts(course: Course, lang: str) -> Iterator[str]:
    """Yield all that a language borrows: texts of its files, sections of its pages, words of its interface."""
    if lang == course.source:
        return
    for name, places in course.wording[lang].borrowed.items():
        lent = read(course.documents[f"{course.source}/{name}.yml"].data)
        yield from (text for loc, text in lent if loc in places)
    for path, page in course.pages[lang].items():
        if page.borrowed and not page.generated:
            lender = course.pages[course.source][path]
            yield from (section.text for section in sections.split(lender) if section.heading.id in page.borrowed)
            yield from [lender.meta.description] if page.untranslated else []
    for message in catalogues.untranslated(lang, course.source):
        yield from [message.string] if isinstance(message.string, str) else message.string or ()


def _lines(text: str) -> Iterator[str]:
    """Yield a text, and the parts of it that can stand in an element of their own."""
    yield text
    for line in text.split("\n"):
        yield line
        yield from line.split("|") if "|" in line else ()
        yield from re.findall(r'^\s*(?:!!!|\?\?\?\+?) .*?"(.+)"', line)


def said(text: str) -> str:
    """Return the words of a text, in Markdown or HTML, by which it is known."""
    return " ".join(_WORD.findall(unescape(_NOT_READ.sub(" ", text)).casefold()))
