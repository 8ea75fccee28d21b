"""What can be wrong with reasons: results join those of a path into one sentence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sitegen.course.shapes import Loc
    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding
    from sitegen.kinds.quiz.shape import QuizWording

_ENDS = (".", ",", ";", ":", "!", "?", "…")


def check(words: QuizWording, document: Document, borrowed: Collection[Loc]) -> Iterator[Finding]:
    """Yield a warning for each `because` of a language that would stand in a sentence as one of its own.

    `borrowed` are the places of texts in the words of the source language. A capital is judged by the others: where
    the same word mostly begins them without one, it is no name, and no noun of a language that writes it so.
    """
    said = {
        ("questions", question, "options", option, "because"): worded.because
        for question, told in words.questions.items()
        for option, worded in told.options.items()
    }
    begins = Counter(clause.split()[0] for clause in said.values())
    for loc, clause in said.items():
        first = clause.split()[0]
        small = first[0].lower() + first[1:]
        if loc in borrowed:
            continue
        if clause.endswith(_ENDS):
            message = f"'{clause[-30:]}' is joined with others into a sentence; leave out the '{clause[-1]}' at its end"
            yield document.finding(loc, "option/clause", message, warning=True)
        if small != first and begins[small] > begins[first]:
            message = f"'{clause[:30]}' is joined with others into a sentence; begin it with '{small}'"
            yield document.finding(loc, "option/clause", message, warning=True)
