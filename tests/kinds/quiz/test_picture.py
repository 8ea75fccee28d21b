"""The picture of the graph: nothing missing, nothing on top of anything else, every line where it belongs."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from courses import PROJECT, course_of
from graphs import quizzes
from hypothesis import given
from sitegen.kinds.quiz import QUIZ, picture

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.course import Course
    from sitegen.kinds.quiz.picture import Box
    from sitegen.kinds.quiz.shape import QuizFile

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = ["fr", "en"]


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(PROJECT)


def test_picture_of_the_real_quiz(course: Course) -> None:
    assert QUIZ.of(course)
    _expect_drawn(QUIZ.of(course))


@given(quizzes(max_nodes=12))
def test_picture(quiz: QuizFile) -> None:
    _expect_drawn(quiz)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_drawing_on_the_built_page(site: Path, course: Course, lang: str) -> None:
    place = course.place_of("flow")
    assert QUIZ.of(course)
    assert place
    page = (site / lang / course.address(lang, place) / "index.html").read_text(encoding="utf-8")
    (drawing,) = re.findall(r'<svg[^>]*aria-labelledby="flow-title.*?</svg>', page, re.DOTALL)
    svg = ElementTree.fromstring(drawing)
    assert svg.get("role") == "img"
    names = [svg.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")]
    assert str(svg.get("aria-labelledby")).split() == names
    assert all(str(svg.findtext(f"{SVG}{tag}")).strip() for tag in ("title", "desc"))
    assert svg.get("viewBox") == f"0 0 {svg.get('width')} {svg.get('height')}"
    drawn = picture.layout(QUIZ.of(course))
    assert sorted(_texts(svg, "flow-node")) == sorted(QUIZ.of(course).nodes)
    assert Counter(_texts(svg, "flow-question")) == Counter(node.ask for node in QUIZ.of(course).nodes.values())
    assert len(svg.findall(f"{SVG}path")) == len(drawn.lines)
    assert len(_texts(svg, "flow-option")) == sum(len(box.rows) for box in drawn.boxes)
    outcomes = {str(text).removeprefix("= ") for text in _texts(svg, "flow-outcome")}
    assert outcomes == {outcome.id for outcome in QUIZ.of(course).outcomes}


def _texts(svg: ElementTree.Element, kind: str) -> list[str]:
    return [str(element.text) for element in svg.iter() if element.get("class") == kind]


def _expect_drawn(quiz: QuizFile) -> None:
    drawn = picture.layout(quiz)
    boxes = {box.node: box for box in drawn.boxes}
    assert len(boxes) == len(drawn.boxes)
    assert boxes.keys() == quiz.nodes.keys()
    for box in drawn.boxes:
        _expect_rows(quiz, box)
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + picture.BOX <= drawn.width
        assert box.y + box.height <= drawn.height
    assert not [pair for pair in combinations(drawn.boxes, 2) if _overlap(*pair)]
    joined = [
        (box, row, boxes[row.node], line)
        for (box, row), line in zip(
            [(box, row) for box in drawn.boxes for row in box.rows if row.node], drawn.lines, strict=True
        )
        if row.node
    ]
    for box, row, to, (x1, y1, x2, y2) in joined:
        assert x1 == box.x + picture.BOX
        assert row.y <= y1 <= row.y + picture.ROW
        assert x2 == to.x
        assert to.y <= y2 <= to.y + to.height
        assert x1 < x2


def _expect_rows(quiz: QuizFile, box: Box) -> None:
    node = quiz.nodes[box.node]
    assert box.question == node.ask
    found = {option: (row.node, row.outcome) for row in box.rows for option in row.text.split(", ")}
    assert found == {option: (target.node, target.outcome) for option, target in node.goto.items()}
    assert len({(row.node, row.outcome) for row in box.rows}) == len(box.rows)
    edges = [box.y + 2 * picture.ROW, *(row.y for row in box.rows)]
    assert edges[0] <= edges[1]  # below the two header rows
    assert all(below - above >= picture.ROW for above, below in pairwise(edges[1:]))
    assert box.rows[-1].y + picture.ROW <= box.y + box.height


def _overlap(one: Box, other: Box) -> bool:
    apart = abs(one.x - other.x) >= picture.BOX
    return not apart and one.y < other.y + other.height and other.y < one.y + one.height
