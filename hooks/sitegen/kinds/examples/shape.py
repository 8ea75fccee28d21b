"""The shapes of `examples.yml` and of its wording."""

from __future__ import annotations

from typing import Literal

from sitegen.course.base import Id, Markdown, Model, PointId, Slug, Text


class ExampleRun(Model):
    """The answers that a person in the story would give, and the outcome expected of them."""

    answers: dict[Id, Id]
    outcome: Id


class Example(Model):
    """One entry of `content/examples.yml`."""

    id: Id
    origin: Literal["article", "own"] | None = None
    """Whether the course's source tells it, or its authors made it up; without one, nothing is said of that."""
    points: tuple[PointId, ...] = ()
    quiz: dict[Id, ExampleRun] = {}
    """Side of the story -> its run through the quiz; a story that leads to no outcome has no sides."""


class SideWording(Model):
    """One side of an example: what happens, how it shows, what to do instead. Markdown."""

    story: Markdown
    telltale: Markdown
    instead: Markdown


class ExampleWording(Model):
    """Words of one example; all but `title` and `sector` are Markdown."""

    slug: Slug
    title: Text
    sector: Text | None = None
    """The group of examples that it belongs to, by which their list can be filtered."""
    context: Markdown
    sides: dict[Id, SideWording] = {}
    lesson: Markdown
