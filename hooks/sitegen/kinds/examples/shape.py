"""The shapes of `examples.yml` and of its wording."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sitegen.course.base import Id, Markdown, Model, PointId, Slug, Text


class ExampleRun(Model):
    """The answers that a person in the story would give, and the outcome expected of them."""

    answers: dict[Id, Id]
    outcome: Id


class Example(Model):
    """One entry of `content/examples.yml`."""

    id: Id
    origin: Literal["article", "own"]
    points: tuple[PointId, ...] = ()
    quiz: Annotated[dict[Id, ExampleRun], Field(min_length=1)]
    """Side of the story -> its run through the quiz."""


class SideWording(Model):
    """One side of an example: what happens, how it shows, what to do instead. Markdown."""

    story: Markdown
    telltale: Markdown
    instead: Markdown


class ExampleWording(Model):
    """Words of one example; all but `title` and `sector` are Markdown."""

    slug: Slug
    title: Text
    sector: Text
    context: Markdown
    sides: dict[Id, SideWording]
    lesson: Markdown
