"""What must hold of whatever comes out: findings that an author can use, and pages that say what was written."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sitegen.findings import Finding


class DefectError(AssertionError):
    """The generator has a defect; `kind` says which, without what depends on the input."""

    def __init__(self, kind: str, says: str) -> None:
        super().__init__(f"{kind}: {says}")
        self.kind = kind


class DifferenceError(DefectError):
    """What was accepted is published otherwise than it was written."""


_LIBRARIES = re.compile(
    r"pydantic|[Ii]nput should|[Ff]ield required|[Ee]xtra inputs|should (?:have|match|be a valid)|validation error"
    r"|while (?:scanning|parsing)|found (?:character|unknown|undefined|duplicate)|could not (?:find|determine)"
    r"|did not find|mapping values|expected <|not well-formed \(|mismatched tag|unclosed token|undefined entity"
    r"|codec can't|invalid literal|Errno|Traceback|NoneType|<class |object has no|recursion|out of range\("
)
"""Phrases by which libraries speak to programmers."""
_QUOTED = re.compile(r"'.*'")
_CONTROL = {"Cc", "Cs"}
_LINE_END = re.compile(r"\r\n|\r|\n")


def lines_of(text: str) -> int:
    """Return how many lines an editor shows."""
    return len(_LINE_END.split(text))


def right(findings: Iterable[Finding], lines: Callable[[str], int | None]) -> None:
    """Hold findings against what an author can use; `lines` says how many a file has, None where there is none."""
    counted = cache(lines)
    for finding in findings:
        known = counted(finding.path)
        if known is None:
            raise DefectError(f"finding/path {finding.rule}", f"there is no {finding.path}: {finding}")
        if not 1 <= finding.line <= known:
            raise DefectError(f"finding/line {finding.rule}", f"the file has {known} line(s): {finding}")
        if any(unicodedata.category(sign) in _CONTROL for sign in str(finding)):
            raise DefectError(f"finding/control {finding.rule}", f"{finding!r}")
        if found := _LIBRARIES.search(_QUOTED.sub("''", finding.message)):
            raise DefectError(f"finding/phrase {finding.rule}", f"'{found[0]}' is a library's: {finding}")


_READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_OWN = re.compile(r"[{]|!!!|\?\?\?|^\*\[|</?[a-z]", re.MULTILINE | re.IGNORECASE)
"""What the site's Markdown has beyond the specification, and HTML, in which it may hide."""
_TITLE = re.compile(r"^(#{1,6} [^\n]*?)[ \t]*\{ ?#[\w-]+ ?\}[ \t]*$", re.MULTILINE)
"""A heading with its id."""
_INLINE = {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q"}
_INLINE |= {"s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
_TYPED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


def typed(text: str) -> str:
    """Return a text as it was typed, before any typography: plain quotation marks, single spaces."""
    return " ".join(text.translate(_TYPED).split())


def words(html: str) -> str:
    """Return the words that a reader of some HTML meets."""
    return typed("".join(_shown(html).text))


def elements(html: str) -> str:
    """Return the elements that say something in some HTML, in order."""
    return " ".join(_shown(html).elements)


def _shown(html: str) -> _Shown:
    reader = _Shown()
    reader.feed(html)
    reader.close()
    return reader


def specified(markdown: str) -> str | None:
    """Return the HTML of a Markdown text as its specification has it; None where it goes beyond that."""
    text = _TITLE.sub(r"\1", markdown)
    return None if _OWN.search(text) else str(_READER.render(text))


_TELLING = {"a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol"}
_TELLING |= {"pre", "s", "strong", "table", "td", "th", "tr", "ul"}
_SAME = {"s": "del", "th": "td"}


class _Shown(HTMLParser):
    """Collects texts, and those that stand for pictures; not what is hidden until a reader asks for it."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.elements: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in _TELLING and "aria-describedby" not in told:  # as the links of glossary terms have it
            self.elements.append(_SAME.get(tag, tag))
        if self._hidden or told.get("role") == "tooltip":
            self._hidden += tag == "span"
        self.text.append(f" {told.get('alt') or ''} " if tag == "img" else " " * (tag not in _INLINE))

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= bool(self._hidden) and tag == "span"
        self.text.append(" " * (tag not in _INLINE))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)
