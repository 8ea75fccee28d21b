"""What the pages of a course have in common because its `course.yml` says so: nothing where it says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sitegen.course.course import Course
    from sitegen.course.files import ChapterLimits, Span
    from sitegen.course.page import Page

Place = tuple[str, int]
"""A file, and a line of it."""


def check(course: Course) -> list[Finding]:
    """Return a warning for each written page that is not as the `limits` of the course ask."""
    written = {
        lang: [page for page in pages.values() if not page.generated and not page.borrowed]
        for lang, pages in course.pages.items()
    }
    chapters = {chapter.page for chapter in course.file.chapters}
    limits = course.file.limits
    found = [finding for pages in written.values() for finding in _heads(pages, limits.description, _written)]
    found += [
        Finding(page.file, line, rule, message, warning=True)
        for pages in written.values()
        for page in pages
        if page.path in chapters
        for line, rule, message in _chapter(page, limits.chapter, whole=pages is written.get(course.source))
    ]
    return found


def check_generated(course: Course, source: Callable[[str, str], Place | None]) -> list[Finding]:
    """Return a warning for each generated page whose title or description is not as a list of results needs it.

    `source` takes a language and a path, and says where somebody has written the words of that page.
    """
    found: list[Finding] = []
    for lang, pages in course.pages.items():

        def place(page: Page, _sort: str, lang: str = lang) -> Place | None:
            return source(lang, page.path) if page.generated else None

        own = [page for page in pages.values() if not page.borrowed]
        found += _heads(sorted(own, key=lambda page: page.generated), course.file.limits.description, place)
    return found


def _written(page: Page, sort: str) -> Place:
    return page.file, page.headings[0].line if sort == "title" and page.headings else page.description_line


def _heads(pages: Iterable[Page], span: Span, place: Callable[[Page, str], Place | None]) -> Iterator[Finding]:
    """Yield what is wrong with titles and descriptions, of those pages alone for which a place is known."""
    seen: dict[tuple[str, str], Page] = {}
    for page in pages:
        for sort, said in (("title", page.title), ("description", page.meta.description)):
            other, where = seen.setdefault((sort, said), page), place(page, sort)
            if where is None or not said:
                continue
            if sort == "description" and (wrong := _outside(len(said), span)):
                made = " that the page gets from here" if page.generated else ""
                message = f"the description{made} has {len(said)} signs; {wrong}, so that it fits a list of results"
                yield Finding(*where, "limit/description", message, warning=True)
            if other is not page and (not page.meta.slug or page.meta.slug != other.meta.slug):  # else it is a copy
                message = f"the {sort} is that of {other.file} as well; say what this page has of its own"
                yield Finding(*where, "limit/title" if sort == "title" else "limit/description", message, warning=True)


def _chapter(page: Page, limits: ChapterLimits, *, whole: bool) -> Iterator[tuple[int, str, str]]:
    """Yield line, rule and message of what a chapter lacks; a translation has the parts that its source has.

    That it is too long is advice: it has become so sentence by sentence.
    """
    if wrong := _outside(page.words, limits.words):
        long = limits.words.at_most is not None and page.words > limits.words.at_most
        rule = "limit/length" if long else "limit/chapter"
        yield page.body_line, rule, f"this chapter has {page.words} words; {wrong}, as course.yml says under limits"
    for line, message in _parts(page, limits, whole=whole):
        yield line, "limit/chapter", message


def _parts(page: Page, limits: ChapterLimits, *, whole: bool) -> Iterator[tuple[int, str]]:
    idents = [heading.id for heading in page.headings if heading.level > 1]
    if whole and limits.ends_in and tuple(idents[-len(limits.ends_in) :]) != limits.ends_in:
        right = ", ".join(f"{{#{ident}}}" for ident in limits.ends_in)
        line = page.headings[-1].line if page.headings else page.body_line
        yield line, f"the last sections of a chapter are {right}, in this order, as course.yml says under limits"
    shown = {directive.name for directive in page.directives}
    for name in limits.shows:
        if whole and name not in shown:
            yield page.body_line, f"a chapter shows what '<!-- {name}: … -->' stands for; write one into this page"
    for kind, least in limits.boxes.items():
        if page.boxes.count(kind) < least:
            message = f"a chapter has {least} or more boxes '{kind}', and this one {page.boxes.count(kind)}"
            yield page.body_line, message


def _outside(count: int, span: Span) -> str:
    """Return what is asked for where a count lies outside a span."""
    if span.at_least is not None and count < span.at_least:
        return f"write at least {span.at_least}"
    return f"write at most {span.at_most}" if span.at_most is not None and count > span.at_most else ""
