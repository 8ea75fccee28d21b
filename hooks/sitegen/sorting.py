"""The sorting exercise: every side of every example is a card, and belongs to the group of its outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sitegen.findings import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.course import Course
    from sitegen.findings import Finding
    from sitegen.models import Example

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


def cards(course: Course) -> list[Card]:
    """Return all cards, in the order of examples.yml."""
    groups = {outcome: group.id for group in course.sorting for outcome in group.outcomes}
    return [
        Card(example, side, run.outcome, groups[run.outcome])
        for example in course.examples
        for side, run in example.quiz.items()
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


def context(course: Course) -> dict[str, Any]:
    """Return what the template shows: the cards, in an order that tells nothing."""
    known = {card.id: card for card in cards(course)}
    return {"cards": [known[ident] for ident in order(known, FIRST_SEED)]}


def check(course: Course) -> list[Finding]:
    """Return groups that stand twice, outcomes that stand in no group or in two, and outcomes that do not exist."""
    return list(_findings(course)) if "sorting.yml" in course.documents else []


def _findings(course: Course) -> Iterator[Finding]:
    document = course.documents["sorting.yml"]
    outcomes = [outcome.id for outcome in course.quiz.outcomes] if course.quiz else []
    groups: dict[str, str] = {}
    for index, group in enumerate(course.sorting):
        if group.id in [earlier.id for earlier in course.sorting[:index]]:
            message = f"'{group.id}' stands here a second time; each id is unique"
            yield document.finding((index,), "reference/duplicate", message)
        for outcome in group.outcomes:
            if outcome not in outcomes:
                message = f"there is no outcome '{outcome}' in quiz.yml{did_you_mean(outcome, outcomes)}"
                yield document.finding((index, "outcomes"), "reference/unknown", message)
            elif outcome in groups:
                message = f"the outcome '{outcome}' belongs to '{groups[outcome]}' already; it can be in one group only"
                yield document.finding((index, "outcomes"), "reference/duplicate", message)
            groups.setdefault(outcome, group.id)
    for outcome in outcomes:
        if outcome not in groups:
            message = f"the outcome '{outcome}' is in no group; add it to the outcomes of one"
            yield document.finding((), "sorting/gap", message)
