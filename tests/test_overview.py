"""The small map of the graph: every node and outcome once, every option on a track, and room around all of them."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from courses import PROJECT
from graphs import quizzes
from hypothesis import given
from sitegen import graph, overview
from sitegen.lettering import LINE, width
from sitegen.load import load

if TYPE_CHECKING:
    from sitegen.models import QuizFile

ROUNDING = 0.2


@given(quizzes(max_nodes=12))
def test_overview(quiz: QuizFile) -> None:
    _expect_drawn(quiz, {outcome.id: f"The outcome named {outcome.id}" for outcome in quiz.outcomes})


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_overview_of_the_real_quiz(lang: str) -> None:
    course = load(PROJECT / "content")
    words = course.wording[lang].quiz
    assert course.quiz
    assert words
    _expect_drawn(course.quiz, {ident: told.title for ident, told in words.outcomes.items()})


def _expect_drawn(quiz: QuizFile, titles: dict[str, str]) -> None:
    drawn = overview.draw(quiz, titles)
    assert drawn == overview.draw(quiz, titles)
    nodes = graph.bottom_up(quiz)
    ends = {target.outcome for name in nodes for target in quiz.nodes[name].goto.values()} - {None}
    assert len(drawn.stations) == len(nodes)
    assert sorted(end.outcome for end in drawn.ends) == sorted(map(str, ends))
    for end in drawn.ends:
        assert " ".join(words for _, words in end.lines) == titles[end.outcome]
        assert all(end.x + width(words) <= drawn.width for _, words in end.lines)
        assert all(LINE / 2 <= y <= drawn.height for y, _ in end.lines)
    lines = [y for end in drawn.ends for y, _ in end.lines]
    assert all(below - above >= LINE - ROUNDING for above, below in pairwise(lines))
    _expect_joined(drawn)


def _expect_joined(drawn: overview.Overview) -> None:
    """From the first station, tracks lead to every station and every end, always on to the right."""
    leads: dict[tuple[float, float], set[tuple[float, float]]] = defaultdict(set)
    columns: dict[float, set[float]] = defaultdict(set)
    for x1, y1, x2, y2 in drawn.tracks:
        assert x1 < x2
        leads[x1, y1].add((x2, y2))
        columns[x1].add(y1)
        columns[x2].add(y2)
    for ys in columns.values():
        assert all(0 <= y <= drawn.height for y in ys)
        assert all(below - above >= overview.NEAR - ROUNDING for above, below in pairwise(sorted(ys)))
    reached = [drawn.stations[0]]
    for place in reached:
        reached += sorted(leads[place] - set(reached))
    assert {*drawn.stations, *((end.x, end.y) for end in drawn.ends)} <= set(reached)
