"""Links to the copies of a language, which are made of built pages: one to read without network, one to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.kind import Directive, Kind
from sitegen.show import offline

if TYPE_CHECKING:
    from sitegen.show.writer import Writer


def _show(writer: Writer, _: str | None) -> str:
    return writer.widget(
        "kinds/copies/copies.md.j2",
        NAME,
        package=offline.paths(writer.course, writer.lang)[0].partition("/")[2],
        whole=offline.WHOLE,
    )


NAME = "copies"

COPIES: Kind[None, None] = Kind(
    NAME,
    nothing=(None, None),
    directives=(Directive(NAME, _show, widget="links to its copies"),),
)
