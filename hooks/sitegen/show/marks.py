"""Marks the borrowed texts of a page with their language, and sets them in its typography."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sitegen.language.typography import polish
from sitegen.show.escape import as_json

if TYPE_CHECKING:
    from sitegen.show.borrowed import Borrowed

_TAG = re.compile(r"(<[^>]*>)")
_BLOCK = re.compile(
    r"<(/?)(article|aside|blockquote|button|caption|dd|desc|details|div|dl|dt|fieldset|figcaption|figure|footer|form"
    r"|h[1-6]|header|label|legend|li|main|nav|ol|option|p|section|select|summary|svg|table|tbody|td|text|th|thead|title"
    r"|tr|ul)\b"
)
_PARTS = re.compile(r"(\n| · |(?<=\S:) )")
_TIP = re.compile(r'<span[^>]* role="tooltip"[^>]*>.*?</span>', re.DOTALL)
_VERBATIM = re.compile(r"(<(?:script|style|textarea)\b[^>]*>)(.*?)(?=</(?:script|style|textarea)>)", re.DOTALL)


class Marks:
    """Marks what one language has borrowed."""

    def __init__(self, borrowed: Borrowed) -> None:
        self.borrowed = borrowed
        self.attributes = borrowed.attributes

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
            if _TIP.sub("", "".join(parts[first + 1 : last])) in self.borrowed:
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
        if text in self.borrowed:
            return self._wrapped(text)
        parts = _PARTS.split(text)
        parts[::2] = [self._wrapped(part) if part in self.borrowed else part for part in parts[::2]]
        return "".join(parts)

    def _wrapped(self, text: str) -> str:
        core = text.strip()
        return text.replace(core, f"<span{self.attributes}>{self._polished(core)}</span>")

    def _polished(self, text: str, *, before: bool = False, after: bool = False) -> str:
        """Polish a part of a sentence; words stand in for the elements `before` and `after` it."""
        polished = polish("x" * before + text + "x" * after, self.borrowed.source)
        return polished[before : len(polished) - after]

    def _data(self, tag: str, text: str) -> str:
        """Return the data of a script, and a list of the plain texts in it that assets/borrowed.js will know again."""
        found: dict[str, None] = {}
        given = json.loads(text)
        data = self._lent(given, found)
        if data == given and not found:
            return tag + text
        told = {"attributes": dict(re.findall(r'\b(\w++)="([^"]*)"', self.attributes)), "texts": list(found)}
        return f'{tag}{as_json(data)}</script><script type="application/json" class="borrowed">{as_json(told)}'

    def _lent(self, value: Any, found: dict[str, None]) -> Any:
        """Return data with its markup marked; plain texts that are borrowed are added to those `found`."""
        if isinstance(value, dict):
            return {key: self._lent(below, found) for key, below in value.items()}
        if isinstance(value, list):
            return [self._lent(below, found) for below in value]
        if not isinstance(value, str):
            return value
        if "<" in value:
            return self._wrapped(value) if self._is_inline(value) else self._marked(value)
        if value in self.borrowed:
            found[value] = None
            return self._polished(value)
        return value

    def _is_inline(self, html: str) -> bool:
        """Tell whether HTML is borrowed as a whole, and holds no block."""
        return html in self.borrowed and not _leaves(_TAG.split(html))


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
        inside += part.startswith(("<svg", "<select")) - part.startswith(("</svg", "</select"))
        found.append(inside > 0)
    return found
