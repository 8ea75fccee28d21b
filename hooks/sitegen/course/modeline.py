"""The line above a file of data that names its schema to editors."""

from __future__ import annotations

import re

_SIGN = "# yaml-language-server: $schema="
_LINE = re.compile(rf"{re.escape(_SIGN)}.*+\n?")


def of(text: str) -> str:
    """Return this line of a file's text, with its end; nothing if the file has none."""
    found = _LINE.match(text)
    return found[0] if found else ""


def naming(text: str, schema: str) -> str:
    """Return the text with the line that names a schema, by a path relative to the file's folder."""
    return f"{_SIGN}{schema}\n{text.removeprefix(of(text))}"
