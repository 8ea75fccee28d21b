"""The sorting exercise: every side of every example is a card, and belongs to the group of its outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.kinds.examples.shape import Example
    from sitegen.kinds.sorting.shape import Group

FIRST_SEED = "1"
"""The order without script."""


@dataclass(frozen=True)
class Card:
    """One situation to sort."""

    example: Example
    side: str
    outcome: str
    group: str

    @property
    def id(self) -> str:
        """Name of the card; the order of cards depends on it, and on nothing else but the seed."""
        return f"{self.example.id}/{self.side}"


def cards(examples: Iterable[Example], groups: Iterable[Group]) -> list[Card]:
    """Return all cards, in the order of the examples: a side whose outcome has no group belongs to another quiz."""
    group_of = {outcome: group.id for group in groups for outcome in group.outcomes}
    return [
        Card(example, side, run.outcome, group_of[run.outcome])
        for example in examples
        for side, run in example.quiz.items()
        if run.outcome in group_of
    ]


def order(ids: Iterable[str], seed: str) -> list[str]:
    """Return `ids` in the order that a seed gives them, the same as in `order` of sorting.js.

    Each id has its place by itself, so that one card more leaves the others in their order.
    """
    return sorted(ids, key=lambda ident: (_mixed(f"{seed}:{ident}"), ident))


def _mixed(text: str) -> int:
    """Return a 32-bit hash of a text: FNV-1a, then the last steps of MurmurHash3."""
    mask = 0xFFFFFFFF
    number = 0x811C9DC5
    for char in text:
        number = (number ^ ord(char)) * 0x01000193 & mask
    number = (number ^ number >> 16) * 0x85EBCA6B & mask
    number = (number ^ number >> 13) * 0xC2B2AE35 & mask
    return number ^ number >> 16
