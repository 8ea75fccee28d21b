"""Inputs that failed once, and a few of each kind written by hand: `corpus/<target>/<name>`."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.outcome import Fate, outcome
from fuzz.targets import BY_NAME, TARGETS

if TYPE_CHECKING:
    from fuzz.targets import Target

FOLDER = Path(__file__).with_name("corpus")
_LONG_ENOUGH = 15.0
"""Seconds of computing for which a smaller input is looked for."""


def stored(target: Target) -> list[Path]:
    """Return the stored inputs of a target."""
    return sorted(path for path in (FOLDER / target.name).glob("*") if path.is_file())


def all_stored() -> list[tuple[Target, Path]]:
    """Return every stored input with its target."""
    return [(target, path) for target in TARGETS for path in stored(target)]


def target_of(path: Path) -> Target:
    """Return the target that a stored input is for, by its folder."""
    return BY_NAME[path.parent.name]


def keep(target: Target, data: bytes) -> Path:
    """Store an input, once; return where."""
    file = FOLDER / target.name / hashlib.sha256(data).hexdigest()[:12]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def smallest(target: Target, data: bytes) -> bytes:
    """Return a small part of an input that fails as the whole does: what can be left out is left out."""
    failed = outcome(target, data)
    if failed.fate.right:
        return data
    head, rest = target.parts(data)
    end = time.process_time() + (1 + (failed.fate is Fate.HANG)) * _LONG_ENOUGH

    def fails(part: bytes) -> bool:
        found = outcome(target, head + part)
        return found.fate is failed.fate and (found.fate is Fate.HANG or found.cause == failed.cause)

    size = len(rest) // 2
    while size and time.process_time() < end:
        begin = 0
        while begin < len(rest) and time.process_time() < end:
            shorter = rest[:begin] + rest[begin + size :]
            if fails(shorter):
                rest = shorter
            else:
                begin += size
        size //= 2
    return head + rest
