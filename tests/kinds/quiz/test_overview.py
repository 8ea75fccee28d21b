"""The small map of the graph: a shortest way to every outcome, a dot for each question on it, no tracks that cross."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, PROJECT, TESTS, course_of, writes
from graphs import quiz_of, quizzes
from hypothesis import given
from sitegen.kinds.quiz import QUIZ, graph, overview
from sitegen.language.lettering import LINE, width

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.kinds.quiz.shape import QuizFile

LANGUAGES = ["fr", "en"]
ROUNDING = 0.2


@given(quizzes(max_nodes=12))
def test_overview(quiz: QuizFile) -> None:
    _expect_drawn(quiz, {outcome.id: f"The outcome named {outcome.id}" for outcome in quiz.outcomes})


@pytest.mark.parametrize("folder", [PROJECT, MINIMAL, TESTS / "fixtures" / "other_course"])
def test_overview_of_a_whole_course(folder: Path) -> None:
    course = course_of(folder)
    assert QUIZ.of(course)
    for lang in course.languages:
        words = QUIZ.words(course, lang)
        assert words
        _expect_drawn(QUIZ.of(course), {ident: told.title for ident, told in words.outcomes.items()})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_tone_has_a_mark_of_its_own(lang: str) -> None:
    course = course_of(PROJECT)
    assert QUIZ.of(course)
    figure = writes(course, lang).directive("flow_overview", None)
    tones = [outcome.tone for outcome in QUIZ.of(course).outcomes]
    stations = overview.draw(QUIZ.of(course), {outcome.id: outcome.id for outcome in QUIZ.of(course).outcomes}).stations
    assert figure.count('class="buffer"') == tones.count("corrective")
    assert figure.count('class="way"') == len(tones) + tones.count("constructive")
    assert figure.count('class="stop"') == len(stations) + tones.count("neutral")


def test_the_longest_way_is_straight() -> None:
    quiz = quiz_of(
        {"a": {"x": "=up", "y": "b", "z": "=down"}, "b": {"x": "=b_up", "y": "c"}, "c": {"x": "=far", "y": "=far"}}
    )
    drawn = overview.draw(quiz, {outcome.id: outcome.id for outcome in quiz.outcomes})
    assert [end.outcome for end in drawn.ends] == ["up", "b_up", "far", "down"]
    far = drawn.ends[2].y
    assert [y for _, y in drawn.stations] == [far] * 3
    assert [end.start for end in drawn.ends] == [drawn.stations[place] for place in (0, 1, 0, 0)]
    assert [(end.bend > 0) - (end.bend < 0) for end in drawn.ends] == [-1, -1, 0, 1]


def _shortest(quiz: QuizFile) -> dict[str, graph.Path]:
    found: dict[str, graph.Path] = {}
    for path in sorted(graph.paths(quiz), key=lambda path: len(path.steps)):
        found.setdefault(str(path.outcome), path)
    return found


def _expect_drawn(quiz: QuizFile, titles: dict[str, str]) -> None:
    drawn = overview.draw(quiz, titles)
    shortest = _shortest(quiz)
    assert {end.outcome: end.questions for end in drawn.ends} == {
        outcome: len(path.steps) for outcome, path in shortest.items()
    }
    for end in drawn.ends:
        assert _dots_before(drawn, end.x, end.y) == end.questions
        assert abs(end.bend) <= abs(end.y - end.start[1])
        assert " ".join(words for _, words in end.lines) == titles[end.outcome]
        assert all(end.x + width(words) <= drawn.width for _, words in end.lines)
        assert all(LINE / 2 <= y <= drawn.height for y, _ in end.lines)
    lines = [y for end in drawn.ends for y, _ in end.lines]
    assert all(below - above >= LINE - ROUNDING for above, below in pairwise(lines))
    _expect_no_crossing(drawn)


def _dots_before(drawn: overview.Overview, x: float, y: float) -> int:
    """Count the stations on the way from the first one to a place on a row."""
    (end,) = [end for end in drawn.ends if end.y == y]
    before = sum(1 for place in drawn.stations if place[1] == y and place[0] <= x)
    assert all(place[0] >= end.start[0] for place in drawn.stations if place[1] == y)
    assert end.start in drawn.stations
    return before if end.start[1] == y else before + _dots_before(drawn, *end.start)


def _expect_no_crossing(drawn: overview.Overview) -> None:
    """A track that passes other rows on its way up or down passes only tracks that begin further on, or with it."""
    for end in drawn.ends:
        top, bottom = sorted((end.start[1], end.y))
        passed = [other for other in drawn.ends if top < other.y < bottom]
        assert all(other.start == end.start or other.start[0] > end.start[0] for other in passed)
