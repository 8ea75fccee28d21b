"""The quiz in small, as a map of lines: the shortest way to each outcome, whose title stands at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.kinds.quiz import graph
from sitegen.language.lettering import LINE, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.kinds.quiz.shape import QuizFile

WIDTH, TRACKS, MARGIN = 340, 145, 10
"""In units of the drawing: the whole width, the part without words, the space around."""

ROW = 2 * LINE + 10
"""From one outcome to the next."""

Way = tuple[str, ...]
"""Nodes from the start on."""


@dataclass(frozen=True)
class Overview:
    """All that the drawing needs."""

    height: float
    stations: tuple[tuple[float, float], ...]
    """The nodes on the ways, the first one first."""
    ends: tuple[End, ...]
    """The outcomes, from top to bottom."""
    width: int = WIDTH


@dataclass(frozen=True)
class End:
    """An outcome with its track, which leaves a station up or down, or ahead, and then keeps to its row."""

    outcome: str
    tone: str
    questions: int
    """Asked on the way."""
    start: tuple[float, float]
    x: float
    y: float
    bend: float
    """Size of the corner, positive where the track goes down."""
    lines: tuple[tuple[float, str], ...]
    """Base line and words."""


def draw(quiz: QuizFile, titles: Mapping[str, str]) -> Overview:
    """Place every outcome that the start reaches, with its title, and the nodes on the way to it.

    The longest way is straight, every other one leaves it, or one before, at the last node that they share.
    """
    ways = _ways(quiz)
    tones = {outcome.id: outcome.tone for outcome in quiz.outcomes}
    heights = {outcome: (row + 0.5) * ROW for row, outcome in enumerate(ways)}
    step = (TRACKS - MARGIN) / max(map(len, ways.values()))
    stations: dict[str, tuple[float, float]] = {}
    ends = {}
    for outcome in sorted(ways, key=lambda outcome: len(ways[outcome]), reverse=True):
        way, y = ways[outcome], heights[outcome]
        for column, node in enumerate(way):
            stations.setdefault(node, (round(MARGIN + column * step, 1), y))
        start = next((stations[node] for node in reversed(way) if stations[node][1] != y), stations[way[0]])
        bend = round(min(step / 2, LINE) * ((y > start[1]) - (y < start[1])), 1)
        ends[outcome] = End(outcome, tones[outcome], len(way), start, TRACKS, y, bend, _lines(titles[outcome], y))
    return Overview(len(ways) * ROW, tuple(stations.values()), tuple(ends[outcome] for outcome in ways))


def _ways(quiz: QuizFile) -> dict[str, Way]:
    """Return outcome -> the first of its shortest ways, ordered as options are offered, so that none cross."""
    options = graph.options(quiz)
    ways: dict[str, tuple[tuple[int, ...], Way]] = {}
    reached = {quiz.start}
    queue: list[tuple[tuple[int, ...], Way]] = [((), (quiz.start,))]
    for turns, way in queue:
        node = quiz.nodes[way[-1]]
        for turn, option in enumerate(options[node.ask]):
            target = node.goto[option]
            if target.outcome:
                ways.setdefault(target.outcome, ((*turns, turn), way))
            elif target.node and target.node not in reached:
                reached.add(target.node)
                queue.append(((*turns, turn), (*way, target.node)))
    return {outcome: ways[outcome][1] for outcome in sorted(ways, key=lambda outcome: ways[outcome][0])}


def _lines(title: str, middle: float) -> tuple[tuple[float, str], ...]:
    lines = wrap(title, WIDTH - TRACKS - 2 * MARGIN)
    first = middle + 4.5 - (len(lines) - 1) * LINE / 2
    return tuple((first + number * LINE, line) for number, line in enumerate(lines))
