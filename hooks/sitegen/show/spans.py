"""Texts of anybody in Markdown that GitHub shows: as code, where nothing is a mention, a link or a mark."""

from __future__ import annotations

import re
from urllib.parse import quote

from sitegen.findings import visible

_LONGEST = 600
"""Signs of a text that are shown."""


def code(text: str) -> str:
    """Return a code span that shows any text: on one line, and not without end."""
    shown = visible(" ".join(text.split()))
    shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    beside = " " if not shown or shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{beside}{shown or '-'}{beside}{fence}"


def fenced(text: str, info: str = "") -> str:
    """Return a block of code that shows any text."""
    fence = "`" * max(3, max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{fence}{info}\n{text}\n{fence}"


def fitting(items: list[str], room: int) -> list[str]:
    """Return the first items that have room together."""
    kept: list[str] = []
    for item in items:
        room -= len(item.encode(errors="replace")) + 1
        if room < 0:
            break
        kept.append(item)
    return kept


def address(link: str) -> str:
    """Return an address as it may stand in a link of Markdown."""
    return quote(link, safe="/:?=&%@+,;#", errors="replace")
