"""What a reader gets of a text, in order: each word, and where each heading, list, cell, link or box begins and ends.

Two texts with the same parts say the same, whoever has read them.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from itertools import zip_longest
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sitegen.course.commonmark import Box, Text, ident

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown_it.token import Token

_SAME = {"s": "del", "td": "cell", "th": "cell", "details": "box"}
_SILENT = {"p", "thead", "tbody", "summary"}
"""Elements that say nothing by themselves; a list may have its paragraphs marked, or not."""
_VOID = {"br", "hr", "img"}


class Parts:
    """Collects parts: words, and `<name>` where an element begins and `</name>` where it ends."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.lines: list[int] = []
        """Line of each in the text that was read, from 0."""
        self.line = 0
        self._text: list[str] = []
        self._in_code = False

    def text(self, text: str) -> None:
        """Add text, which may begin or end within a word."""
        self._text.append(text)

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Add the beginning of an HTML element."""
        if tag == "pre":
            self._in_code = True
        if self._says_nothing(tag):
            self.flush()
        elif tag == "br":
            self._mark("<br>")
        else:
            self._mark(f"<{' '.join([_SAME.get(tag, tag), *_told(tag, attributes)])}>")
        if tag == "img":
            self.text(attributes.get("alt", ""))
            self.flush()

    def end(self, tag: str) -> None:
        """Add the end of an HTML element."""
        if tag == "pre":
            self._in_code = False
        if tag in _VOID or self._says_nothing(tag):
            self.flush()
        else:
            self._mark(f"</{_SAME.get(tag, tag)}>")

    def html(self, html: str) -> None:
        """Add raw HTML."""
        if "<" not in html:
            self.text(unescape(html))
            return
        reader = _Html(self)
        reader.feed(html)
        reader.close()

    def flush(self) -> None:
        """End the word that was begun."""
        if self._text:
            words = "".join(self._text).split()
            self.found += words
            self.lines += [self.line] * len(words)
            self._text = []

    def _says_nothing(self, tag: str) -> bool:
        return tag in _SILENT or (self._in_code and tag == "code")

    def _mark(self, mark: str) -> None:
        self.flush()
        self.found.append(mark)
        self.lines.append(self.line)


class _Html(HTMLParser):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.parts = parts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.begin(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self.parts.end(tag)

    def handle_data(self, data: str) -> None:
        self.parts.text(data)


def _told(tag: str, attributes: Mapping[str, str]) -> list[str]:
    """Return what of an element's attributes a reader would miss."""
    match tag:
        case "a" | "img":
            return [plain_target(attributes.get("href" if tag == "a" else "src", ""))]
        case "ol":
            return [attributes.get("start", "1")]
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            return [attributes.get("id", "")]
        case _:
            return []


def plain_target(target: str) -> str:
    """Return a link's target without any of the codes that stand for its signs."""
    return unquote(unescape(target)).replace(" ", "%20")


def written(text: Text) -> Parts:
    """Return the parts of a Markdown text, as it was written."""
    parts = Parts()
    for token in text.tokens:
        _add(parts, token)
    parts.flush()
    return parts


def _add(parts: Parts, token: Token) -> None:
    if token.map:
        parts.flush()
        parts.line = token.map[0]
    match token.type:
        case "inline":
            for child in token.children or ():
                _add_inline(parts, child)
            if not token.children:
                parts.text(token.content)
            parts.flush()
        case "html_block":
            parts.html(token.content)
        case "fence" | "code_block":
            parts.begin("pre", {})
            parts.text(token.content)
            parts.end("pre")
        case "box_open":
            box: Box = token.meta["box"]
            parts.begin("box", {})
            if box.title is None:
                parts.text((box.classes.split() or ["note"])[0].capitalize())
                parts.flush()
        case "box_close":
            parts.end("box")
        case "heading_open":
            parts.begin(token.tag, {"id": ident(token) or ""})
        case _ if token.nesting > 0 or token.type == "hr":
            parts.begin(token.tag, _attributes(token))
        case _ if token.nesting < 0:
            parts.end(token.tag)


def _add_inline(parts: Parts, token: Token) -> None:
    match token.type:
        case "text" | "text_special":
            parts.text(token.content)
        case "softbreak" | "hardbreak":
            if token.type == "hardbreak":
                parts.begin("br", {})
            parts.text(" ")
            parts.flush()
            parts.line += 1
        case "code_inline":
            parts.begin("code", {})
            parts.text(token.content)
            parts.end("code")
        case "html_inline":
            parts.html(token.content)
        case "image":
            parts.begin("img", {**_attributes(token), "alt": _alt(token)})
        case _ if token.nesting > 0:
            parts.begin(token.tag, _attributes(token))
        case _:
            parts.end(token.tag)


def _attributes(token: Token) -> dict[str, str]:
    return {name: str(value) for name, value in token.attrs.items()}


def _alt(token: Token) -> str:
    return "".join(_alt(child) if child.children else child.content for child in token.children or ())


_WORD = re.compile(r"\w")


def is_word(part: str) -> bool:
    """Tell whether a part is a word, and no element."""
    return bool(_WORD.search(part)) and not re.fullmatch(r"</?\w.*>", part)


Change = tuple[int, str]
"""Where a text begins to be published otherwise than it was written: the line, from 0, and how."""

_CONTEXT = 4
"""Words that are quoted to show a place."""


def change(wanted: Parts, found: Sequence[str]) -> Change | None:
    """Return the first place at which the parts `found` are not those that were `wanted`."""
    for index, (want, got) in enumerate(zip_longest(wanted.found, found)):
        if want != got:
            before = list(filter(is_word, wanted.found[:index]))[-_CONTEXT:]
            after = f"after '{' '.join(before)}' " if before else ""
            line = [0, *wanted.lines][: index + 2][-1]
            return line, f"{after}stands {_named(want)}, and {_named(got)} would be published"
    return None


_NAMES = {
    "li": "an entry of a list",
    "ul": "a list",
    "ol": "a numbered list",
    "box": "a box",
    "cell": "a cell of a table",
    "tr": "a row of a table",
    "table": "a table",
    "blockquote": "a quotation",
    "pre": "code",
    "code": "code",
    "em": "emphasis",
    "strong": "strong emphasis",
    "del": "struck out text",
    "a": "a link",
    "img": "a picture",
    "br": "a line break",
    "hr": "a rule",
}


def _named(part: str | None) -> str:
    if part is None:
        return "nothing"
    mark = re.fullmatch(r"<(/?)(\w++)(.*)>", part)
    if not mark:
        return f"'{part}'"
    name = "a heading" if re.fullmatch(r"h[1-6]", mark[2]) else _NAMES.get(mark[2], f"<{mark[2]}>")
    return f"the end of {name}" if mark[1] else f"{name}{f' ({told})' if (told := mark[3].strip()) else ''}"
