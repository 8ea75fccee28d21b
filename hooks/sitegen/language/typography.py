"""Spaces and apostrophes as each language prints them, so that authors can type plain ones.

French rules: Imprimerie nationale, *Lexique des règles typographiques en usage*: a no-break space before the colon and
inside guillemets, a narrow one before `; ! ?` and before the percent sign.
"""

from __future__ import annotations

import re
from functools import cache

NO_BREAK = "\u00a0"
NARROW = "\u202f"

_EVERYWHERE = ((re.compile(r"(?<=\w)'(?=\w)"), "’"),)
_CURLY = (
    (re.compile(r'(?<![\w”])"(?=\S)'), "“"),
    (re.compile(r'(?<=\S)"'), "”"),
    (re.compile(r"(?<=s)'(?= )"), "’"),
)
_RULES: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "fr": (
        (re.compile(r"(?<=\S) (?=[;!?]|%(?!\())"), NARROW),
        (re.compile(r"(?<=\S) (?=[:»])"), NO_BREAK),
        (re.compile(r"(?<=«) "), NO_BREAK),
        (re.compile(r"(?<=\d) (?=\d{3}\b)"), NARROW),
    ),
    "en": _CURLY,
}


@cache
def polish(text: str, lang: str) -> str:
    """Return `text` with the spaces, apostrophes and quotation marks of `lang`; applying it twice changes nothing."""
    for pattern, replacement in _EVERYWHERE + _RULES.get(lang.split("-")[0], ()):
        text = pattern.sub(replacement, text)
    return text


_SPACED = {"fr": re.compile(r"(?<=[\w).…])(?=[:;!?%](?:\s|$))")}
"""Where a language sets a space before punctuation."""


def spaced(text: str, lang: str) -> str:
    """Return a text that has lost its spaces before punctuation as `lang` prints it."""
    places = _SPACED.get(lang.split("-")[0])
    return polish(places.sub(" ", text) if places else text, lang)
