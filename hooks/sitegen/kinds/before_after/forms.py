"""In which order the two forms ask: in the second nothing stands where it stood, so that no place is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sitegen.kinds.sorting.cards import order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sitegen.kinds.before_after.shape import Form, Half, Pair

T = TypeVar("T")


@dataclass(frozen=True)
class Situation:
    """One situation as a form asks about it."""

    pair: Pair
    half: Half
    choices: tuple[str, ...]
    """Groups, in the order in which this form offers them."""


def situations(pairs: Sequence[Pair], form: Form) -> list[Situation]:
    """Return the situations of a form in its order: the first form keeps that of the file."""
    if form == "before":
        return [Situation(pair, pair.before, pair.choices) for pair in pairs]
    return [
        Situation(pair, pair.after, tuple(moved(pair.choices, str, pair.id)))
        for pair in moved(pairs, lambda pair: pair.id, form)
    ]


def moved(items: Sequence[T], name: Callable[[T], str], seed: str) -> list[T]:
    """Return items in another order, always the same one: each takes the place of the next one in the seed's order."""
    named = {name(item): item for item in items}
    ring = order(named, seed)
    taken = dict(zip(ring, [*ring[1:], *ring[:1]], strict=True))
    return [named[taken[ident]] for ident in named]
