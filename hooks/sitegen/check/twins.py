"""The directives of a page and those of its counterpart: what either lacks, on the line where it should stand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sitegen.course.page import Directive, Page

    Meant = Callable[[Page], list[Directive] | None]
    """Returns what a page asks for under its right names; None where that cannot be told."""


def check(source: Page, other: Page, meant: Meant) -> Iterator[Finding]:
    """Yield what of the directives of a page departs from those of its source.

    Where it cannot be told what one of them means, none is held against the other. Directives of a section that only
    one of the pages has are left: they follow from that.
    """
    theirs, ours = meant(source), meant(other)
    if theirs is None or ours is None:
        return
    lacking, extra = _without(theirs, ours), _without(ours, theirs)
    for asked in lacking:
        if _section(source, asked.line) in _sections(other):
            message = f"the directive {asked} of {source.file}:{asked.line} has no counterpart here"
            message += "; write it into this section, in the same place as there"
            yield Finding(other.file, _place(asked, source, other, theirs, ours), "parity/directives", message)
    for asked in extra:
        if _section(other, asked.line) in _sections(source):
            message = f"the directive {asked} is not in {source.file}; write it there too, in the same place, or leave"
            yield Finding(other.file, asked.line, "parity/directives", f"{message} it out")
    yield from _disorder(source, other, _without(theirs, lacking), _without(ours, extra))


def _disorder(source: Page, other: Page, theirs: list[Directive], ours: list[Directive]) -> Iterator[Finding]:
    """Yield the first directive that stands elsewhere than in the source."""
    for mine, wanted in zip(ours, theirs, strict=True):
        if _named(mine) != _named(wanted):
            message = f"expected the directive {wanted} in this place, as in {source.file}"
            yield Finding(other.file, mine.line, "parity/directives", message)
            return


def _named(asked: Directive) -> tuple[str, str | None]:
    return asked.name, asked.argument


def _without(asked: list[Directive], others: list[Directive]) -> list[Directive]:
    """Return the directives for each of which none of the others stands; the last ones, of several that are alike."""
    left = Counter(map(_named, others))
    found = []
    for each in asked:
        left[_named(each)] -= 1
        if left[_named(each)] < 0:
            found.append(each)
    return found


def _section(page: Page, line: int) -> str | None:
    """Return the id of the section in which a line stands; None above the first one."""
    return next((heading.id or "" for heading in reversed(page.headings) if heading.line < line), None)


def _sections(page: Page) -> dict[str | None, int]:
    """Return the id of each section -> the line on which it begins."""
    return {None: page.body_line, **{heading.id: heading.line for heading in page.headings if heading.id}}


def _place(asked: Directive, source: Page, other: Page, theirs: list[Directive], ours: list[Directive]) -> int:
    """Return the line below which a directive of the source is missing: that of the one above it, or of the heading."""
    section = _section(source, asked.line)
    before = {_named(each) for each in theirs if each.line < asked.line}
    beside = (each.line for each in ours if _section(other, each.line) == section and _named(each) in before)
    return max([_sections(other)[section], *beside])
