"""What stands in a text where, as links and checks ask for it: its headings, links and ids, each with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.course import commonmark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

    from sitegen.course.commonmark import Text
    from sitegen.course.slips import Lines

_MADE_HEADING = re.compile(r"^ *(#{1,6}) (.*?)(?: \{#([\w-]++)[^{}]*+\})?$")
_HTML_LINK = re.compile(r"\b(?:href|src)\s*=\s*[\"']([^\"']+)[\"']")
_HTML_HEADING = re.compile(r"<h[1-6]\b[^<>]*?\sid=[\"']([^\"']+)[\"']")
_HTML_ID = re.compile(r"\bid\s*=\s*[\"']([^\"']+)[\"']")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in `#` form."""

    level: int
    id: str | None
    """The explicit `{#id}`."""
    title: str
    line: int
    underlined: bool = False
    """Whether it is a line of text with a line of `=` or `-` below."""

    @property
    def plain(self) -> str:
        """Its text without Markdown."""
        return plain(self.title)


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image, as written."""

    target: str
    line: int
    html: bool = False
    """Whether it is raw HTML, which no host turns into an address."""


def plain(written: str) -> str:
    """Return the words of a title."""
    return commonmark.words(written) if _MARKS.search(written) else written


_MARKS = re.compile(r"[\\`*_<&\[~{]")


def made_ids(lines: Lines) -> list[str]:
    """Return the ids of headings and elements in what a template has made, as often as they stand there."""
    return [heading.id for heading in made_headings(lines) if heading.id] + html_ids(lines)


def sections(headings: Iterable[Heading], lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the line and the id of each heading: those in Markdown, and those that the `lines` have in HTML."""
    yield from ((heading.line, heading.id) for heading in headings if heading.id)
    for number, line in lines:
        if "<h" in line:
            yield from ((number, ident) for ident in _HTML_HEADING.findall(line))


def markdown_links(text: str) -> list[str]:
    """Return the targets of all links in a short Markdown text."""
    if "](" not in text and "]:" not in text and "<" not in text:
        return []  # so are nearly all, and there are thousands
    return [link.target for link in links(commonmark.read(text))]


def links(read: Text, first_line: int = 1) -> Iterator[Link]:
    """Yield the links of a text, in Markdown and in HTML."""
    for token in read.tokens:
        start = first_line + (token.map[0] if token.map else 0)
        if token.type == "html_block":
            yield from _html_links(token.content, start)
        opened: list[Token] = []
        for child in token.children or ():
            if child.type in {"softbreak", "hardbreak"}:
                start += 1
            elif child.type == "html_inline":
                yield from _html_links(child.content, start)
            elif child.type == "link_open":
                opened.append(child)
            elif child.type in {"link_close", "image"}:
                yield from _markdown_link(child if child.type == "image" else opened.pop(), read, first_line, start)


def _markdown_link(token: Token, read: Text, first_line: int, line: int) -> Iterator[Link]:
    """Yield a link, on the line that says where it leads; a note is none."""
    label = token.meta.get("label")
    if label is None:
        yield Link(str(token.attrs.get("href", token.attrs.get("src", ""))), line)
    elif not label.startswith("^"):
        yield Link(read.references[label].href, first_line + read.references[label].line)


def _html_links(html: str, line: int) -> Iterator[Link]:
    for match in _HTML_LINK.finditer(html):
        yield Link(match[1], line + html.count("\n", 0, match.start()), html=True)


def headings(read: Text, first_line: int = 1) -> Iterator[Heading]:
    """Yield the headings of a text."""
    for opening, token in commonmark.inlines(read.tokens):
        if opening.type == "heading_open" and opening.map:
            title = token.content.removesuffix(opening.meta.get("attributes", "")).rstrip()
            line = first_line + opening.map[0]
            yield Heading(int(opening.tag[1]), commonmark.ident(opening), title, line, opening.markup in {"=", "-"})


def made_headings(lines: Lines) -> Iterator[Heading]:
    """Yield the headings in what a template has made, where they may stand inside HTML."""
    for number, line in lines:
        if "#" in line and (match := _MADE_HEADING.match(line)):
            yield Heading(len(match[1]), match[3], match[2], number)


def attributed_ids(read: Text, first_line: int) -> Iterator[tuple[int, str]]:
    """Yield the line and the id of each element that an attribute list gives one, headings aside."""
    for token in read.tokens:
        line = first_line + (token.map[0] if token.map else 0)
        for each in (token, *(token.children or ())):
            if each.type != "heading_open" and (ident := commonmark.ident(each)):
                yield line, ident


def html_ids(lines: Lines) -> list[str]:
    return [match[1] for _, line in lines if "id" in line for match in _HTML_ID.finditer(line)]
