"""What has changed from one text to another, word by word, for readers of pages, terminals and pull requests."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONTEXT = 6
"""Words shown on either side of a change, where room is short."""


class Change(Enum):
    """What became of some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


Part = tuple[Change, str]
"""Some words, and what became of them."""


def changes(before: str, after: str) -> Iterator[Part]:
    """Yield the words of two texts, in turn: those of both, those that only the first has, those of the second."""
    old, new = before.split(), after.split()
    for kind, start, end, begins, ends in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Change.KEPT, " ".join(old[start:end])
            continue
        if start < end:
            yield Change.REMOVED, " ".join(old[start:end])
        if begins < ends:
            yield Change.ADDED, " ".join(new[begins:ends])


def shortened(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield parts with no more of what was kept than the words next to a change."""
    parts = list(parts)
    for number, (change, words) in enumerate(parts):
        first, last = number == 0, number == len(parts) - 1
        yield change, _shortened(words.split(), first=first, last=last) if change is Change.KEPT else words


def _shortened(words: list[str], *, first: bool, last: bool) -> str:
    head, tail = ([] if first else words[:CONTEXT]), ([] if last else words[-CONTEXT:])
    if len(head) + len(tail) >= len(words):
        return " ".join(words)
    return " ".join([*head, "…", *tail])


def in_terminal(parts: Iterable[Part]) -> str:
    """Return parts as `git diff --word-diff` shows them."""
    shown = {Change.KEPT: "{}", Change.REMOVED: "[-{}-]", Change.ADDED: "{{+{}+}}"}
    return " ".join(shown[change].format(words) for change, words in parts)


def in_markdown(parts: Iterable[Part]) -> str:
    """Return parts as Markdown, in which every sign of a text stands for itself."""
    shown = {Change.KEPT: "{}", Change.REMOVED: "<del>{}</del>", Change.ADDED: "<ins>{}</ins>"}
    return " ".join(shown[change].format(_literal(words)) for change, words in parts)


def _literal(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|~#&@])", r"\\\1", text)
