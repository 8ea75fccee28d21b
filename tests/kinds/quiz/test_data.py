"""The data that the script gets: what it needs to know of the graph, and nothing by another name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from courses import MINIMAL, PROJECT, course_of, data_of, with_kind, writes
from sitegen.kinds.quiz import QUIZ, graph
from sitegen.kinds.quiz.data import progress
from sitegen.kinds.quiz.shape import QuizFile
from sitegen.show.escape import as_json

if TYPE_CHECKING:
    from sitegen.course.course import Course

LANGUAGES = ["fr", "en"]
RETIRED = [
    {"question": "grown", "now": "risen"},
    {"question": "smelled"},
    {"question": "risen", "option": "twice", "now": "doubled"},
    {"question": "risen", "option": "thrice"},
    {"question": "waited", "option": "ages", "now": "one_night"},
    {"outcome": "burn", "now": "discard"},
]


@pytest.fixture(scope="module", params=[MINIMAL, PROJECT], ids=["minimal", "real"])
def course(request: pytest.FixtureRequest) -> Course:
    return course_of(request.param)


@pytest.fixture(scope="module")
def minimal() -> Course:
    return course_of(MINIMAL)


def test_retired_ids_go_to_their_successors(minimal: Course) -> None:
    retired = _data(_changed(minimal, retired=RETIRED))["retired"]
    assert retired == {
        "questions": {"grown": "risen", "smelled": None},
        "options": {"risen": {"twice": "doubled", "thrice": None}, "waited": {"ages": "one_night"}},
    }


def test_a_quiz_with_nothing_retired_says_so(minimal: Course) -> None:
    assert _data(minimal)["retired"] == {"questions": {}, "options": {}}


def test_what_readers_control_and_what_is_a_veto(minimal: Course) -> None:
    assert QUIZ.of(minimal)
    questions = list(QUIZ.of(minimal).model_dump(exclude_none=True)["questions"])
    questions[0] |= {"controllable": {"flat": ["doubled"]}, "veto": ["doubled", "flat"]}
    questions[1] |= {"controllable": {}}
    shown = _data(_changed(minimal, questions=questions))["questions"]
    assert (shown["risen"]["controllable"], shown["risen"]["veto"]) == ({"flat": ["doubled"]}, ["doubled", "flat"])
    assert not {"controllable", "veto"} & shown["waited"].keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_marks_of_questions_are_those_of_the_quiz(course: Course, lang: str) -> None:
    assert QUIZ.of(course)
    shown = _data(course, lang)["questions"]
    assert list(shown) == [question.id for question in QUIZ.of(course).questions]
    for question in QUIZ.of(course).questions:
        assert shown[question.id].get("controllable", {}) == question.model_dump(mode="json")["controllable"]
        assert tuple(shown[question.id].get("veto", ())) == question.veto
        assert list(shown[question.id]["options"]) == list(question.options)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_progress_is_said_for_all_bounds_of_the_flow(course: Course, lang: str) -> None:
    assert QUIZ.of(course)
    bounds = set(graph.remaining(QUIZ.of(course)).values())
    said = _data(course, lang)["progress"]
    assert said.keys() == {f"{low}-{high}" for low, high in bounds}
    assert len(set(said.values())) == len(bounds)
    for low, high in bounds:
        assert all(str(number) in said[f"{low}-{high}"] for number in {low, high})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_number_is_said_once(minimal: Course, lang: str) -> None:
    writer = writes(minimal, lang)
    said = [progress(writer.interface, 1, 1), progress(writer.interface, 3, 3), progress(writer.interface, 1, 3)]
    assert [sum(text.count(digit) for digit in "0123456789") for text in said] == [1, 1, 2]
    assert len(set(said)) == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_structure_is_that_of_the_quiz(course: Course, lang: str) -> None:
    assert QUIZ.of(course)
    data = _data(course, lang)
    assert (data["lang"], data["start"]) == (course.wording[lang].course.locale or lang, QUIZ.of(course).start)
    assert data["fingerprint"] == graph.fingerprint(QUIZ.of(course))
    assert {name: (node["ask"], node["goto"]) for name, node in data["nodes"].items()} == {
        name: (node.ask, {option: target.model_dump(exclude_none=True) for option, target in node.goto.items()})
        for name, node in QUIZ.of(course).nodes.items()
    }
    assert list(data["outcomes"]) == [outcome.id for outcome in QUIZ.of(course).outcomes]


def test_languages_differ_in_words_alone(course: Course) -> None:
    one, other = (_shape(_data(course, lang)) for lang in LANGUAGES)
    assert one == other


@pytest.mark.parametrize("lang", LANGUAGES)
def test_data_is_json_that_a_page_may_hold(course: Course, lang: str) -> None:
    data = _data(course, lang)
    text = as_json(data)
    assert json.loads(text) == data
    assert "<" not in text


def _data(course: Course, lang: str = "fr") -> dict[str, Any]:
    return data_of(writes(course, lang))


def _changed(course: Course, **fields: Any) -> Course:
    assert QUIZ.of(course)
    data = QUIZ.of(course).model_dump(exclude_none=True) | fields
    return with_kind(course, QUIZ, QuizFile.model_validate(data))


def _shape(data: Any) -> Any:
    """Return the keys of all mappings and the lengths of all lists; progress depends on nothing but the graph."""
    if isinstance(data, dict):
        return {key: _shape(value) for key, value in data.items()}
    return len(data) if isinstance(data, list) else None
