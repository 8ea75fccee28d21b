"""What to do first for each result, as sheets show it: the words of its last situation, or its own."""

from __future__ import annotations

import pytest
from courses import PROJECT, course_of
from sitegen.kinds.quiz import QUIZ
from sitegen.load import writer


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_result_has_the_first_action_of_its_most_general_situation(lang: str) -> None:
    course = course_of(PROJECT)
    quiz, words = QUIZ.of(course), QUIZ.words(course, lang)
    assert quiz
    assert words
    shown = writer(course, lang).directive("first_actions", None)
    rows = [line for line in shown.split("\n") if line.startswith("| **")]
    assert len(rows) == len(quiz.outcomes)
    for row, outcome in zip(rows, quiz.outcomes, strict=True):
        told = words.outcomes[outcome.id]
        general = told.situations[outcome.situations[-1].id] if outcome.situations else told
        for text in (told.title, " ".join((general.first or "").split())):
            assert text.partition("'")[0] in row  # apostrophes are set
