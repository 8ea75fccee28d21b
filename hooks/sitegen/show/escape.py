"""Texts as they may stand in Markdown, in its attributes and in scripts."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

_SPECIAL = re.compile(r"^(\d*)(?=[-+#!.])|(?=[\\`*_\[\]{}|~])|(?=#$)")
"""Before what means something in Markdown: at the start of a text, anywhere, or at its end."""


def plain(text: str) -> str:
    """Return Markdown that shows plain text as it is: no list, heading, emphasis or link comes of it."""
    text = _SPECIAL.sub(r"\1\\", escape(one_line(text), quote=False))
    return re.sub(r"^\?(?=\?\?)", "&#63;", text)


def attribute(text: str) -> str:
    """Return plain text as it stands between double quotes in a list of attributes in Markdown."""
    return plain(text).replace('"', "&quot;")


class Said(str):
    """A text of the interface: itself for filters and scripts; written by a template, it shows as it is.

    It may stand among words, in HTML and in an attribute, so that no backslash will do: entities stand for all signs.
    """

    __slots__ = ()

    def __str__(self) -> str:
        return _ANYWHERE.sub(lambda match: f"&#{ord(match[0])};", self)


_ANYWHERE = re.compile(r"""[&<>"\\`*_\[\]{}|~#]|^[-+!?:=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]""")


def one_line(text: str) -> str:
    """Put a text on one line."""
    return " ".join(text.split())


def as_json(data: Any) -> str:
    """Return JSON that may stand inside a `<script>` element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("&", "\\u0026")
