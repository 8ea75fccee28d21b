"""What of a page is still in the source language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.page import Page

SAME_TEXT_WORDS = 4
"""A text of this many words or more, equal in two languages, counts as not translated (a convention of ours)."""

SENTENCE_WORDS, SAME_SENTENCES = 8, 0.25
"""So does a sentence of this many words; where more than this share of a page is equal, it is told of as a whole
(conventions of ours)."""

Line = tuple[int, str]


def check(source: Page, other: Page) -> Iterator[Finding]:
    """Return the description, headings and sentences of a page that are those of the source language."""
    theirs = {line for _, line in _sentences(source)}
    lines = list(_sentences(other))
    same = [line for line in lines if line[1] in theirs]
    if len(lines) > 1 and len(same) > len(lines) * SAME_SENTENCES:
        message = f"{len(same)} of its {len(lines)} sentences are the same as in {source.file}; translate them"
        yield Finding(other.file, 1, "parity/not-translated", message)
        return
    titles = {heading.title for heading in source.headings}
    same += [
        (heading.line, heading.title)
        for heading in other.headings
        if heading.title in titles and len(heading.title.split()) >= SAME_TEXT_WORDS
    ]
    description = other.meta.description
    if description == source.meta.description and len(description.split()) >= SAME_TEXT_WORDS:
        same.append((other.description_line, description))
    for number, line in same:
        message = f"'{line[:60]}' is the same as in {source.file}; translate it"
        yield Finding(other.file, number, "parity/not-translated", message)


def _sentences(page: Page) -> Iterator[Line]:
    """Yield the numbered lines of a page that are long enough to be judged; authors write one sentence a line."""
    headings = {heading.line for heading in page.headings}
    for number, line in page.lines:
        if number not in headings and len(line.split()) >= SENTENCE_WORDS:
            yield number, line.strip()
