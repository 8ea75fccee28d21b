"""A session as it runs: each of its steps with the minute at which it begins, and what a link to its plan carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.kinds.sessions.shape import Copies

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.kinds.sessions.shape import Planned, Session, SessionsFile, Step

GROUP = 10
"""People for whom sheets are counted, until a reader says how many there are."""


@dataclass(frozen=True)
class Timed:
    """A step in its place."""

    step: Step
    start: int
    """Minutes after the beginning of the session."""
    minutes: int

    @property
    def end(self) -> int:
        """Minutes after the beginning of the session."""
        return self.start + self.minutes


def minutes(planned: Planned, step: Step) -> int:
    """Return how long a step takes in a session."""
    return planned.minutes or step.minutes


def timed(file: SessionsFile, session: Session) -> list[Timed]:
    """Return the steps of a session in their places."""
    steps = {step.id: step for step in file.steps}
    found: list[Timed] = []
    start = 0
    for planned in session.steps:
        found.append(Timed(steps[planned.step], start, minutes(planned, steps[planned.step])))
        start = found[-1].end
    return found


def copies(wanted: Copies) -> int | None:
    """Return how many of a sheet a group of `GROUP` needs, if that can be said; copies.js counts for any group."""
    return {Copies.PERSON: GROUP, Copies.PAIR: (GROUP + 1) // 2, Copies.ONE: 1}.get(wanted)


def fragment(steps: Iterable[Timed]) -> str:
    """Return what a link to a plan carries after its `#`; plan.js reads and writes the same."""
    return "plan=" + ",".join(f"{each.step.id}.{each.minutes}" for each in steps)
