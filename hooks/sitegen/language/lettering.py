"""How much room words take in a drawing, approximately, and how they break into lines."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise

from sitegen.language.scripts import UNSPACED

SIZE = 13.0
"""Size of all lettering in drawings, in their own units."""

LINE = 16.0
"""From one line to the next."""

_WIDTHS = {
    0.33: frozenset("iljI|'’.,:;!·،؛אןויاأإآلىي"),
    0.42: frozenset("frtJ()[]/-“” \u00a0\u202f"),
    0.95: frozenset("mwMW%—…@œæŒÆ"),
    1.25: frozenset("سشصض"),
}
_WIDTHLESS = ("Mn", "Me", "Cf")
"""Kinds of signs that stand above or below others, or are not seen."""
_ENDING = frozenset("、。，．・：；？！）」』】〉》ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々,.:;?!)]}”’%")
_OPENING = frozenset("（「『【〈《([{“‘")


def width(text: str) -> float:
    """Return the width of a line of text.

    It is what a wide face (Verdana, DejaVu Sans) needs, with four kinds of letters, so that usual faces need less.
    """
    return SIZE * sum(map(_width, text))


def wrap(text: str, room: float) -> list[str]:
    """Break a text into lines of the width `room`; its own line breaks stay, and a word that is too long stands out."""
    return [line for part in text.splitlines() for line in _wrapped(part.split(" "), room)]


def _wrapped(words: list[str], room: float) -> list[str]:
    pieces = [(" " * (not at), piece) for word in words for at, piece in enumerate(_breakable(word))]
    lines = [pieces[0][1]]
    for space, piece in pieces[1:]:
        longer = f"{lines[-1]}{space}{piece}"
        if width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def _breakable(word: str) -> list[str]:
    """Return the parts of a word between which a line may break: everywhere in a script without spaces, save at signs.

    No line begins with a sign that ends something, or ends with one that opens something.
    """
    if not UNSPACED.search(word):
        return [word]
    pieces = [word[0]]
    for before, char in pairwise(word):
        joined = char in _ENDING or before in _OPENING or not (UNSPACED.match(char) or UNSPACED.match(before))
        pieces[-1:] = [pieces[-1] + char] if joined else [pieces[-1], char]
    return pieces


@cache
def _width(char: str) -> float:
    for width, chars in _WIDTHS.items():
        if char in chars:
            return width
    if unicodedata.category(char) in _WIDTHLESS:
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 1
    return 0.72 if char.isupper() or char == "&" else 0.63
