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


def check(lines: Lines, file: str) -> list[Finding]:
    """Return what is probably a slip on the lines of a page."""
    return [*_underlined(lines, file), *_indented_headings(lines, file)]


def _underlined(lines: Lines, file: str) -> Iterator[Finding]:
    """Find headings in the underlined form, which `_headings` does not read and which cannot be linked to."""
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
