"""How the translations stand: each unit against the text of the source that a person accepted it for.

What is accepted is recorded in `<lang>/accepted.yml`, as the text itself: so a change can be shown word by word, by
comparing with nothing but files that are there.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from sitegen.course import modeline

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

FILE = "accepted.yml"
"""Name of the record, in the folder of each translation."""

Record = dict[str, str]
"""Shape of the record: place of a unit -> what its source said, normalised, when the translation was accepted."""


class State(Enum):
    """How a unit of a translation stands towards its source."""

    FRESH = "fresh"
    """The source says what it said when the translation was accepted."""
    STALE = "stale"
    """It has changed since."""
    NEW = "new"
    """Nobody has accepted the translation yet."""
    MISSING = "missing"
    """The source has it, the translation has not."""
    ORPHAN = "orphan"
    """The source has it no longer; the translation or the record has."""


@dataclass(frozen=True)
class Translation:
    """One language against the source."""

    states: Mapping[str, State]
    """Place -> state, in the order of the source; what it has no longer stands last."""
    source: Mapping[str, str]
    """Place -> what the source says now, normalised."""
    written: Mapping[str, str]
    """Place -> what the translation says now, as written."""
    record: Mapping[str, str]
    """Place -> what the source said when the translation was accepted."""
    moved: Mapping[str, str]
    """Place -> the one under which it was accepted."""

    def accepted(self, place: str) -> str:
        """Return what the source said at a place when its translation was accepted."""
        return self.record[self.moved.get(place, place)]

    @cached_property
    def counts(self) -> Counter[State]:
        """How many units there are in each state."""
        return Counter(self.states.values())

    @property
    def share(self) -> float:
        """How much of what the source has is fresh."""
        return self.counts[State.FRESH] / len(self.source) if self.source else 1.0

    @cached_property
    def files(self) -> dict[str, dict[str, State]]:
        """Each file, with its places and their states."""
        found: dict[str, dict[str, State]] = {}
        for place, state in self.states.items():
            found.setdefault(file_of(place), {})[place] = state
        return found


def without(found: Translation, files: Collection[str]) -> Translation:
    """Return how a translation stands without what some files hold."""
    states = {place: state for place, state in found.states.items() if file_of(place) not in files}
    return replace(found, states=states)


def file_of(place: str) -> str:
    """Return the file in which a place is."""
    page, section, _ = place.partition("#")
    return page if section else place.partition(":")[0]


def compare(source: Mapping[str, str], written: Mapping[str, str], record: Mapping[str, str]) -> Translation:
    """Return how a translation stands: what the `source` says, what is `written`, and what was recorded."""
    moved = _moved(source, record)
    states = {
        place: _state(text, record.get(moved.get(place, place)), place in written) for place, text in source.items()
    }
    gone = [*record.keys() - source.keys() - set(moved.values()), *written.keys() - source.keys()]
    states |= dict.fromkeys(sorted(gone), State.ORPHAN)
    return Translation(states, source, written, record, moved)


def _state(source: str, accepted: str | None, written: bool) -> State:
    if not written:
        return State.MISSING
    if accepted is None:
        return State.NEW
    return State.FRESH if accepted == source else State.STALE


def _moved(source: Mapping[str, str], record: Mapping[str, str]) -> dict[str, str]:
    """Return new place -> recorded place of what says the same elsewhere, and is gone where it was."""
    gone = {(_kind(place), text): place for place, text in record.items() if place not in source}
    new = [place for place in source if place not in record] if gone else []
    return {place: old for place in new if (old := gone.pop((_kind(place), source[place]), None))}


def _kind(place: str) -> str:
    """Return what two places share where the same text means the same: both are sections, or both have one key."""
    return "#" if "#" in place else re.split(r"[:.]", place)[-1]


def accept(found: Translation, wanted: Callable[[str], bool]) -> Record:
    """Return the record once a person has accepted what the translation has at the places `wanted`."""
    now = {place: text for place, text in found.source.items() if wanted(place) and place in found.written}
    left = {found.moved.get(place) for place in now}
    left |= {place for place in found.record if wanted(place) and found.states.get(place) is State.ORPHAN}
    return {place: text for place, text in found.record.items() if place not in left} | now


def within(place: str, wanted: Collection[str]) -> bool:
    """Tell whether a place is wanted, or lies in what is: in a page or file, or below a key; without any, all are."""
    return not wanted or any(place == each or place.startswith(_beginnings(each)) for each in wanted)


def _beginnings(wanted: str) -> tuple[str, ...]:
    return (f"{wanted}.",) if ":" in wanted else (f"{wanted}#", f"{wanted}:")


def text_of(record: Mapping[str, str]) -> str:
    """Return the text of a record: in the order of places, a line for each sentence, so that a change shows as one."""
    return _HEADER + "".join(f"{_key(place)}: {_folded(text)}\n" for place, text in sorted(record.items()))


def record_in(text: str) -> Record | None:
    """Return the record in a text that `text_of` has written, many times faster than YAML; None for any other.

    A line that names its schema may stand above.
    """
    text = text.removeprefix(modeline.of(text))
    found = {place: " ".join(lines.split("\n  ")[1:]) for place, lines in _ENTRY.findall(text)}
    return found if text_of(found) == text else None


_HEADER = "# Written by 'make accept': what the source said when a person accepted the translation of each text.\n"
_SENTENCE_END = re.compile(r"(?<=[.!?…/]) ")
_PLAIN_KEY = re.compile(r"\w[\w./#:-]*\w")
_ENTRY = re.compile(r"^(\S+): (?:>-((?:\n  .+)+)|\"\")$", re.MULTILINE)


def _key(place: str) -> str:
    return place if _PLAIN_KEY.fullmatch(place) else json.dumps(place)


def _folded(text: str) -> str:
    return "".join([">-", *(f"\n  {line}" for line in _SENTENCE_END.split(text))]) if text else '""'
