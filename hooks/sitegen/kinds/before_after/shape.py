"""The shapes of `before_after.yml` and of its wording."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sitegen.course.base import Id, Markdown, Model, Text

Form = Literal["before", "after"]
FORMS: tuple[Form, ...] = ("before", "after")


class Half(Model):
    """One situation: the group that it belongs to, and the answers to the quiz that prove it."""

    group: Id
    """The group of `sorting.yml` that is right."""
    answers: dict[Id, Id]
    """Question -> the option that the person in the story would choose; as many as the quiz asks."""


class Pair(Model):
    """One entry of `content/before_after.yml`: a concept, asked about once before the session and once after it."""

    id: Id
    """Name of the concept; links carry it."""
    choices: Annotated[tuple[Id, ...], Field(min_length=2)]
    """Groups that are offered, in this order, in both forms."""
    before: Half
    """The situation of the first form."""
    after: Half
    """The situation of the second form: another story, the same group."""

    def half(self, form: Form) -> Half:
        """Return its situation in a form."""
        return self.before if form == "before" else self.after


class HalfWording(Model):
    """Words of one situation. Markdown."""

    story: Markdown
    """What happens."""
    why: Markdown
    """Why its group is right."""


class PairWording(Model):
    """Words of one concept."""

    concept: Text
    """What it is called where what has changed is told."""
    before: HalfWording
    """The situation of the first form."""
    after: HalfWording
    """The situation of the second form."""
