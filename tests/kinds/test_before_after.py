"""The two forms before and after a session: what they show, and where their answers stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, PROJECT, course_of, writes
from sitegen.kinds.before_after import BEFORE_AFTER
from sitegen.kinds.before_after.shape import FORMS
from sitegen.kinds.quiz import graph, several
from sitegen.kinds.sorting import SORTING

if TYPE_CHECKING:
    from sitegen.course.course import Course


@pytest.fixture(scope="module", params=[MINIMAL, PROJECT], ids=["minimal", "real"])
def course(request: pytest.FixtureRequest) -> Course:
    return course_of(request.param)


def test_every_situation_ends_in_its_group(course: Course) -> None:
    group_of = {outcome: group.id for group in SORTING.of(course) for outcome in group.outcomes}
    for pair in BEFORE_AFTER.of(course):
        for form in FORMS:
            half = pair.half(form)
            quiz = several.answered(course, [half.answers])
            assert quiz
            path = graph.walk(quiz.file, half.answers)
            assert path.answers == half.answers
            assert group_of[str(path.outcome)] == half.group


def test_each_form_has_every_pair_once_with_its_choices(course: Course) -> None:
    html = writes(course, course.source).directive("before_after", None)
    pairs = BEFORE_AFTER.of(course)
    forms = re.findall(r'<form.*? data-form="(\w+)".*?>(.*?)</form>', html, re.DOTALL)
    assert [name for name, _ in forms] == list(FORMS)
    for name, form in forms:
        assert re.findall(r'data-pair="(\w+)" data-group="(\w+)"', form) == [
            (pair.id, pair.half(name).group) for pair in pairs
        ]
        found = [re.findall(r'data-choice="(\w+)"', part) for part in form.split("data-pair=")[1:]]
        assert found == [list(pair.choices) for pair in pairs]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_reasons_stand_among_the_answers_alone(course: Course, lang: str) -> None:
    html = writes(course, lang).directive("before_after", None)
    forms = "".join(re.findall(r"<form.*?</form>", html, re.DOTALL))
    keys = re.findall(r'<li data-key="(\w+)-(\w+)">', html)
    assert keys == [(form, pair.id) for form in FORMS for pair in BEFORE_AFTER.of(course)]
    words = BEFORE_AFTER.words(course, lang)
    told = [half.why.split()[-1] for pair in words.values() for half in (pair.before, pair.after)]
    assert told
    assert "data-key" not in forms
    assert len({half.story for pair in words.values() for half in (pair.before, pair.after)}) == len(told)
