"""How easily prose reads, and how long it takes: Flesch's reading ease, with the weights found for each language.

The higher, the easier. Syllables are those of pyphen's hyphenation dictionaries, divided further where a part holds
several vowels, and without silent endings: an estimate, good for comparing pages of one language with each other.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sitegen.language.scripts import UNSPACED, words
from sitegen.language.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyphen import Pyphen

WORDS_A_MINUTE = 200
"""A convention of this site: the round figure that is common, not a measure of its readers."""

ENOUGH = 100
"""Words that a score needs: Flesch measured samples of a hundred."""


@dataclass(frozen=True)
class Scale:
    """Reading ease in one language: `base` less words per sentence and syllables per word, each times its weight."""

    source: str
    base: float
    sentence: float
    syllable: float
    silent: str = r"(?!)"
    """Endings that are written and not said."""


SCALES = {
    "de": Scale("Amstad 1978", 180, 1, 58.5),
    "en": Scale(
        "Flesch 1948", 206.835, 1.015, 84.6, r"(?<![aeiouy])(?<![^aeiouy]l)e$|(?<![aeiouytd])ed$|(?<![aeiouyscgxzh])es$"
    ),
    "es": Scale("Fernández Huerta 1959", 206.84, 1.02, 60),
    "fr": Scale("Kandel & Moles 1958", 207, 1.015, 73.6, r"(?<=.)es?$"),
}


def scale(lang: str) -> Scale | None:
    """Return the scale of a language, or of what it is a variety of."""
    return SCALES.get(lang.partition("-")[0])


def minutes(sentences: Iterable[list[str]]) -> int:
    """Return how long prose takes to read, at 200 words a minute."""
    return math.ceil(sum(map(_count, sentences)) / WORDS_A_MINUTE)


def _count(sentence: list[str]) -> int:
    """Return how many words there are in a list of them, each of which may be several in a script without spaces."""
    return sum(map(words, sentence)) if UNSPACED.search("".join(sentence)) else len(sentence)


def ease(sentences: list[list[str]], lang: str) -> tuple[int, float | None]:
    """Return how many words there are, and their reading ease; None where there are too few, or no scale."""
    prose = [word for sentence in sentences for word in sentence]
    weights = scale(lang)
    if weights is None or len(prose) < ENOUGH:
        return len(prose), None
    each = sum(syllables(word, lang) for word in prose) / len(prose)
    return len(prose), weights.base - weights.sentence * len(prose) / len(sentences) - weights.syllable * each


@cache
def syllables(word: str, lang: str) -> int:
    """Return how many syllables a word has, as near as spelling tells."""
    found = scale(lang)
    said = re.sub(found.silent if found else "(?!)", "", word.casefold())
    parts = _dictionary(lang.partition("-")[0]).inserted(said, "-").split("-")
    return max(1, sum(len(re.findall(r"[aeiouyœæ]+", fold(part))) for part in parts))


@cache
def _dictionary(lang: str) -> Pyphen:
    from pyphen import Pyphen  # its dictionaries are for those who ask

    return Pyphen(lang=lang, left=1, right=1)
