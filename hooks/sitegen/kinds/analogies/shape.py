"""The shapes of `analogies.yml` and of its wording."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sitegen.course.base import Id, Markdown, Model, PointId, Text


class Analogy(Model):
    """One entry of `content/analogies.yml`."""

    id: Id
    origin: Literal["article", "own"] | None = None
    points: tuple[PointId, ...] = ()
    outcomes: Annotated[dict[Id, Id], Field(min_length=1)]
    """Side of the picture -> the outcome that it shows."""


class Mapping(Model):
    """One row of an analogy: what stands for what."""

    element: Text
    stands_for: Text


class AnalogyWording(Model):
    """Words of one analogy; all but `title` and `maps` are Markdown."""

    title: Text
    image: Markdown
    sides: dict[Id, Markdown]
    maps: Annotated[tuple[Mapping, ...], Field(min_length=1)]
    breaks_where: Markdown
