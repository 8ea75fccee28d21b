"""Readings of a case: its answers, given several times apart."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Reading = Mapping[str, str]


def majority(readings: Sequence[Reading]) -> dict[str, str]:
    """Return of each question the option that most readings give it; where they draw, that of the earliest.

    A reading that was not asked a question has no say in it.
    """
    given: dict[str, Counter[str]] = {}
    for reading in readings:
        for question, option in reading.items():
            given.setdefault(question, Counter())[option] += 1
    return {question: options.most_common(1)[0][0] for question, options in given.items()}


def agreement(cases: Iterable[Sequence[Reading]]) -> dict[str, float]:
    """Return of each question the share of pairs of readings that answer it alike, of all that both answer it."""
    pairs: Counter[str] = Counter()
    alike: Counter[str] = Counter()
    for readings in cases:
        for one, other in combinations(readings, 2):
            both = one.keys() & other.keys()
            pairs.update(both)
            alike.update(question for question in both if one[question] == other[question])
    return {question: alike[question] / total for question, total in pairs.items()}
