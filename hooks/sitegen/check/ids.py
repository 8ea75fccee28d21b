"""The ids of a page, those that its author wrote and those that its directives bring: each stands once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from sitegen.course import headings
from sitegen.course.prose import prose
from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.course.course import Course
    from sitegen.course.page import Directive, Page
    from sitegen.show.writer import Writer


def complete(course: Course, writers: Mapping[str, Writer]) -> tuple[Course, list[Finding]]:
    """Return the course with the ids that directives bring, and the ids that stand twice on a page.

    `writers` write each language of the course, whose generated pages are there.
    """
    pages = {lang: dict(found) for lang, found in course.pages.items()}
    findings: list[Finding] = []
    for lang, known in course.pages.items():
        ids_of = cache(partial(_made, writers[lang]))
        for path, found in known.items():
            made = [(asked, ids_of(asked.name, asked.argument)) for asked in found.directives]
            findings += _twice(found, made)
            pages[lang][path] = replace(found, ids=found.ids.union(*(ids for _, ids in made)))
    return replace(course, pages=pages), findings


def _made(writer: Writer, name: str, argument: str | None) -> Counter[str]:
    return Counter(headings.made_ids(list(prose(writer.directive(name, argument)))))


def _twice(found: Page, made: list[tuple[Directive, Counter[str]]]) -> Iterator[Finding]:
    """Find ids that a directive brings although it, the page, or a directive before has brought them already."""
    makers: dict[str, Directive] = {}
    for asked, ids in made:
        for ident in sorted(ident for ident in ids if ids[ident] > 1):
            message = f"{asked} makes the id '{ident}' twice, for an entry and for a part of its own; rename the entry"
            yield Finding(found.file, asked.line, "heading/duplicate-id", message)
        for ident in sorted(ids.keys() & makers.keys()):
            message = f"{asked} makes the id '{ident}', as {makers[ident]} on line {makers[ident].line} does"
            yield Finding(found.file, asked.line, "heading/duplicate-id", f"{message}; show only one of them here")
        makers = dict.fromkeys(ids, asked) | makers
    for heading in found.headings:
        if heading.id in makers:
            asked = makers[heading.id]
            message = f"the id '{heading.id}' is made by {asked} on line {asked.line} already; choose another"
            yield Finding(found.file, heading.line, "heading/duplicate-id", message)
