"""The shapes of `analogies.yml` and of its wording."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sitegen.course.base import Id, Markdown, Model, PointId, Text


class Analogy(Model):
    """One entry of `content/analogies.yml`."""

    id: Id
    """Name of the analogy, by which pages show it: `<!-- analogy: id -->`."""
    origin: Literal["article", "own"] | None = None
    """Whether the course's source tells it, or its authors made it up; without one, nothing is said of that."""
    points: tuple[PointId, ...] = ()
    """Points of the article, of those in `course.yml`, that it teaches."""
    outcomes: Annotated[dict[Id, Id], Field(min_length=1)]
    """Side of the picture -> the outcome that it shows."""


class Mapping(Model):
    """One row of an analogy: what stands for what."""

    element: Text
    """What the picture has."""
    stands_for: Text
    """What that stands for in the subject."""


class AnalogyWording(Model):
    """Words of one analogy; all but `title` and `maps` are Markdown."""

    title: Text
    """Its heading."""
    image: Markdown
    """The picture, as a story."""
    sides: dict[Id, Markdown]
    """Side -> what happens on it; the sides are those of `outcomes` in `analogies.yml`."""
    maps: Annotated[tuple[Mapping, ...], Field(min_length=1)]
    """What stands for what, one row each."""
    breaks_where: Markdown
    """Where the picture misleads."""
