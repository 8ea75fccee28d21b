"""The shapes of `sessions.yml` and of its wording."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from sitegen.course.base import Id, Markdown, Model, Slug, Text

Minutes = Annotated[int, Field(strict=True, ge=1, le=240)]
Use = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(/[a-z][a-z0-9_]*)*(#[a-z][a-z0-9_-]*)?$")]
"""A permanent address without what all have in common: `chase#signs` is `/c/chase/#signs`."""


class Activity(StrEnum):
    """What the group does in a step."""

    ALONE = "alone"
    """Each for themselves."""
    PAIRS = "pairs"
    """By two."""
    GROUPS = "groups"
    """By three or more."""
    TOGETHER = "together"
    """All of them, speaking with each other."""
    LISTEN = "listen"
    """They listen: no activity."""


class Copies(StrEnum):
    """How many of a sheet are printed."""

    PERSON = "person"
    """One for each person."""
    PAIR = "pair"
    """One for each two of them."""
    ONE = "one"
    """A single one, for the trainer."""
    SOME = "some"
    """As many as there are people who need it."""


class Material(Model):
    """Something that a room needs."""

    id: Id
    """Name of it."""
    place: Use | None = None
    """The page to print or to open, as `cards`: its permanent address without `/c/`."""
    copies: Copies | None = None
    """How many of it are printed: one a `person`, one a `pair`, `one` in all, or `some`; without it, none."""


class Step(Model):
    """One step, of which sessions are made."""

    id: Id
    """Name of the step; links to plans carry it."""
    minutes: Minutes
    """How long it takes, unless a session says otherwise."""
    kind: Activity
    """What the group does: `alone`, `pairs`, `groups` or `together`; or they `listen`, for 15 minutes at most."""
    needs: tuple[Id, ...] = ()
    """Material that it takes."""
    after: tuple[Id, ...] = ()
    """Steps that come before it in any session that has them, as one whose answers it gives."""
    uses: tuple[Use, ...] = ()
    """What of the course it uses: permanent addresses without `/c/`, as `chase#signs` or `examples/agency`."""


class Planned(Model):
    """One step of a session."""

    step: Id
    """Name of the step."""
    minutes: Minutes | None = None
    """How long it takes in this session."""


class Session(Model):
    """A session: steps that fill its time."""

    id: Id
    """Name of the session; its page has the address `/c/sessions/<id>/`."""
    minutes: Minutes
    """How long it takes: as long as its steps together."""
    material: tuple[Id, ...] = ()
    """All that its steps need."""
    steps: Annotated[tuple[Planned, ...], Field(min_length=1)]
    """Its steps, in their order."""


class Taught(Model):
    """A chapter, as it is taught by itself."""

    chapter: Id
    """Name of the chapter in `course.yml`."""
    minutes: Minutes
    """How long it takes with a group."""


class SessionsFile(Model):
    """`content/sessions.yml`: how to teach the course in a room."""

    material: tuple[Material, ...] = ()
    """All that any step needs."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """All steps; those that follow each other in a plan of one's own stand in this order at first."""
    sessions: Annotated[tuple[Session, ...], Field(min_length=1)]
    """Sessions made of them."""
    teach: tuple[Taught, ...] = ()
    """Chapters, each as it is taught by itself."""


class Prompt(Model):
    """A question to a group."""

    ask: Text
    """The question."""
    expect: Markdown
    """What to expect for an answer."""


class StepWording(Model):
    """Words of one step."""

    title: Text
    """What it is called."""
    goal: Text
    """What it is for, in a sentence."""
    say: Markdown
    """What the trainer says, in words to be read out."""
    prompts: tuple[Prompt, ...] = ()
    """Questions to the group, with what to expect."""
    trap: Markdown | None = None
    """What goes wrong easily, and what to do about it."""
    output: Text
    """What is there at its end."""


class SessionWording(Model):
    """Words of one session."""

    slug: Slug
    """Last part of the address of its page."""
    title: Text
    """What it is called."""
    description: Text
    """The session in a sentence, for search engines."""
    goal: Markdown
    """For whom it is, and what the group can do at its end."""


class TaughtWording(Model):
    """Words of one chapter, as it is taught by itself."""

    goal: Text
    """What the group can do after it."""
    prompts: Annotated[tuple[Prompt, ...], Field(min_length=1)]
    """Questions to the group, with what to expect."""


class SessionsWording(Model):
    """`content/<lang>/sessions.yml`."""

    material: dict[Id, Markdown] = {}
    """Material -> what it is, and how much of it."""
    steps: dict[Id, StepWording]
    """Step -> its words."""
    sessions: dict[Id, SessionWording]
    """Session -> its words."""
    teach: dict[Id, TaughtWording] = {}
    """Chapter -> its words."""
