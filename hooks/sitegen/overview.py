"""The decision graph as a small railway map: a dot for each node, a track to each outcome, its title at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen import picture
from sitegen.lettering import LINE, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.models import QuizFile

WIDTH, TRACKS, MARGIN = 340, 145, 8
"""In units of the drawing: the whole width, the part without words, the space around."""

NEAR, FAR = 21.0, 2 * LINE + 8
"""Least distance between tracks, and between titles."""

SWEEPS = 24

Stop = tuple[str, int]
"""A node's name, or an outcome's id behind `=`, and a column: tracks to the same place meet as soon as they can."""


@dataclass(frozen=True)
class Overview:
    """All that the drawing needs."""

    height: int
    tracks: tuple[tuple[float, float, float, float], ...]
    """From one column to the next: x1, y1, x2, y2."""
    stations: tuple[tuple[float, float], ...]
    """The nodes, the first one first."""
    ends: tuple[End, ...]
    """The outcomes, from top to bottom."""
    width: int = WIDTH


@dataclass(frozen=True)
class End:
    """An outcome, with the lines of its title."""

    outcome: str
    x: float
    y: float
    lines: tuple[tuple[float, str], ...]
    """Base line and words."""


def draw(quiz: QuizFile, titles: Mapping[str, str]) -> Overview:
    """Place every node that the start reaches, and every outcome with its title."""
    column = picture.columns(quiz)
    last = max(column.values()) + 1
    joined = _joined(quiz, column, last)
    heights = _heights(joined, last)
    top = min(y for y in heights.values()) - FAR / 2
    step = (TRACKS - MARGIN) / last

    def at(stop: Stop) -> tuple[float, float]:
        return round(MARGIN + stop[1] * step, 1), round(heights[stop] - top, 1)

    ends = []
    for stop in sorted((stop for stop in heights if stop[1] == last), key=lambda stop: heights[stop]):
        x, y = at(stop)
        words = wrap(titles[stop[0][1:]], WIDTH - TRACKS - 2 * MARGIN)
        first = y + 4.5 - (len(words) - 1) * LINE / 2
        lines = tuple((round(first + number * LINE, 1), line) for number, line in enumerate(words))
        ends.append(End(stop[0][1:], x, y, lines))
    return Overview(
        height=round(max(heights.values()) - top + FAR / 2),
        tracks=tuple((*at(start), *at(end)) for start, end in joined),
        stations=tuple(at((name, column[name])) for name in column),
        ends=tuple(ends),
    )


def _joined(quiz: QuizFile, column: Mapping[str, int], last: int) -> list[tuple[Stop, Stop]]:
    """Return the pairs of stops in neighbouring columns that a track joins, each once."""
    pairs: dict[tuple[Stop, Stop], None] = {}
    for name, start in column.items():
        for target in quiz.nodes[name].goto.values():
            end, to = (target.node, column[target.node]) if target.node else (f"={target.outcome}", last)
            pairs[(name, start), (end, start + 1)] = None
            pairs |= {((end, here), (end, here + 1)): None for here in range(start + 1, to)}
    return list(pairs)


def _heights(joined: list[tuple[Stop, Stop]], last: int) -> dict[Stop, float]:
    """Place each stop near the middle of those it is joined to, and none too near to another one of its column."""
    beside: dict[Stop, list[Stop]] = {}
    for start, end in joined:
        beside.setdefault(start, []).append(end)
        beside.setdefault(end, []).append(start)
    columns = [[stop for stop in beside if stop[1] == number] for number in range(last + 1)]
    heights = {stop: index * NEAR for stops in columns for index, stop in enumerate(stops)}
    for sweep in range(SWEEPS):
        for stops in columns if sweep % 2 else columns[::-1]:
            wanted = {stop: sum(heights[other] for other in beside[stop]) / len(beside[stop]) for stop in stops}
            heights |= _in_rows(wanted) if stops is columns[-1] else _apart(wanted)
    return heights


def _in_rows(wanted: Mapping[Stop, float]) -> dict[Stop, float]:
    """Put the ends at even distances, in their order, which leaves room for their titles."""
    middle = (len(wanted) - 1) / 2
    return {stop: (row - middle) * FAR for row, stop in enumerate(sorted(wanted, key=lambda stop: wanted[stop]))}


def _apart(wanted: Mapping[Stop, float]) -> dict[Stop, float]:
    """Move stops apart where they are too near, keeping their order and their middle."""
    placed: dict[Stop, float] = {}
    lowest = float("-inf")
    for stop in sorted(wanted, key=lambda stop: wanted[stop]):
        placed[stop] = lowest = max(wanted[stop], lowest + NEAR)
    shift = sum(placed[stop] - wanted[stop] for stop in wanted) / len(wanted)
    return {stop: y - shift for stop, y in placed.items()}
