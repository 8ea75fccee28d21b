"""The decision graph as a picture: a column for each question that may have been asked before, boxes with options.

An option that ends in an outcome names it; every other one is joined by a line to the node that it leads to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.kinds.quiz import graph

if TYPE_CHECKING:
    from sitegen.kinds.quiz.shape import QuizFile

BOX, GAP, ROW, SPACE, MARGIN = 235, 65, 20, 22, 12
"""In pixels: width of a box, between columns, height of a row, between boxes, around the picture."""


@dataclass(frozen=True)
class Row:
    """The options of a node that share a target."""

    text: str
    node: str | None
    outcome: str | None
    y: int


@dataclass(frozen=True)
class Box:
    """A node, with its top left corner."""

    node: str
    question: str
    x: int
    y: int
    rows: tuple[Row, ...]

    @property
    def height(self) -> int:
        """Two header rows, then one for each target."""
        return ROW * (2 + len(self.rows)) + 6


@dataclass(frozen=True)
class Picture:
    """All that the drawing needs."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[tuple[int, int, int, int], ...]
    """From the right of a row to the left of a box: x1, y1, x2, y2."""


def layout(quiz: QuizFile) -> Picture:
    """Place every node that the start reaches."""
    ordered = _columns(quiz)
    boxes: dict[str, Box] = {}
    for index, names in enumerate(ordered):
        y = MARGIN
        for name in names:
            boxes[name] = _box(quiz, name, MARGIN + index * (BOX + GAP), y)
            y += boxes[name].height + SPACE
    lines = []
    for box in boxes.values():
        for row in box.rows:
            if row.node:
                to = boxes[row.node]
                lines.append((box.x + BOX, row.y + ROW // 2, to.x, to.y + ROW))
    return Picture(
        width=max(box.x for box in boxes.values()) + BOX + MARGIN,
        height=max(box.y + box.height for box in boxes.values()) + MARGIN,
        boxes=tuple(boxes.values()),
        lines=tuple(lines),
    )


def columns(quiz: QuizFile) -> dict[str, int]:
    """Return node -> column, from the start on: each node is behind all that lead to it."""
    order = graph.bottom_up(quiz)[::-1]
    column = dict.fromkeys(order, 0)
    for name in order:
        for target in quiz.nodes[name].goto.values():
            if target.node:
                column[target.node] = max(column[target.node], column[name] + 1)
    return column


def _columns(quiz: QuizFile) -> list[list[str]]:
    """Put each node behind all that lead to it, and near the middle of them."""
    column = columns(quiz)
    order = list(column)
    found: list[list[str]] = [[] for _ in range(max(column.values()) + 1)]
    place: dict[str, float] = {}
    for name in order:
        found[column[name]].append(name)
    for names in found:
        before = {name: [y for other, y in place.items() if name in _below(quiz, other)] for name in names}
        names.sort(key=lambda name: sum(before[name]) / len(before[name]) if before[name] else 0.0)
        place |= {name: (index + 0.5) / len(names) for index, name in enumerate(names)}
    return found


def _below(quiz: QuizFile, name: str) -> set[str | None]:
    return {target.node for target in quiz.nodes[name].goto.values()}


def _grouped(quiz: QuizFile, name: str) -> list[tuple[str | None, str | None, list[str]]]:
    groups: dict[tuple[str | None, str | None], list[str]] = {}
    for option, target in quiz.nodes[name].goto.items():
        groups.setdefault((target.node, target.outcome), []).append(option)
    return [(node, outcome, options) for (node, outcome), options in groups.items()]


def _box(quiz: QuizFile, name: str, x: int, y: int) -> Box:
    rows = tuple(
        Row(", ".join(options), node, outcome, y + ROW * (2 + index) + 3)
        for index, (node, outcome, options) in enumerate(_grouped(quiz, name))
    )
    return Box(name, quiz.nodes[name].ask, x, y, rows)
