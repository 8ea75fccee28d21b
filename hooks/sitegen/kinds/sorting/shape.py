"""The shapes of `sorting.yml` and of its wording."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sitegen.course.base import Id, Model, Text


class Group(Model):
    """One entry of `content/sorting.yml`: a heap for the stories that end in some outcomes."""

    id: Id
    """Name of the group."""
    outcomes: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Results of the quiz whose stories belong to it."""


class GroupWording(Model):
    """Words of one group: its name, and what belongs there."""

    label: Text
    """Its name."""
    definition: Text
    """What belongs there."""
