"""Slips in Markdown that no host complains of: what was meant is published as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

Lines = list[tuple[int, str]]
"""Numbered lines of a page, with code taken out."""

INDENTED_HEADING = re.compile(r"^ {1,3}#{1,6}(?!#)")
_UNDERLINE = re.compile(r"^(=+|-+) *$")
_LINKS = (
    (re.compile(r"\([^()]*\)\[[\w./#-]+\.md[^\]]*\]"), "the brackets are the wrong way round"),
    (re.compile(r"\] +\((?:[\w./-]+\.md|https?:)[^)]*\)?"), "there is a space between the brackets"),
    (re.compile(r"\]\([^)\s]*$"), "the round bracket is not closed"),
    (re.compile(r"\[[^\]]*\]\(\s*\)"), "it leads nowhere"),
    (re.compile(r"\[\[[^\]]*\]\]"), "there is one pair of square brackets too many"),
)
_DIV = re.compile(r"<(/?)div\b")
_COMMENT = re.compile(r"<!--|-->")
_SEPARATOR = re.compile(r"^ *\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?$")
_FOREIGN = re.compile(
    r"!\[[^\]]*\]\(\s*<?(?:https?:)?//[^)\s]*"
    r"|<(?:img|iframe|script|link|video|audio|source|embed|object)\b[^>]*\s(?:src|href|data)=[\"']?(?:https?:)?//[^\"'\s>]*",
    re.IGNORECASE,
)
_INLINE = re.compile(r"(?:<\w[^>]*?|\{:?[^{}]*?)\s(style|on[a-z]+)=", re.IGNORECASE)
_BOX = re.compile(r"^ *(?:!!!|\?\?\?\+?) +\w")


def check(lines: Lines, file: str) -> list[Finding]:
    """Return what is probably a slip on the lines of a page."""
    return [
        *_underlined(lines, file),
        *_indented_headings(lines, file),
        *_links(lines, file),
        *_divs(lines, file),
        *_comments(lines, file),
        *_tables(lines, file),
        *_boxes(lines, file),
        *_refused(lines, file),
    ]


def _underlined(lines: Lines, file: str) -> Iterator[Finding]:
    """Find headings in the underlined form, which `page.headings` does not read and which cannot be linked to."""
    before, title = (0, ""), (0, "")
    for number, line in lines:
        if _UNDERLINE.match(line) and title[0] == number - 1 and title[1].strip() and not before[1].strip():
            message = f"write the heading '{title[1].strip()}' with '#' signs, as '## Title {{#id}}'"
            yield Finding(file, title[0], "heading/underlined", message)
        before, title = title, (number, line)


def _indented_headings(lines: Lines, file: str) -> Iterator[Finding]:
    for number, line in lines:
        if INDENTED_HEADING.match(line):
            message = f"'{line.strip()}' must start at the margin, or it is published as plain text"
            yield Finding(file, number, "heading/indented", message)


def _links(lines: Lines, file: str) -> Iterator[Finding]:
    for number, line in lines:
        for pattern, problem in _LINKS if "[" in line or "]" in line else ():
            for match in pattern.finditer(line):
                message = f"'{match[0]}' is no link: {problem}; one looks like [text](page.md#section)"
                yield Finding(file, number, "link/malformed", message)


def _divs(lines: Lines, file: str) -> Iterator[Finding]:
    opened: list[int] = []
    for number, line in lines:
        if "<" not in line:
            continue
        for tag in _DIV.finditer(line):
            if not tag[1]:
                opened.append(number)
            elif opened:
                opened.pop()
            else:
                yield Finding(file, number, "html/unopened", "no '<div' above is open here; remove this '</div>'")
    for number in opened:
        yield Finding(file, number, "html/unclosed", "this '<div' is never closed; write '</div>' where it ends")


def _comments(lines: Lines, file: str) -> Iterator[Finding]:
    opened = 0
    for number, line in lines:
        for mark in _COMMENT.finditer(line):
            opened = 0 if mark[0] == "-->" else opened or number
    if opened:
        yield Finding(file, opened, "comment/unclosed", "'<!--' begins a comment that no '-->' ends")


def _tables(lines: Lines, file: str) -> Iterator[Finding]:
    """Find a line under a table's head that does not fit the head: no table comes of that."""
    head = ""
    for number, line in lines:
        if _SEPARATOR.match(line) and "|" in head and _cells(head) != _cells(line):
            message = f"the head of this table has {_cells(head)} cells, the line below it {_cells(line)}"
            yield Finding(file, number, "table/separator", f"{message}; write '---' once for each, with '|' between")
        head = line


def _cells(line: str) -> int:
    return len(re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|")))


def _boxes(lines: Lines, file: str) -> Iterator[Finding]:
    """Find a box whose text is not indented and would stand below it; code, which is taken out, may begin one."""
    for (number, line), (after, text) in zip(lines, _next_written(lines), strict=True):
        if _BOX.match(line) and after == number + 1 and _indent(text) < _indent(line) + 4:
            message = f"'{line.strip()}' begins an empty box: indent its text by {_indent(line) + 4} spaces"
            yield Finding(file, number, "box/empty", message)


def _next_written(lines: Lines) -> list[tuple[int, str]]:
    """Return, for each line, the number of the line after it, and the next line that is not empty."""
    found: list[tuple[int, str]] = []
    text, after = "", 0
    for number, line in reversed(lines):
        found.append((after or number + 1, text))
        text, after = line if line.strip() else text, number
    return found[::-1]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _refused(lines: Lines, file: str) -> Iterator[Finding]:
    """Find what the browser leaves out by the policy of the pages (`html.protect`)."""
    for number, line in lines:
        if "//" not in line and "=" not in line:
            continue
        for match in _FOREIGN.finditer(line):
            message = f"'{match[0]}' comes from another site, which would learn of each reader"
            yield Finding(
                file, number, "html/foreign", f"{message}; put the file into docs/assets/, or link to the page"
            )
        for match in _INLINE.finditer(line):
            message = f"'{match[1]}=' has no effect, since no page may style or script itself"
            yield Finding(
                file, number, "html/inline", f"{message}; leave it out, or give a class of docs/assets/styles/"
            )
