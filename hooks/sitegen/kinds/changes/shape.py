"""The shapes of `changes.yml` and of its wording."""

from __future__ import annotations

from pydantic import field_validator

from sitegen.course.base import Id, Model, PagePath, Text
from sitegen.course.files import is_past


class Change(Model):
    """One entry of `content/changes.yml`: something that readers who come back may want to know."""

    id: Id
    """Name of the entry; programs that have shown it know it again by this, so that it never changes."""
    day: Text
    """When it was published, as 2026-11-29."""
    page: PagePath
    """Where readers see it."""

    @field_validator("day")
    @classmethod
    def _has_come(cls, said: str) -> str:
        if not is_past(said):
            raise ValueError("a day that has come, as 2026-11-29")
        return said
