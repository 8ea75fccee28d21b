"""What depends on the script that a text is written in: its direction, and what counts as a word of it."""

from __future__ import annotations

import re
import unicodedata

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
"""Letters of scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Japanese and Chinese."""

UNSPACED = re.compile(f"[{_UNSPACED}\U00020000-\U0003fffd]")

_LETTERS_A_WORD = 2
"""Letters of such a script that count as a word (a convention of ours, near the mean of Japanese and Chinese)."""

_TO_THE_LEFT = frozenset(("R", "AL"))


def words(text: str) -> int:
    """Return how many words a text has; where no spaces part them, as many as its letters make on average."""
    if text.isascii():
        return len(text.split())
    spaced, letters = UNSPACED.subn(" ", text)
    return len(spaced.split()) + -(-letters // _LETTERS_A_WORD)


def is_rtl(text: str) -> bool:
    """Tell whether a text runs from right to left, by its first letter."""
    if text.isascii():
        return False
    kinds = (unicodedata.bidirectional(char) for char in text)
    return next((kind for kind in kinds if kind == "L" or kind in _TO_THE_LEFT), "L") != "L"
