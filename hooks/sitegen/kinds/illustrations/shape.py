"""What a drawing is, and the shape of its wording."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.course.base import Id, Model, Text


@dataclass(frozen=True)
class Place:
    """Where words go."""

    key: str
    room: float
    """Width of each line."""
    lines: int


@dataclass(frozen=True)
class Illustration:
    """One file of `content/illustrations/`."""

    id: str
    source: str
    places: tuple[Place, ...] = ()


class IllustrationWording(Model):
    """Words of one drawing of `content/illustrations/`, all plain text."""

    title: Text
    """Name of the drawing, for those who do not see it."""
    description: Text
    """What the drawing shows, for those who do not see it."""
    caption: Text | None = None
    """A sentence below the drawing."""
    texts: dict[Id, Text] = {}
    """Key of a place in the drawing -> what is written there."""
