"""The filter of the list of examples: what it offers, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitegen.kinds.examples.shape import Example, ExampleWording
    from sitegen.language.i18n import Interface


def sectors(examples: Iterable[Example], words: Mapping[str, ExampleWording]) -> dict[str, str]:
    """Return sector -> the first example in it, whose id stands for it in every language."""
    found: dict[str, str] = {}
    for example in examples:
        if sector := words[example.id].sector:
            found.setdefault(sector, example.id)
    return found


def counts(total: int, interface: Interface) -> list[str]:
    """Return what to say when the filter shows no example, one, and so on up to all."""
    none = interface.gettext("No example of this kind. Change one of the two, or show all.")
    ngettext = interface.ngettext
    some = [
        ngettext("%(count)s example out of %(total)s", "%(count)s examples out of %(total)s", n, count=n, total=total)
        for n in range(1, total + 1)
    ]
    return [none, *some]
