"""The shape of `cases.yml`; it has no wording, for nothing of it is published."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sitegen.course.base import Id, Model, Text, one_of
from sitegen.kinds.cases.readings import majority

Answers = dict[Id, Id]
Actions = tuple[Id, ...]


class Source(Model):
    """Where a case was found."""

    who: Text
    """Who told it."""
    what: Text
    """Where it stands: a title."""
    year: Annotated[int, Field(strict=True)] | None = None
    """When it was published."""
    address: Text
    """Its web address."""


class Case(Model):
    """A situation from practice, with what was judged right to do first in it, without sight of the quiz."""

    model_config = one_of("readings", "answers")

    id: Id
    """Name of the case; it is never published."""
    summary: Text
    """In words of its own, and about no person who could be known by it."""
    best: Id
    """The one action that was judged right to do first, of those that the quiz names."""
    right: Annotated[Actions, Field(min_length=1)]
    """Actions that were judged right or defensible; the best is one of them."""
    wrong: Actions = ()
    """Actions that were judged to be bad advice."""
    grey: bool = False
    """Whether one may well judge otherwise."""
    note: Text
    """What decides."""
    source: Source | None = None
    """Where it was found, if somebody else told it."""
    readings: Annotated[tuple[Answers, ...], Field(min_length=2)] | None = None
    """What was answered for the one in the case, several times apart and seeing the questions alone."""
    answers: Answers | None = None
    """What the one in the case answered, where that is known."""

    @model_validator(mode="after")
    def _one_verdict_and_one_way_to_answers(self) -> Case:
        if self.best not in self.right or set(self.right) & set(self.wrong):
            raise ValueError("'best' to be one of the actions under 'right', and none of these to stand under 'wrong'")
        if (self.readings is None) == (self.answers is None):
            raise ValueError("either 'readings' or 'answers', and not both")
        return self

    @property
    def given(self) -> Answers:
        """The answers that count: those of most readings."""
        return self.answers or majority(self.readings or ())
