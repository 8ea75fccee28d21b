"""The publisher's details on the legal page, as the host's settings give them: a directive without files of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sitegen.kind import Directive, Kind

if TYPE_CHECKING:
    from sitegen.show.writer import Writer


def _show(writer: Writer, _: str | None) -> str:
    return writer.template("kinds/publisher/publisher.md.j2", publisher=writer.extra.get("publisher") or {})


def problems(given: object) -> list[str]:
    """Return, one a line, what of `extra.publisher` is no text; what is empty is yet to be filled in.

    A number is not taken for one: YAML has already lost the '+' or the zeros that it began with.
    """
    if given is None:
        return []
    if not isinstance(given, Mapping):
        return ["extra.publisher: expected lines of their own below it, as 'name: …' and 'contact: …'"]
    return [
        f"extra.publisher.{key}: YAML takes this for a number, a date, yes or no, or a list; "
        f'put the text in double quotes, as {key}: "…"'
        for key, value in given.items()
        if value is not None and not isinstance(value, str)
    ]


PUBLISHER: Kind[None, None] = Kind(
    "publisher",
    nothing=(None, None),
    directives=(Directive("publisher", _show),),
    settings=lambda extra: problems(extra.get("publisher")),
)
