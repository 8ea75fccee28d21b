"""The two forms before and after a session: what they show, and where their answers stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, PROJECT, course_of, writes
from sitegen.kinds.before_after import BEFORE_AFTER
from sitegen.kinds.before_after.forms import moved
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
    groups = {(form, pair.id): pair.half(form).group for pair in BEFORE_AFTER.of(course) for form in FORMS}
    choices = {pair.id: pair.choices for pair in BEFORE_AFTER.of(course)}
    for name, asked in forms_in(course).items():
        assert {(name, pair): group for pair, group, _ in asked} == {
            key: group for key, group in groups.items() if key[0] == name
        }
        assert len(asked) == len(choices)
        assert all(sorted(offered) == sorted(choices[pair]) for pair, _, offered in asked)


def test_nothing_in_the_second_form_stands_where_it_stood_in_the_first_one(course: Course) -> None:
    first, second = forms_in(course).values()
    assert [pair for pair, _, _ in first] == [pair.id for pair in BEFORE_AFTER.of(course)]
    assert all(one != other for (one, _, _), (other, _, _) in zip(first, second, strict=True))
    before = {pair: offered for pair, _, offered in first}
    for pair, _, offered in second:
        assert all(one != other for one, other in zip(before[pair], offered, strict=True)), pair


@pytest.mark.parametrize("count", range(9))
def test_what_is_moved_keeps_no_place_and_is_always_moved_alike(count: int) -> None:
    items = [f"item{number}" for number in range(count)]
    found = {tuple(moved(items, str, str(seed))) for seed in range(50) for _ in range(2)}
    for each in found:
        assert sorted(each) == sorted(items)
        assert count == 1 or all(one != other for one, other in zip(items, each, strict=True))
    assert len(found) > 1 or count < 3
    assert moved(items, str, "seed") == moved(items, str, "seed")


def forms_in(course: Course) -> dict[str, list[tuple[str, str, list[str]]]]:
    """Return form -> pair, right group and choices of each situation, as the page has them."""
    html = writes(course, course.source).directive("before_after", None)
    forms = re.findall(r'<form.*? data-form="(\w+)".*?>(.*?)</form>', html, re.DOTALL)
    assert [name for name, _ in forms] == list(FORMS)
    return {
        name: [
            (*re.findall(r'^"(\w+)" data-group="(\w+)"', part)[0], re.findall(r'data-choice="(\w+)"', part))
            for part in form.split("data-pair=")[1:]
        ]
        for name, form in forms
    }


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_reasons_stand_among_the_answers_alone(course: Course, lang: str) -> None:
    html = writes(course, lang).directive("before_after", None)
    forms = "".join(re.findall(r"<form.*?</form>", html, re.DOTALL))
    keys = re.findall(r'<li data-key="(\w+)-(\w+)">', html)
    assert keys == [(form, pair) for form, asked in forms_in(course).items() for pair, _, _ in asked]
    words = BEFORE_AFTER.words(course, lang)
    told = [half.why.split()[-1] for pair in words.values() for half in (pair.before, pair.after)]
    assert told
    assert "data-key" not in forms
    assert len({half.story for pair in words.values() for half in (pair.before, pair.after)}) == len(told)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_key_has_each_answer_by_its_numbers_on_the_sheets(course: Course, lang: str) -> None:
    rows = re.findall(r"(?m)^\|.*\|$", writes(course, lang).directive("before_after_key", None))[2:]
    numbers = {
        (form, pair): number for form, asked in forms_in(course).items() for number, (pair, _, _) in enumerate(asked, 1)
    }
    labels = SORTING.words(course, lang)
    pairs = BEFORE_AFTER.of(course)
    for pair, row in zip(pairs, rows, strict=True):
        assert f"**{labels[pair.before.group].label}**" in row
        assert [int(found) for found in re.findall(r"\*\*(\d+)\.\*\*", row)] == [
            numbers[form, pair.id] for form in FORMS
        ]
