"""What all content files are made of: ids, texts, and records that refuse unknown keys."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from sitegen.course.commonmark import literal

ID = r"^[a-z][a-z0-9_]*$"
Id = Annotated[str, StringConstraints(pattern=ID)]
Slug = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Lang = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
PointId = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]+$")]
Section = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_/-]+\.md#[a-z][a-z0-9_-]*$")]
Address = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9_-]+/)+$")]
PagePath = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_/-]+\.md$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Markdown = Annotated[Text, AfterValidator(literal), "Markdown"]
"""A text in which Markdown means something; in a `Text`, every sign stands for itself."""


def one_of(*keys: str | tuple[str, ...]) -> ConfigDict:
    """Return what tells editors that one of these keys, or groups of keys, stands in a record; its validator judges."""
    groups = [key if isinstance(key, tuple) else (key,) for key in keys]
    return ConfigDict(json_schema_extra={"oneOf": [{"required": list(group)} for group in groups]})


class Model(BaseModel):
    """A frozen record that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
