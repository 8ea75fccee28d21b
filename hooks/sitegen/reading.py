"""How easily the written prose reads: Flesch's reading ease, with the weights found for each language.

The higher, the easier. Syllables are those of pyphen's hyphenation dictionaries, divided further where a part holds
several vowels, and without silent endings: an estimate, good for comparing pages of one language with each other.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pyphen import Pyphen

from sitegen.findings import Finding
from sitegen.page import DIRECTIVE, prose
from sitegen.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course import Course

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


@dataclass(frozen=True)
class Reading:
    """What was measured of one page."""

    path: str
    words: int
    ease: float | None
    """None where there are too few words for a score."""


def scale(lang: str) -> Scale | None:
    """Return the scale of a language, or of what it is a variety of."""
    return SCALES.get(lang.partition("-")[0])


def measure(course: Course, lang: str) -> list[Reading]:
    """Return what is measured of each written page of a language that has a scale."""
    if scale(lang) is None:
        return []
    written = (page for page in course.pages[lang].values() if not page.generated)
    return [Reading(page.path, *_ease(list(sentences(page.body)), lang)) for page in written]


def check(course: Course) -> list[Finding]:
    """Return a warning for each page that reads less easily than its language's `reading_ease` asks."""
    return [
        Finding(
            course.pages[lang][found.path].file,
            1,
            "reading/hard",
            f"its reading ease is {found.ease:.0f}, and {course.documents[f'{lang}/course.yml'].path} asks for {wanted}"
            "; shorten sentences, or choose shorter words",
            warning=True,
        )
        for lang in course.languages
        if (wanted := course.wording[lang].course.reading_ease) is not None
        for found in measure(course, lang)
        if found.ease is not None and round(found.ease) < wanted
    ]


def minutes(body: str) -> int:
    """Return how long a page takes to read, at 200 words a minute, tables and headings aside."""
    return math.ceil(sum(map(len, sentences(body))) / WORDS_A_MINUTE)


def sentences(body: str) -> Iterator[list[str]]:
    """Yield the words of each sentence of a page's prose: no code, tables, headings, directives or addresses."""
    for _, line in prose(body):
        if DIRECTIVE.match(line) or re.match(r"\s*(?:#|\||\?\?\?|!!!|\[[^\]]+\]:)", line):
            continue
        text = re.sub(r"\]\([^)]*\)|\]\[[^\]]*\]|\{[^}]*\}|<[^>]*>|^\s*(?:[-*+]|\d+\.)\s", " ", line)
        for sentence in re.split(r"[.!?…]+(?=\W*(?:\s|$))", text):
            if words := re.findall(r"[^\W\d_]+", sentence):
                yield words


@cache
def syllables(word: str, lang: str) -> int:
    """Return how many syllables a word has, as near as spelling tells."""
    found = scale(lang)
    said = re.sub(found.silent if found else "(?!)", "", word.casefold())
    parts = _dictionary(lang.partition("-")[0]).inserted(said, "-").split("-")
    return max(1, sum(len(re.findall(r"[aeiouyœæ]+", fold(part))) for part in parts))


def _ease(sentences: list[list[str]], lang: str) -> tuple[int, float | None]:
    words = [word for sentence in sentences for word in sentence]
    weights = scale(lang)
    if weights is None or len(words) < ENOUGH:
        return len(words), None
    each = sum(syllables(word, lang) for word in words) / len(words)
    return len(words), weights.base - weights.sentence * len(words) / len(sentences) - weights.syllable * each


@cache
def _dictionary(lang: str) -> Pyphen:
    return Pyphen(lang=lang, left=1, right=1)
