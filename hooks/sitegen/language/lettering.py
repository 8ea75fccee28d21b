"""How much room words take in a drawing, approximately, and how they break into lines."""

from __future__ import annotations

SIZE = 13.0
"""Size of all lettering in drawings, in their own units."""

LINE = 16.0
"""From one line to the next."""

_NARROW, _SLIM, _WIDE = frozenset("iljI|'’.,:;!·"), frozenset("frtJ()[]/-“” \u00a0\u202f"), frozenset("mwMW%—…@œæŒÆ")


def width(text: str) -> float:
    """Return the width of a line of text.

    It is what a wide face (Verdana, DejaVu Sans) needs, with four kinds of letters, so that usual faces need less.
    """
    return SIZE * sum(
        0.33 if char in _NARROW else 0.42 if char in _SLIM else 0.95 if char in _WIDE else 0.72 if _tall(char) else 0.63
        for char in text
    )


def wrap(text: str, room: float) -> list[str]:
    """Break a text into lines of the width `room`; its own line breaks stay, and a word that is too long stands out."""
    return [line for part in text.splitlines() for line in _wrapped(part.split(" "), room)]


def _wrapped(words: list[str], room: float) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _tall(char: str) -> bool:
    return char.isupper() or char == "&"
