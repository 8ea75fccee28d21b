"""No word lost: what a page says to its reader is what its author wrote, read as CommonMark reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.findings import Finding
from sitegen.show.article import article, converter
from sitegen.show.published import PartsExtension

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course
    from sitegen.course.parts import Change


def check(course: Course) -> Iterator[Finding]:
    """Yield, for each written page, the first place at which it is not published as it is written.

    Pages whose articles are not made yet, since something else is wrong, are tried without their directives.
    """
    bare = converter([PartsExtension()])
    for lang, pages in course.pages.items():
        made = course.articles.get(lang, {})
        for path, page in pages.items():
            if not page.generated:
                found = made[path] if path in made else article(bare, page.body, page.read)
                yield from changed(page.file, page.body_line, found.change)


def changed(file: str, first_line: int, change: Change | None) -> Iterator[Finding]:
    """Yield what a text is turned into; it begins on line `first_line` of its file."""
    if change:
        line, says = change
        yield Finding(file, first_line + line, "markdown/changed", f"{says}; write it more simply")
