"""Texts as they may stand in Markdown, in its attributes and in scripts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Self

from markupsafe import Markup

from sitegen.language.gaps import filled

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPECIAL = re.compile(r"""[&<>"\\`*_\[\]{}|~#]|^[-+!?:=]|(?:(?<=^\d)|(?<=^\d\d))[.)](?=\s|$)""")
"""What means something in Markdown, in HTML or in an attribute: anywhere, or where a text begins."""


def plain(text: str) -> str:
    """Return what shows plain text as it is, among words in Markdown, in HTML and in an attribute of either.

    Entities stand for all signs: a backslash would show in HTML.
    """
    return _SPECIAL.sub(lambda match: _NAMED.get(match[0]) or f"&#{ord(match[0])};", one_line(text))


_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


class Said(str):
    """A text of the interface: itself for filters and scripts; written by a template, it shows as it is.

    What fills its gaps shows as it is too, but for `Markup`, which is Markdown.
    """

    shown: str

    def __new__(cls, text: str, gaps: Mapping[str, Any]) -> Self:
        """Return a text, whose gaps are filled."""
        said = super().__new__(cls, filled(text, gaps))
        shown = {name: value if isinstance(value, Markup) else plain(str(value)) for name, value in gaps.items()}
        said.shown = filled(plain(text), shown)
        return said

    def __str__(self) -> str:
        return self.shown


def one_line(text: str) -> str:
    """Put a text on one line; spaces at which no line may break stay."""
    return _BLANK.sub(" ", text.strip())


_BLANK = re.compile(r"[^\S\u00a0\u202f]+")


def as_json(data: Any) -> str:
    """Return JSON that may stand inside a `<script>` element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("&", "\\u0026")
