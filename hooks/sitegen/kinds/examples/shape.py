"""The shapes of `examples.yml` and of its wording."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sitegen.course.base import Id, Markdown, Model, PointId, Slug, Text


class ExampleRun(Model):
    """The answers that a person in the story would give, and the outcome expected of them."""

    answers: dict[Id, Id]
    """Question -> the option that this person would choose; as many as the quiz asks."""
    outcome: Id
    """The result to which these answers must lead."""


class Example(Model):
    """One entry of `content/examples.yml`."""

    id: Id
    """Name of the example, by which pages show it, `<!-- example: id -->`, and its permanent address."""
    origin: Literal["article", "own"]
    """Whether it comes from the article that the course is made from, or is the course's own."""
    points: tuple[PointId, ...] = ()
    """Points of the article, of those in `course.yml`, that it teaches."""
    quiz: Annotated[dict[Id, ExampleRun], Field(min_length=1)]
    """Side of the story -> its run through the quiz."""


class SideWording(Model):
    """One side of an example: what happens, how it shows, what to do instead. Markdown."""

    story: Markdown
    """What happens."""
    telltale: Markdown
    """The sign by which one could have known."""
    instead: Markdown
    """What would have been better."""


class ExampleWording(Model):
    """Words of one example; all but `title` and `sector` are Markdown."""

    slug: Slug
    """Last part of its page's address, in `small-letters-and-hyphens`."""
    title: Text
    """Its heading."""
    sector: Text
    """The field it is set in, by which the list is filtered."""
    context: Markdown
    """Who it is about, before the sides part."""
    sides: dict[Id, SideWording]
    """Side -> its story; the sides are those of `quiz` in `examples.yml`."""
    lesson: Markdown
    """What it teaches, in a sentence."""
