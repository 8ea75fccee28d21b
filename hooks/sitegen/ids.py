"""The ids of a page, those that its author wrote and those that its directives bring: each stands once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from sitegen import page, render
from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course import Course


def complete(course: Course) -> tuple[Course, list[Finding]]:
    """Return the course with its generated pages and with the ids that directives bring, and ids that stand twice."""
    course = render.complete(course)
    pages = {lang: dict(found) for lang, found in course.pages.items()}
    findings: list[Finding] = list(_sides(course))
    for lang, known in course.pages.items():
        renderer = render.Renderer(course, lang)
        for path, found in known.items():
            made = [(asked, _made(renderer, asked)) for asked in found.directives]
            findings += _twice(found, made)
            pages[lang][path] = replace(found, ids=found.ids.union(*(ids for _, ids in made)))
    return replace(course, pages=pages), findings


def _made(renderer: render.Renderer, asked: page.Directive) -> Counter[str]:
    return Counter(page.ids(list(page.prose(renderer.directive(asked.name, asked.argument)))))


def _sides(course: Course) -> Iterator[Finding]:
    """Find sides of examples that bear the name of a section that the page of every example has."""
    for index, example in enumerate(course.examples):
        named = Counter(
            page.ids(list(page.prose(course.pages[course.source][f"{render.EXAMPLES}{example.id}.md"].body)))
        )
        for side in example.quiz:
            if named[side] > 1:
                message = f"every example's page has a section '{side}' of its own; give this side another name"
                yield course.documents["examples.yml"].finding((index, "quiz", side), "heading/duplicate-id", message)


def _twice(found: page.Page, made: list[tuple[page.Directive, Counter[str]]]) -> Iterator[Finding]:
    """Find ids that a directive brings although it, the page, or a directive before has brought them already."""
    makers: dict[str, page.Directive] = {}
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
