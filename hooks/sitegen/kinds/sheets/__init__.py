"""The foot of a sheet to hand out: whose it is, what may be done with it, where to report an error, its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.check.license import rights
from sitegen.kind import Directive, Kind
from sitegen.show.sheet import PLACE

if TYPE_CHECKING:
    from sitegen.show.writer import Writer


def _show(writer: Writer, _: str | None) -> str:
    publisher = writer.extra.get("publisher") or {}
    return writer.template(
        "kinds/sheets/sheet.md.j2",
        place=PLACE,
        rights=rights(writer.extra.get("license")),
        contact=publisher.get("contact") or "",
        language=writer.interface.name(),
    )


SHEETS: Kind[None, None] = Kind(
    "sheets",
    nothing=(None, None),
    directives=(Directive("sheet_foot", _show),),
)
