"""The accessibility statement: what the last audit of the built site has measured, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.kind import Directive, Kind
from sitegen.kinds.accessibility.criteria import RGAA, WCAG
from sitegen.kinds.accessibility.shape import Audit

if TYPE_CHECKING:
    from sitegen.show.writer import Writer

ABOUT_READERS = ("axe", "keyboard", "reflow", "print", "nu_errors", "nu_warnings", "html_validate", "shift")
"""Measures that say something about who can use the pages; all others say what they cost or tell to programs."""


def _show(writer: Writer, _: str | None) -> str:
    audit = ACCESSIBILITY.of(writer.course)
    taken = [one for one in audit.measures if one.figure is not None and one.looked_at] if audit else []
    return writer.template(
        "kinds/accessibility/accessibility.md.j2",
        audit=audit,
        taken=[one for one in taken if one.id in ABOUT_READERS],
        others=[one for one in taken if one.id not in ABOUT_READERS],
        gaps=[one for one in taken if not one.met],
        untaken=[one for one in audit.measures if one not in taken] if audit else [],
        undecided=[f"`{rule}`" for rule in audit.undecided] if audit else [],
        untested=[one for one in WCAG if one not in audit.wcag] if audit else [],
        numbers={"wcag": len(WCAG), "rgaa": len(RGAA)},
    )


ACCESSIBILITY: Kind[Audit | None, None] = Kind(
    "accessibility",
    nothing=(None, None),
    structure=Audit,
    directives=(Directive("accessibility", _show),),
)
