"""How deep parts of a file may lie in each other, and where those that lie too deep begin."""

from __future__ import annotations

from collections import Counter

DEEPEST = 30
"""Lists and keys of YAML, or elements of a drawing; deeper ones no file has (a convention of ours)."""

Above = list[tuple[int, bool]]
"""Of each part around one, the line on which it begins, and whether it is the first in the part around it."""


def beginning(above: Above) -> int:
    """Return the line on which parts begin to lie in each other, each as the first one of the part around it."""
    alone = next((number for number in range(len(above) - 1, 0, -1) if not above[number][1]), 0)
    return Counter(line for line, _ in above[alone:-1]).most_common(1)[0][0]
