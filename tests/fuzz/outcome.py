"""What becomes of one input: accepted or refused, or one of the ways in which neither is right."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from fuzz.guard import HANG, HangError, limited
from fuzz.oracle import DefectError, DifferenceError

if TYPE_CHECKING:
    from fuzz.targets import Target


class Fate(Enum):
    """What becomes of an input."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    TRACEBACK = "tracebacks"
    HANG = "hangs"
    CRASH = "crashes"
    """The whole process ended."""
    DIFFERENT = "accepted but different"
    FINDING = "findings that help nobody"

    @property
    def right(self) -> bool:
        return self in {Fate.ACCEPTED, Fate.REFUSED}


@dataclass(frozen=True)
class Outcome:
    """What became of one input."""

    fate: Fate
    cause: str = ""
    """Where it went wrong: equal for inputs that show the same defect."""
    says: str = ""


def outcome(target: Target, data: bytes, seconds: float = HANG) -> Outcome:
    """Return what becomes of an input, within so many seconds of computing."""
    try:
        with limited(seconds):
            accepted = target.run(data)
    except HangError as error:
        return Outcome(Fate.HANG, f"hang {_place(error)}", str(error))
    except DifferenceError as error:
        return Outcome(Fate.DIFFERENT, error.kind, str(error))
    except DefectError as error:
        return Outcome(Fate.FINDING, error.kind, str(error))
    except Exception as error:
        return Outcome(Fate.TRACEBACK, f"{type(error).__name__} {_place(error)}", f"{error}"[:300])
    return Outcome(Fate.ACCEPTED if accepted else Fate.REFUSED)


def _place(error: BaseException) -> str:
    """Return the last function of the generator on the way to an error."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/sitegen/" in frame.filename] or frames
    return f"{own[-1].filename.rpartition('/sitegen/')[2].rpartition('/fuzz/')[2]} {own[-1].name}"
