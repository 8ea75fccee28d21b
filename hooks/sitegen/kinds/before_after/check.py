"""What can be wrong with the two forms: answers that prove another group, halves that do not match, odd choices."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sitegen.findings import choices
from sitegen.kinds.before_after.shape import FORMS
from sitegen.kinds.quiz import graph
from sitegen.kinds.quiz.answers import lacking, problem
from sitegen.kinds.quiz.closed import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sitegen.course.shapes import Loc
    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding
    from sitegen.kinds.before_after.shape import Half, Pair
    from sitegen.kinds.quiz.shape import QuizFile
    from sitegen.kinds.sorting.shape import Group


def check(pair: Pair, index: int, groups: Sequence[Group], document: Document) -> Iterator[Finding]:
    """Yield what is wrong with the groups of a pair, number `index` in its file."""
    idents = [group.id for group in groups]
    named: dict[Loc, str] = {("choices", at): choice for at, choice in enumerate(pair.choices)}
    named |= {(form, "group"): pair.half(form).group for form in FORMS}
    for loc, group in named.items():
        if group not in idents:
            message = f"{pair.id}: sorting.yml has no group '{group}'{choices(group, idents)}"
            yield document.finding((index, *loc), "reference/unknown", message)
    for group, times in Counter(pair.choices).items():
        if times > 1:
            message = f"{pair.id}: '{group}' is offered twice; keep one of the two"
            yield document.finding((index, "choices"), "reference/duplicate", message)
    if pair.before.group != pair.after.group:
        message = (
            f"{pair.id}: the group is '{pair.before.group}' before and '{pair.after.group}' after; "
            "both situations ask about one concept, so they belong to the same group"
        )
        yield document.finding((index, "after", "group"), "form/pair", message)
    for form in FORMS:
        if (group := pair.half(form).group) in idents and group not in pair.choices:
            message = f"{pair.id}: the right group '{group}' is not among the choices; add it there"
            yield document.finding((index, "choices"), "form/choices", message)
            break


def proof(half: Half, quiz: QuizFile, groups: Sequence[Group]) -> str | None:
    """Return why the answers of a situation do not prove that it belongs to its group; None when they do."""
    expected = next((group.outcomes for group in groups if group.id == half.group), ())
    if wrong := problem(quiz, half.answers):
        return f"{wrong}{lacking(quiz, half.answers, expected)}"
    outcome = graph.walk(quiz, half.answers).outcome
    found = next((group.id for group in groups if outcome in group.outcomes), None)
    if found == half.group:
        return None
    where = f"the group '{found}'" if found else "no group"
    there = graph.witness(quiz, expected, {})
    how = f"; {said(there.answers)} would lead there" if there else ""
    return f"{said(half.answers)} leads to '{outcome}', which is in {where}, not in '{half.group}'{how}"
