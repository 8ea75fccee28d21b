"""What can be wrong with the groups of the sorting exercise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.findings import choices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding
    from sitegen.kinds.sorting.shape import Group


def check(given: Sequence[Group], quizzes: Sequence[Sequence[str]], document: Document) -> Iterator[Finding]:
    """Yield outcomes that stand in no group or in two, and outcomes that do not exist.

    Of several quizzes, each with its outcomes, those are left out of which no group has any, the first one aside.
    """
    named = {outcome for group in given for outcome in group.outcomes}
    asked = [quiz for quiz in quizzes if not named.isdisjoint(quiz)] or quizzes[:1]
    outcomes = [outcome for quiz in quizzes for outcome in quiz]
    groups: dict[str, str] = {}
    for index, group in enumerate(given):
        for outcome in group.outcomes:
            if outcome not in outcomes:
                message = f"there is no outcome '{outcome}'{choices(outcome, outcomes)}"
                yield document.finding((index, "outcomes"), "reference/unknown", message)
            elif outcome in groups:
                message = f"the outcome '{outcome}' belongs to '{groups[outcome]}' already; it can be in one group only"
                yield document.finding((index, "outcomes"), "reference/duplicate", message)
            groups.setdefault(outcome, group.id)
    for outcome in (outcome for quiz in asked for outcome in quiz):
        if outcome not in groups:
            message = f"the outcome '{outcome}' is in no group; add it to the outcomes of one"
            yield document.finding((), "sorting/gap", message)
