"""What a program does to its input is bounded in time, and tells where it stood when it was not."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

HANG = 2.0
"""Seconds of computing beyond which nobody waits any longer for the finding about one slip."""


class HangError(BaseException):
    """Something took too long; no `except Exception` on its way keeps it."""


@contextmanager
def limited(seconds: float = HANG) -> Iterator[None]:
    """Raise `HangError` after so many seconds of computing: on a busy machine, waiting counts for nothing."""

    def stop(_: int, frame: FrameType | None) -> None:
        raise HangError(f"more than {seconds:g} seconds of computing")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
