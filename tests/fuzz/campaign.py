"""Thousands of mutated inputs, made of all files of all courses: how many are accepted, refused, or neither.

Input `n` of a campaign is the same each time, as long as the files are.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from fuzz import corpus, targets
from fuzz.mutate import mutated
from fuzz.outcome import Fate, Outcome, outcome

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

    from fuzz.targets import Target

SHARES = {"page": 46, "loader": 30, "text": 7, "catalogue": 6, "drawing": 5, "settings": 3, "letters": 3}
"""How many of a hundred inputs are for each target."""
PART = 500
"""Inputs that one process tries before another takes its place, so that memory is given back."""
STUCK = 120.0
"""Seconds without any input done after which a process is ended: it waits for something."""
MEMORY = 8 << 30


@dataclass
class Result:
    """What became of all inputs."""

    fates: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(target, fate) -> how many inputs."""
    causes: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)
    """(target, fate, cause) -> numbers of the inputs, for all that went wrong."""
    seconds: float = 0

    def add(self, name: str, number: int, found: Outcome) -> None:
        self.fates[name, found.fate.value] += 1
        if not found.fate.right:
            self.causes.setdefault((name, found.fate.value, found.cause), []).append(number)

    def count(self, fate: Fate) -> int:
        return sum(count for (_, found), count in self.fates.items() if found == fate.value)

    @property
    def summary(self) -> str:
        told = ", ".join(f"{self.count(fate)} {fate.value}" for fate in Fate)
        files = sum(len(seeds(name)) for name in SHARES)
        return f"{self.fates.total()} mutated inputs of {files} texts in {self.seconds:.0f} s: {told}"

    def data(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        return {
            "inputs": self.fates.total(),
            "seconds": round(self.seconds, 1),
            "fates": {fate.value: self.count(fate) for fate in Fate},
            "targets": {name: {fate.value: self.fates[name, fate.value] for fate in Fate} for name in SHARES},
            "causes": [
                {"target": name, "fate": fate, "cause": cause, "count": len(numbers), "first": numbers[:5]}
                for (name, fate, cause), numbers in sorted(self.causes.items())
            ],
        }


def made(
    seed: int, number: int, names: tuple[str, ...] = tuple(SHARES), courses: tuple[str, ...] = tuple(targets.SHARED)
) -> tuple[Target, bytes]:
    """Return input `number` of a campaign, and what it is for."""
    random = Random(f"{seed} {number}")
    name = random.choices(names, [SHARES[name] for name in names])[0]
    target = targets.BY_NAME[name]
    (head, text), (_, other) = (target.parts(random.choice(seeds(name, courses))) for _ in range(2))
    return target, head + mutated(text, random, [other])


@cache
def seeds(name: str, courses: tuple[str, ...] = tuple(targets.SHARED)) -> list[bytes]:
    """Return the texts of some courses that are mutated for a target."""
    return targets.BY_NAME[name].seeds(courses)


def run(inputs: int, seed: int, workers: int, names: tuple[str, ...] = tuple(SHARES)) -> Result:
    """Try so many inputs of a campaign, in several processes."""
    result, begun = Result(), time.monotonic()
    with targets.nothing_read_twice(), tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        for name in names:
            outcome(targets.BY_NAME[name], seeds(name)[0], 60)  # what all processes share is made once
        parts = [(start, min(inputs, start + PART)) for start in range(0, inputs, PART)][::-1]
        running: list[_Part] = []
        while parts or running:
            while parts and len(running) < workers:
                running.append(_Part(Path(folder), seed, *parts.pop(), names))
            time.sleep(0.05)
            for part in [part for part in running if part.over]:
                running.remove(part)
                reached = part.collect(result)
                if reached < part.stop:
                    parts.append((reached, part.stop))
    result.seconds = time.monotonic() - begun
    return result


class _Part:
    """One process at some of the inputs; each line that it writes is what became of the next one."""

    def __init__(self, folder: Path, seed: int, start: int, stop: int, names: tuple[str, ...]) -> None:
        self.file = folder / f"{start}"
        self.file.touch()
        self.seed, self.start, self.stop, self.names = seed, start, stop, names
        context = multiprocessing.get_context("fork")
        self.process: ForkProcess = context.Process(target=self._try)
        self.process.start()

    @property
    def over(self) -> bool:
        if self.process.is_alive() and time.time() - self.file.stat().st_mtime > STUCK:
            self.process.kill()
        return not self.process.is_alive()

    def collect(self, result: Result) -> int:
        """Add what the process has found; return the number of the input to go on with."""
        self.process.join()
        number = self.start
        for number, line in enumerate(self.file.read_text(encoding="utf-8").splitlines(), self.start):
            name, fate, cause = json.loads(line)
            result.add(name, number, Outcome(Fate(fate), cause))
        done = self.start + len(self.file.read_text(encoding="utf-8").splitlines())
        if done < self.stop:  # the process has ended in the middle of the next one
            target, _ = made(self.seed, done, self.names)
            result.add(target.name, done, Outcome(Fate.CRASH, f"exit code {self.process.exitcode}"))
            done += 1
        return done

    def _try(self) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        with self.file.open("a", encoding="utf-8", buffering=1) as told:
            for number in range(self.start, self.stop):
                target, data = made(self.seed, number, self.names)
                found = outcome(target, data)
                if found.fate is Fate.HANG:  # on a busy machine, computing may take longer once, but not twice
                    found = outcome(target, data)
                told.write(json.dumps([target.name, found.fate.value, found.cause]) + "\n")
        targets.workshop.close()
        os._exit(0)  # without what the parent has to clear away


def keep_failures(result: Result, seed: int, names: tuple[str, ...] = tuple(SHARES)) -> list[tuple[str, Path | None]]:
    """Store a small input for each cause of which none is stored; return what it shows, and where it is."""
    kept = []
    with targets.nothing_read_twice():
        known = {(target.name, outcome(target, path.read_bytes()).cause) for target, path in corpus.all_stored()}
        for (name, fate, cause), numbers in sorted(result.causes.items()):
            target, data = min((made(seed, number, names) for number in numbers[:50]), key=lambda one: len(one[1]))
            says = f"{name}: {fate}: {cause} ({len(numbers)}), as input {numbers[0]}"
            if (name, cause) in known:
                kept.append((says, None))
                continue
            if fate != Fate.CRASH.value:  # which would end this process too
                data = corpus.smallest(target, data)
            kept.append((says, corpus.keep(target, data)))
    return kept
