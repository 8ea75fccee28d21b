"""Where readers meet a translation whose original has changed, and what they are told."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from courses import MINIMAL, course_of
from golden import cases
from sitegen.course.translation import State, file_of
from sitegen.load import stale_sections
from sitegen.show import around, stale

if TYPE_CHECKING:
    from sitegen.course.course import Course

ORIGINAL = stale.Original("../../fr/a/?b&c", "fr", "<Changed>", "See it")
KITCHEN = {"examples/kitchen.md": {"example"}, "dough.md": {"example-kitchen"}, "quiz.md": {"kitchen"}}
BADGE = re.compile(r'<p class="stale" data-search-exclude="">(.*?)</p>')


def shown(*places: str) -> dict[str, set[str]]:
    """Return where readers meet these places of the minimal course, once they are stale."""
    course = course_of(MINIMAL)
    found = course.translations["en"]
    assert found.states.keys() >= set(places)
    changed = replace(found, states=dict.fromkeys(places, State.STALE))
    return stale_sections(replace(course, translations={"en": changed}), "en")


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ("dough.md#rising", {"dough.md": {"rising"}}),
        ("dough.md#dough", {"dough.md": {"dough"}}),
        ("dough.md:description", {}),
        ("course.yml:title", {}),
        ("examples.yml:bakery.lesson", {"examples/bakery.md": {"lesson"}}),
        ("examples.yml:kitchen.context", KITCHEN),
        ("examples.yml:bakery.sides.cold.story", {"examples/bakery.md": {"cold"}}),
        ("quiz.yml:outcomes.bake.signs", {"outcomes/bake.md": {"signs"}, "quiz.md": {"quiz"}}),
        ("quiz.yml:questions.risen.hint", {"quiz.md": {"quiz"}}),
        ("quiz.yml:outcomes.wait.line", {"quiz.md": {"key-results", "wait"}}),
        ("glossary.yml:proving.definition", {"quiz.md": {"proving"}}),
        ("analogies.yml:seed.maps", {"dough.md": {"analogy-seed"}}),
        ("calculator.yml:rows.each.note", {"practice.md": {"calculator"}}),
        ("illustrations.yml:loaf.caption", {"practice.md": {"sorting"}}),
    ],
)
def test_sections(place: str, where: dict[str, set[str]]) -> None:
    assert shown(place) == where


def test_every_text_that_a_page_shows_has_a_heading_to_say_so() -> None:
    course = course_of(MINIMAL)
    for place in course.translations["en"].states:
        found = shown(place)
        assert found or file_of(place) == "course.yml" or place.endswith(":description"), place
        for path, idents in found.items():
            assert idents <= course.pages["en"][path].ids, place


def test_a_text_that_a_script_puts_together_counts_wherever_its_file_is_shown() -> None:
    course = course_of(MINIMAL)
    found = course.translations["en"]
    place = "examples.yml:bakery.context"
    changed = replace(found, states={place: State.STALE}, written={place: "Found nowhere"})
    where = stale_sections(replace(course, translations={"en": changed}), "en")
    assert where == {"examples/bakery.md": {"example"}, "quiz.md": {"examples"}}


def test_places_add_up() -> None:
    both = shown("dough.md#rising", "examples.yml:kitchen.context", "dough.md#dough")
    assert both == KITCHEN | {"dough.md": {"rising", "dough", "example-kitchen"}}


def test_a_course_that_is_up_to_date_tells_nothing() -> None:
    assert shown() == {}
    assert stale_sections(course_of(MINIMAL), "fr") == {}


@pytest.mark.parametrize("case", cases("html", "badges"))
def test_badges(case: dict[str, Any]) -> None:
    done = stale.badges(case["html"], case["stale"], ORIGINAL)
    links = [f'<a href="../../fr/a/?b&amp;c#{ident}" hreflang="fr">See it</a>' for ident in case["told"]]
    assert BADGE.findall(done) == [f"&lt;Changed&gt; {link}" for link in links]
    assert BADGE.sub("", done) == case["html"]
    for ident in case["told"]:
        assert re.search(rf'id="{ident}"[^>]*>[^<]*</h\d><p class="stale"', done)


@pytest.fixture
def course() -> Course:
    return course_of(MINIMAL)


def test_the_original_is_named_in_the_language_of_the_page(course: Course) -> None:
    original = around.original(course, "en", "dough.md")
    assert (original.href, original.lang) == ("../../fr/la-pate/", "fr")
    assert "French" in original.text
