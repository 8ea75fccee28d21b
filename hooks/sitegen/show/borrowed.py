"""Texts in the words of the source language, wherever they come to stand in a language that is not finished.

They are known by their words, so that no template and no kind of content has to say which of its texts is borrowed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any

from sitegen.course import sections
from sitegen.course.borrow import read
from sitegen.language import catalogues
from sitegen.language.i18n import direction
from sitegen.language.typography import polish
from sitegen.show.escape import as_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course

ENOUGH = 3
"""Words by which a part of a text is known; fewer may stand in any language (a convention of ours)."""

_TAG = re.compile(r"(<[^>]*>)")
_BLOCK = re.compile(
    r"<(/?)(article|aside|blockquote|button|caption|dd|desc|details|div|dl|dt|fieldset|figcaption|figure|footer|form"
    r"|h[1-6]|header|label|legend|li|main|nav|ol|option|p|section|select|summary|svg|table|tbody|td|text|th|thead|title"
    r"|tr|ul)\b"
)
_NOT_READ = re.compile(r"\]\([^)]*\)|\{[^{}]*\}|<[^>]*>|^\s*(?:[-*+]|\d+\.)\s", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"(\n| · |(?<=\S:) )")
_TIP = re.compile(r'<span[^>]* role="tooltip"[^>]*>.*?</span>', re.DOTALL)
_VERBATIM = re.compile(r"(<(?:script|style|textarea)\b[^>]*>)(.*?)(?=</(?:script|style|textarea)>)", re.DOTALL)


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
        words = _words(str(text))
        return words in self.whole or (words.count(" ") + 1 >= ENOUGH and f" {words} " in self.running)

    def mark(self, html: str) -> str:
        """Return a page on which each borrowed text has its language, and the typography of that."""
        head, body, page = html.rpartition("<body")
        pieces = _VERBATIM.split(page)
        done = [self._marked(pieces[0])]
        for tag, text, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            done += [self._data(tag, text) if "/json" in tag else tag + text, self._marked(after)]
        return head + body + "".join(done)

    def _marked(self, html: str) -> str:
        """Return HTML in which blocks of borrowed words have their language, or parts of blocks."""
        parts = _TAG.split(html)
        drawn = _drawn(parts)
        done: set[int] = set()
        for first, last in _leaves(parts):
            texts = range(first + 1, last, 2)
            if _TIP.sub("", "".join(parts[first + 1 : last])) in self:
                parts[first] = self._with_language(parts[first])
                for at in texts:
                    parts[at] = self._polished(parts[at], before=at > texts[0], after=at < texts[-1])
                done.update(texts)
        for at in range(0, len(parts), 2):
            if at not in done and not drawn[at]:
                parts[at] = self._inline(parts[at])
        return "".join(parts)

    def _with_language(self, tag: str) -> str:
        return tag if " lang=" in tag else f"{tag.removesuffix('>')}{self.attributes}>"

    def _inline(self, text: str) -> str:
        """Return a text, or some of its lines, or what follows a label, in an element with its language if borrowed."""
        if text in self:
            return self._wrapped(text)
        parts = _PARTS.split(text)
        parts[::2] = [self._wrapped(part) if part in self else part for part in parts[::2]]
        return "".join(parts)

    def _wrapped(self, text: str) -> str:
        core = text.strip()
        return text.replace(core, f"<span{self.attributes}>{self._polished(core)}</span>")

    def _polished(self, text: str, *, before: bool = False, after: bool = False) -> str:
        """Polish a part of a sentence; words stand in for the elements `before` and `after` it."""
        polished = polish("x" * before + text + "x" * after, self.source)
        return polished[before : len(polished) - after]

    def _data(self, tag: str, text: str) -> str:
        """Return the data of a script, and a list of the borrowed texts in it: assets/borrowed.js knows them again."""
        found: dict[str, None] = {}

        def lend(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: lend(below) for key, below in value.items()}
            if isinstance(value, list):
                return [lend(below) for below in value]
            if not isinstance(value, str):
                return value
            if "<" in value:
                return (
                    f"<span{self.attributes}>{value}</span>"
                    if value in self and not _leaves(_TAG.split(value))
                    else self._marked(value)
                )
            if value in self:
                value = self._polished(value)
                found[value] = None
            return value

        data = lend(json.loads(text))
        if not found:
            return tag + text
        told = {"attributes": dict(re.findall(r'(\w+)="([^"]*)"', self.attributes)), "texts": list(found)}
        return f'{tag}{as_json(data)}</script><script type="application/json" class="borrowed">{as_json(told)}'


@lru_cache(maxsize=16)
def borrowed(course: Course, lang: str) -> Borrowed | None:
    """Return what a language has borrowed; None for one that is finished."""
    known = dict.fromkeys(words for text in _texts(course, lang) for line in _lines(text) if (words := _words(line)))
    if not known:
        return None
    direct = direction(course.source)
    attributes = f' lang="{course.source}"' + (f' dir="{direct}"' if direct != direction(lang) else "")
    running = "\n".join(f" {_words(text)} " for text in _texts(course, lang))
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


def _words(text: str) -> str:
    return " ".join(_WORD.findall(unescape(_NOT_READ.sub(" ", text)).casefold()))


def _leaves(parts: list[str]) -> list[tuple[int, int]]:
    """Return where each block that holds no other one begins and ends; tags are every other one of the parts."""
    found: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    innermost = 0
    for at in range(1, len(parts), 2):
        tag = _BLOCK.match(parts[at])
        if tag is None or parts[at].endswith("/>"):
            continue
        if not tag[1]:
            opened.append((tag[2], at))
            innermost = at
            continue
        while opened:
            name, first = opened.pop()
            if name == tag[2]:
                found += [(first, at)] if first == innermost else []
                break
    return found


def _drawn(parts: list[str]) -> list[bool]:
    """Return of each part whether it stands in a drawing, or in a list to choose from, which hold no other elements."""
    inside, found = 0, []
    for part in parts:
        inside += len(re.findall(r"^<(?:svg|select)\b", part)) - len(re.findall(r"^</(?:svg|select)\b", part))
        found.append(inside > 0)
    return found
