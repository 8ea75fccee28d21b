"""How easily the prose reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import PROJECT
from courses import MINIMAL, course_of
from golden import cases
from sitegen.check import reading
from sitegen.course.prose import sentences
from sitegen.language import ease

if TYPE_CHECKING:
    from typing import Any


@pytest.mark.parametrize("case", cases("reading", "syllables"))
def test_syllables_are_counted_closely(case: dict[str, Any]) -> None:
    words: dict[str, int] = case["words"]
    counted = {word: ease.syllables(word, case["lang"]) for word in words}
    assert {word for word in words if abs(counted[word] - words[word]) > 1} == set()
    assert sum(counted.values()) == pytest.approx(sum(words.values()), rel=0.07)


@pytest.mark.parametrize("case", cases("reading", "sentences"))
def test_sentences_are_those_of_the_prose(case: dict[str, Any]) -> None:
    assert list(sentences(case["body"])) == case["words"]


@pytest.mark.parametrize("lang", ease.SCALES)
def test_long_words_and_long_sentences_read_less_easily(lang: str) -> None:
    short, long = [["la", "vida"]] * 60, [["la", "responsabilidad"]] * 60
    found = [ease.ease(text, lang)[1] for text in (short, long, [["la", "vida"] * 60])]
    assert all(each is not None for each in found)
    assert found[0] > found[1]
    assert found[0] > found[2]


def test_reading_time_is_rounded_up() -> None:
    assert [ease.minutes(sentences("mot " * words)) for words in (1, 200, 201)] == [1, 1, 2]


def test_few_words_have_no_score() -> None:
    course = course_of(MINIMAL)
    assert {found.ease for lang in course.languages for found in reading.measure(course, lang)} == {None}


@pytest.mark.parametrize(("words", "scored"), [(99, False), (100, True)])
def test_a_score_needs_a_hundred_words(words: int, scored: bool) -> None:
    assert (ease.ease([["mot"]] * words, "fr")[1] is not None) == scored


@pytest.mark.parametrize(("more", "found"), [(0.4, False), (0, False), (-0.4, False), (-0.6, True)])
def test_a_page_as_easy_as_asked_is_no_finding(monkeypatch: pytest.MonkeyPatch, more: float, found: bool) -> None:
    """Rounded, as it is told."""
    course = course_of(PROJECT)
    wanted = {lang: course.wording[lang].course.reading_ease for lang in course.languages}
    measured = {lang: [reading.Reading("index.md", 200, ease + more)] for lang, ease in wanted.items() if ease}
    assert measured
    monkeypatch.setattr(reading, "measure", lambda _, lang: measured.get(lang, []))
    assert bool(reading.check(course)) == found


def test_a_language_without_a_scale_is_not_measured() -> None:
    assert ease.scale("ja") is None
    assert ease.scale("pt-BR") is None
    assert ease.scale("en-GB") == ease.SCALES["en"]


def test_every_page_of_the_real_course_is_measured_in_every_language() -> None:
    course = course_of(PROJECT)
    for lang in course.languages:
        measured = reading.measure(course, lang)
        assert {found.path for found in measured} == {p for p, page in course.pages[lang].items() if not page.generated}
        assert sum(found.ease is not None for found in measured) > 5
        assert course.wording[lang].course.reading_ease
    assert reading.check(course) == []
