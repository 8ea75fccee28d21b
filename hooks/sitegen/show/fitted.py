"""What fits on a slide: how much room some HTML takes there, in which size, and how much of it goes on each."""

from __future__ import annotations

import re
from html import unescape
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LINES = 12
"""What a slide has room for below its title."""
LETTERS = 47
"""In one of these lines."""
SIZES = {"huge": 1.6, "large": 1.3, "medium": 1.05, "small": 0.9, "tiny": 0.75}
"""How large its text may be, from the largest; 1 is for that many lines and letters."""


def parted(items: Sequence[str], beside: int = 0) -> Iterator[list[str]]:
    """Yield runs of items for a slide each, as even as can be; `beside` is how many letters stand there with each.

    They share one slide if they fit in somewhat smaller, and much smaller if one item of a list would be left alone.
    """
    items = [item for item in items if item]
    more = "x" * beside

    def fits(size: str) -> bool:
        return height(more + "</p>" + "".join(items), LETTERS / SIZES[size]) * SIZES[size] <= LINES

    parts = [items] if fits("small") else list(_even(items, LINES - (height(more) if beside else 0)))
    alone = any(len(part) == 1 and "<li" in part[0] for part in parts) and len(items) > 1
    yield from [items] if alone and fits("tiny") else [part for part in parts if part]


def _even(items: Sequence[str], room: float) -> list[list[str]]:
    """Return runs of items, as few as there is room for, and about as long as each other."""
    full = _greedy(items, room)
    sizes = [height(item) for item in items]
    parts: list[list[str]] = [[] for _ in full]
    done = 0.0
    for item, size in zip(items, sizes, strict=True):
        parts[int((done + size / 2) / sum(sizes) * len(full))].append(item)
        done += size
    return parts if all(part and height("".join(part)) <= room + 1 for part in parts) else full


def _greedy(items: Sequence[str], room: float) -> list[list[str]]:
    """Return runs of items, each as long as there is room for; one that is too long stands alone."""
    parts: list[list[str]] = [[]]
    for item in items:
        if parts[-1] and height("".join([*parts[-1], item])) > room:
            parts.append([])
        parts[-1].append(item)
    return parts


def fitting(room: Callable[[float], float]) -> str | None:
    """Return the largest size in which something fits on a slide; `room` says how many lines it takes at a scale."""
    return next((size for size, scale in SIZES.items() if room(scale) * scale <= LINES), None)


_BLOCK = re.compile(r"</(?:p|li|div|blockquote)>|<br>")


def height_at(html: str, scale: float) -> float:
    return height(html, LETTERS / scale)


def height(html: str, letters: float = LETTERS) -> float:
    """Return about how many lines some HTML takes, with what stands between its blocks."""
    return lines(html, letters) + 0.4 * sum(1 for block in _BLOCK.split(html) if plain(block))


def lines(html: str, letters: float = LETTERS) -> int:
    """Return about how many lines the text of some HTML takes."""
    return sum(ceil(len(text) / letters) for block in _BLOCK.split(html) if (text := plain(block)))


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^<>]*>", "", html)).strip()
