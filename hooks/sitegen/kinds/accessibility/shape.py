"""The shape of `accessibility.yml`, which `make audit` writes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from sitegen.course.base import Model, Text
from sitegen.course.files import is_past

Name = Literal[
    "axe",
    "keyboard",
    "reflow",
    "print",
    "nu_errors",
    "nu_warnings",
    "html_validate",
    "titles",
    "descriptions",
    "canonical",
    "open_graph",
    "sitemap",
    "zips",
    "offline",
    "network",
    "stored",
    "shift",
    "first_bytes",
    "first_requests",
    "next_bytes",
    "lighthouse_performance",
    "lighthouse_accessibility",
    "lighthouse_best_practices",
    "lighthouse_seo",
]
Number = Annotated[float, Field(ge=0, le=1e9)]
Criterion = Annotated[str, Field(pattern=r"^\d+\.\d+(\.\d+)?$")]


class Tool(Model):
    """A program with which was measured."""

    name: Text
    """What it is called."""
    version: Text
    """Its version on that day."""


class Taken(Model):
    """One measure."""

    id: Name
    """What was measured."""
    goal: Number
    """What is right."""
    least: bool = False
    """Whether the goal is the least that is right, and not the most."""
    figure: Number | None = None
    """What was found; without it, nothing was measured."""
    looked_at: Annotated[int, Field(ge=0)] = 0
    """Number of pages or files that the figure is about."""

    @property
    def met(self) -> bool:
        """Whether it was measured and is right."""
        if self.figure is None or not self.looked_at:
            return False
        return self.figure >= self.goal if self.least else self.figure <= self.goal


class Audit(Model):
    """All of `content/accessibility.yml`: what was measured of the built site, and what was not."""

    day: Text
    """When it was measured, as 2026-11-29."""
    tools: tuple[Tool, ...]
    """With what was measured."""
    measures: tuple[Taken, ...]
    """What was measured, and what should have been."""
    wcag: tuple[Criterion, ...]
    """Criteria of WCAG 2.2 for which something was tested."""
    rgaa: tuple[Criterion, ...]
    """Criteria of RGAA 4 for which something was tested."""
    undecided: tuple[Text, ...] = ()
    """Rules of axe that leave places to a person's judgement."""

    @field_validator("day")
    @classmethod
    def _has_come(cls, said: str) -> str:
        if not is_past(said):
            raise ValueError("a day that has come, as 2026-11-29")
        return said
