"""GIFT: questions as text, which Moodle and others take into their question banks.

Only the weights 0 and 100 are used: systems refuse what is not on their own lists. The file begins with a mark of its
encoding, which Moodle takes off again: without one, whoever opens it in a browser or an editor may copy broken letters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.kinds.kit.format import Format
from sitegen.show.escape import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.kinds.kit.about import About
    from sitegen.kinds.kit.items import Choice, Item

_SPECIAL = re.compile(r"[\\~=#{}:]")
_PLAIN = "[plain]"
"""Begins each text: what follows is no HTML, no weight and no name of a format."""


def write(items: Sequence[Item], about: About) -> bytes:
    """Return the file: what it is in comments, then each set of questions in a category of its own."""
    blocks = ["\n".join(f"// {one_line(line)}" for line in (about.title, *about.lines))]
    known = ""
    for item in items:
        if item.set != known:
            known = item.set
            blocks.append(f"$CATEGORY: $course$/top/{_category(about.title)}/{_category(known)}")
        blocks.append(_question(item))
    return ("\n\n".join(blocks) + "\n").encode("utf-8-sig")


def escaped(text: str) -> str:
    """Return a text in which nothing means anything to the format, on one line; its own lines are kept.

    An arrow of two signs, which pairs things there and cannot be escaped, becomes one sign.
    """
    lines = [one_line(line.replace("->", "→")) for line in text.splitlines()]
    return r"\n".join(_SPECIAL.sub(r"\\\g<0>", line) for line in lines)


def _question(item: Item) -> str:
    stem = "\n".join((*item.stem, item.question))
    answers = [_answer(choice) for choice in item.choices]
    return "\n".join(
        (
            f"// [id:{item.id}]",
            f"::{escaped(f'{item.title} ({item.id})')}::{_PLAIN}{escaped(stem)} {{",
            *answers,
            f"####{_PLAIN}{escaped(chr(10).join(item.reason))}",
            "}",
        )
    )


def _answer(choice: Choice) -> str:
    sign = "=" if choice.right else "~"
    return f"{sign}{_PLAIN}{escaped(choice.text)} #{_PLAIN}{escaped(choice.feedback)}"


def _category(name: str) -> str:
    return one_line(name).replace("/", "//")


GIFT = Format(
    "gift",
    "-gift.txt",
    lambda interface: interface.gettext("Questions for Moodle's question bank (GIFT)"),
    write,
)
