"""The sorting exercise: its cards, their groups, and an order that a seed alone decides."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, PROJECT, course_of, writes
from hypothesis import given
from hypothesis import strategies as st
from sitegen.kinds.examples import EXAMPLES
from sitegen.kinds.sorting import SORTING, dealt
from sitegen.kinds.sorting import cards as sorting

if TYPE_CHECKING:
    from random import Random

    from sitegen.course.course import Course

IDS = st.lists(st.text("abc_/", min_size=1, max_size=6), unique=True, max_size=12)
SEEDS = st.text("abcXYZ019_-", max_size=8)


@pytest.fixture(scope="module", params=[MINIMAL, PROJECT], ids=["minimal", "real"])
def course(request: pytest.FixtureRequest) -> Course:
    return course_of(request.param)


@given(IDS, SEEDS)
def test_an_order_loses_and_doubles_nothing(ids: list[str], seed: str) -> None:
    assert Counter(sorting.order(ids, seed)) == Counter(ids)


@given(IDS, SEEDS, st.randoms())
def test_the_order_depends_on_the_seed_alone(ids: list[str], seed: str, random: Random) -> None:
    shuffled = random.sample(ids, len(ids))
    assert sorting.order(shuffled, seed) == sorting.order(ids, seed)


@given(IDS.filter(bool), SEEDS)
def test_one_card_more_leaves_the_others_in_their_order(ids: list[str], seed: str) -> None:
    fewer = sorting.order(ids[1:], seed)
    assert [ident for ident in sorting.order(ids, seed) if ident != ids[0]] == fewer


def test_seeds_put_every_card_everywhere_about_as_often() -> None:
    ids = [f"card{number}/side" for number in range(10)]
    places = Counter(
        (ident, place) for seed in range(4000) for place, ident in enumerate(sorting.order(ids, str(seed)))
    )
    assert len(places) == 100
    assert min(places.values()) > 300  # 400 expected; the standard deviation is 19
    assert max(places.values()) < 500


def test_every_story_is_one_card_in_the_group_of_its_outcome(course: Course) -> None:
    cards = dealt(course)
    runs = {(example.id, side): run for example in EXAMPLES.of(course) for side, run in example.quiz.items()}
    assert {(card.example.id, card.side): card.outcome for card in cards} == {k: run.outcome for k, run in runs.items()}
    outcomes = {group.id: group.outcomes for group in SORTING.of(course)}
    assert all(card.outcome in outcomes[card.group] for card in cards)
    assert len({card.id for card in cards}) == len(cards) == len(runs)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_card_names_its_group_only_in_its_answer(course: Course, lang: str) -> None:
    html = writes(course, lang).directive("sorting", None)
    titles = [group.label for group in SORTING.words(course, lang).values()]
    titles += course.wording[lang].course.sides.values()
    stories = re.findall(r'<form.*?>(.*?)<div class="sorting-choices">', html, re.DOTALL)
    assert len(stories) == len(dealt(course))
    assert [title for story in stories for title in titles if title.lower() in story.lower()] == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_cards_and_answers_stand_in_the_same_order(course: Course, lang: str) -> None:
    html = writes(course, lang).directive("sorting", None)
    expected = sorting.order([card.id for card in dealt(course)], sorting.FIRST_SEED)
    assert re.findall(r'<form[^>]* data-card="([^"]+)"', html) == expected
    assert re.findall(r'<li data-card="([^"]+)"', html) == expected


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_answer_gives_the_telltale_sign_and_its_links(course: Course, lang: str) -> None:
    html = writes(course, lang).directive("sorting", None)
    answers = re.findall(r'<details class="sorting-answer">(.*?)</details>', html, re.DOTALL)
    assert len(answers) == len(dealt(course))
    assert all(len(re.findall(r"<li>.*?<a href=", answer)) == 3 for answer in answers)
