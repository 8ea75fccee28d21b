"""Pages that bear another file name in one language than in the others: one and the same page under two names."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course
    from sitegen.course.page import Page


def check(course: Course, lang: str) -> Iterator[tuple[str, Finding]]:
    """Yield path -> what is wrong with its name, of each page of a language under a name that the source lacks."""
    for path, theirs in pairs(course, lang).items():
        old, new = (path, theirs) if _is_recorded(course, path) else (theirs, path)
        ours, source = course.pages[lang][path].file, course.pages[course.source][theirs].file
        renamed, other = (source, ours) if new == theirs else (ours, source)
        message = (
            f"this page is named {old} in the other languages; best give it back that name, which no reader sees; or "
            f"rename {other} too, and write '{new}' in nav of mkdocs.yml and in {', '.join(_naming(course, old))}"
        )
        yield path, Finding(renamed, 1, "parity/missing-page", message, about=old)


def pairs(course: Course, lang: str) -> dict[str, str]:
    """Return the path of each page of a language that the source has under another name -> that name."""
    pages = course.pages[lang]
    extra = {path: page for path, page in pages.items() if path not in course.pages[course.source]}
    found = {path: _same(course, lang, page) for path, page in extra.items()}
    return {path: theirs for path, theirs in found.items() if theirs}


def _same(course: Course, lang: str, page: Page) -> str:
    """Return the page that only the source has, and that has most of the sections of this one; empty without one."""
    ours = {heading.id for heading in page.headings}
    shared = {
        path: len(ours & {heading.id for heading in theirs.headings})
        for path, theirs in course.pages[course.source].items()
        if not theirs.generated and course.pages[lang][path].untranslated
    }
    best = max(shared, key=lambda path: shared[path], default="")
    return best if best and shared[best] * 2 > len(ours) else ""


def _is_recorded(course: Course, path: str) -> bool:
    return course.published is not None and path in course.published.addresses


def _naming(course: Course, path: str) -> Iterator[str]:
    """Yield each place that names a page: its entry in `course.yml`, and links."""
    document = course.documents["course.yml"]
    for sort in ("chapters", "pages"):
        for index, entry in enumerate(getattr(course.file, sort)):
            if entry.page == path:
                yield f"{document.path}:{document.line(sort, index)}"
    for pages in course.pages.values():
        for page in pages.values():
            lines = [link.line for link in page.links if not page.untranslated and _target(page, link.target) == path]
            yield from (f"{page.file}:{line}" for line in dict.fromkeys(lines))


def _target(page: Page, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page.path), link.partition("#")[0]))
