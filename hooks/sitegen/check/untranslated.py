"""What was forgotten in the source language on a page, in sections that are translated otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.course import sections
from sitegen.course.borrow import SAME_TEXT_WORDS
from sitegen.findings import Finding
from sitegen.language.scripts import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.page import Page


def check(source: Page, other: Page) -> Iterator[Finding]:
    """Yield a warning for each description, heading and sentence of a page that is that of the source language.

    Sections that are borrowed as a whole are told of to readers, and counted elsewhere.
    """
    if other.untranslated:
        return
    theirs = [section for section in sections.split(source) if section.heading.id not in other.borrowed]
    sentences = {sentence for section in theirs for _, sentence in section.sentences}
    titles = {section.heading.title for section in theirs}
    same = [(number, line.strip()) for number, line in other.lines if line.strip() in sentences]
    same += [
        (heading.line, heading.title)
        for heading in other.headings
        if heading.title in titles and heading.id not in other.borrowed
    ]
    if other.meta.description == source.meta.description and (
        not other.headings or other.headings[0].id not in other.borrowed
    ):
        same.append((other.description_line, other.meta.description))
    for number, line in same:
        if words(line) >= SAME_TEXT_WORDS:
            message = f"'{line[:60]}' is the same as in {source.file}; translate it"
            yield Finding(other.file, number, "parity/not-translated", message, warning=True)
