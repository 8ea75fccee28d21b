"""What is new in the content, for readers who come back: a list on a page, and a feed for each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.course.base import Id, Text
from sitegen.findings import choices
from sitegen.kind import Directive, Kind, Stage
from sitegen.kinds.changes.shape import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course.course import Course
    from sitegen.findings import Finding
    from sitegen.show.writer import Writer

NAME = "changes"


def newest(course: Course) -> list[Change]:
    """Return all entries, the newest first; those of one day as they stand in the file."""
    return sorted(CHANGES.of(course), key=lambda change: change.day, reverse=True)


def _show(writer: Writer, _: str | None) -> str:
    words = CHANGES.words(writer.course, writer.lang)
    return writer.template("kinds/changes/changes.md.j2", changes=newest(writer.course), words=words)


def _check(course: Course) -> Iterator[Finding]:
    """Yield pages that do not exist."""
    pages = course.pages.get(course.source, {})
    for index, change in enumerate(CHANGES.of(course)):
        if change.page not in pages:
            message = f"there is no page '{change.page}'{choices(change.page, pages)}"
            yield course.documents["changes.yml"].finding((index, "page"), "reference/unknown", message)


CHANGES: Kind[tuple[Change, ...], dict[str, str]] = Kind(
    NAME,
    nothing=((), {}),
    structure=list[Change],
    wording=dict[Id, Text],
    worded=lambda changes, _: [((), [change.id for change in changes])],
    checks={Stage.COMPLETE: _check},
    directives=(Directive(NAME, _show, needs=("changes.yml",)),),
)
