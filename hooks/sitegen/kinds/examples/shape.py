"""The shapes of `examples.yml` and of its wording."""

from __future__ import annotations

from typing import Literal

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
    origin: Literal["article", "own"] | None = None
    """Whether the course's source tells it, or its authors made it up; without one, nothing is said of that."""
    points: tuple[PointId, ...] = ()
    """Points of the article, of those in `course.yml`, that it teaches."""
    quiz: dict[Id, ExampleRun] = {}
    """Side of the story -> its run through the quiz; a story that leads to no outcome has no sides."""


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
    sector: Text | None = None
    """The group of examples that it belongs to, by which their list can be filtered."""
    aliases: tuple[Text, ...] = ()
    """Other words by which readers may look for its page."""
    context: Markdown
    """Who it is about, before the sides part."""
    sides: dict[Id, SideWording] = {}
    """Side -> its story; the sides are those of `quiz` in `examples.yml`."""
    lesson: Markdown
    """What it teaches, in a sentence."""
