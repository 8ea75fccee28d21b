"""What a format is to the kit: a name, an ending, and a function from questions to a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sitegen.kinds.kit.about import About
    from sitegen.kinds.kit.items import Item
    from sitegen.language.i18n import Interface


@dataclass(frozen=True)
class Format:
    """One file of the kit."""

    name: str
    """The argument by which the directive names it."""
    ending: str
    """What its file's name ends in."""
    title: Callable[[Interface], str]
    """Returns what it is called."""
    write: Callable[[Sequence[Item], About], bytes]
    """The same bytes for the same questions."""
    linked: bool = False
    """Whether it holds links alone: it needs the site's address, and no questions."""
