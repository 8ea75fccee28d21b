"""What readers may do and what contributors grant, by the host's settings: a directive without files of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.check.license import problems, rights
from sitegen.kind import Directive, Kind

if TYPE_CHECKING:
    from sitegen.show.writer import Writer


def _show(writer: Writer, _: str | None) -> str:
    return writer.template("kinds/license/license.md.j2", rights=rights(writer.extra.get("license")))


LICENSE: Kind[None, None] = Kind(
    "license",
    nothing=(None, None),
    directives=(Directive("license", _show),),
    settings=lambda extra: [f"extra.license: {said}" for _, said in problems(extra.get("license"))],
)
