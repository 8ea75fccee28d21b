"""Which sections teach which points of the source article, and what points and sections are named in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.findings import Finding, choices, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sitegen.course.course import Course
    from sitegen.course.shapes import Loc
    from sitegen.kind import Kinds


def check(course: Course, kinds: Kinds) -> list[Finding]:
    """Return points without a section, sections missing in a language, and ids that do not exist or stand twice."""
    lists = [(kind.name, kind.of(course)) for kind in kinds if isinstance(kind.of(course), tuple)]
    return [
        *_points(course),
        *_chapters(course),
        *_named_points(course, kinds),
        *_twice(course, "course.yml", ("languages",), course.languages),
        *_twice(course, "course.yml", ("chapters",), [chapter.id for chapter in course.file.chapters]),
        *_twice(course, "course.yml", ("pages",), [entry.id for entry in course.file.pages]),
        *_addressed_twice(course),
        *(
            finding
            for name, entries in lists
            if f"{name}.yml" in course.documents
            for finding in _twice(course, f"{name}.yml", (), [entry.id for entry in entries])
        ),
    ]


def missing_section(course: Course, section: str) -> str | None:
    """Say in which language `page.md#id` is not a heading that is written there; None when it is everywhere."""
    path, _, anchor = section.partition("#")
    for lang in course.languages:
        page = course.pages[lang].get(path)
        if page is None:
            return f"there is no page {lang}/{path}{did_you_mean(path, course.pages[lang])}"
        ids = {heading.id for heading in page.headings if heading.id}
        if anchor and anchor not in ids:
            return f"{page.file} has no heading with {{#{anchor}}}{did_you_mean(anchor, ids)}"
    return None


def _points(course: Course) -> Iterator[Finding]:
    document = course.documents["course.yml"]
    for point, sections in course.file.points.items():
        if not sections:
            message = f"no section teaches the point {point}; name one, as [page.md#section]"
            yield document.finding(("points", point), "point/no-section", message)
        for section in sections:
            if problem := missing_section(course, section):
                yield document.finding(("points", point), "point/missing-section", f"{point}: {problem}", about=section)


def _chapters(course: Course) -> Iterator[Finding]:
    document = course.documents["course.yml"]
    for key, pages in (("chapters", course.file.chapters), ("pages", course.file.pages)):
        for index, entry in enumerate(pages):
            if problem := missing_section(course, entry.page):
                message = f"'{entry.id}': {problem}"
                yield document.finding((key, index), "reference/unknown", message, about=entry.page)


def _twice(course: Course, name: str, loc: Loc, ids: Sequence[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, ident in enumerate(ids):
        if ident in seen:
            message = f"'{ident}' stands here a second time; each id is unique"
            yield course.documents[name].finding((*loc, index), "reference/duplicate", message)
        seen.add(ident)


def _addressed_twice(course: Course) -> Iterator[Finding]:
    taken = {chapter.id for chapter in course.file.chapters}
    for index, entry in enumerate(course.file.pages):
        if entry.id in taken:
            message = f"'{entry.id}' is the id of a chapter already; each id is a permanent address"
            yield course.documents["course.yml"].finding(("pages", index), "reference/duplicate", message)


def _named_points(course: Course, kinds: Kinds) -> Iterator[Finding]:
    for kind in kinds:
        for loc, points in kind.points(kind.of(course)):
            for point in points:
                if point not in course.file.points:
                    message = f"there is no point '{point}' in course.yml{choices(point, course.file.points)}"
                    yield course.documents[f"{kind.name}.yml"].finding(loc, "reference/unknown", message)
