"""Words as people vary them: singular and plural, with and without accents, with either apostrophe."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sitegen.language.scripts import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PIECE = re.compile(r"\w+|\s+|.")
_WORD = re.compile(r"[^\W\d_]{3,}")
_BEFORE, _AFTER = r"(?<![\w-])", r"(?![\w-])"
_HISSING = re.compile(r"(?:s|x|z|ch|sh)$")
_NUMBERS = (
    (re.compile(r"aux$"), "al"),
    (re.compile(r"al$"), "aux"),
    (re.compile(r"(eau|eu)$"), r"\1x"),
    (re.compile(r"ies$"), "y"),
    (re.compile(r"(?<=[^aeiou])y$"), "ies"),
    (re.compile(r"(?<=ch|sh|ss)$|(?<=x)$"), "es"),
)
"""Endings of one number -> of the other, where it is more than an added `s`. Languages share the list: a form that a
language does not have finds nothing."""


def fold(text: str) -> str:
    """Return `text` without case and accents: a sort key, or what someone types in haste."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def spellings(text: str) -> set[str]:
    """Return other forms in which someone may look for the words of `text`, by their beginnings: a form that begins
    another one, or a word of the text itself, is left out."""
    words = {word.casefold() for word in _WORD.findall(text)}
    forms = words | {form for word in words for form in _other_number(word)}
    forms |= {fold(form) for form in forms}
    longest = sorted(forms, reverse=True)  # every form comes after those that it begins
    kept = [form for before, form in zip(["", *longest], longest, strict=False) if not before.startswith(form)]
    return set(kept) - words


class Wordings:
    """Finds any of several wordings in a text, in either number; of two that begin at one place, the longer one."""

    def __init__(self, meant: Mapping[str, str]) -> None:
        """`meant`: wording -> what it stands for."""
        longest = sorted(meant, key=len, reverse=True)
        self._meant = [meant[wording] for wording in longest]
        self._pattern = re.compile(_either(longest), re.IGNORECASE)

    def find(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """Yield what is found, from left to right, and what it stands for."""
        for match in self._pattern.finditer(text):
            assert match.lastindex
            yield match, self._meant[match.lastindex - 1]


def _either(wordings: Sequence[str]) -> str:
    """Return the pattern of any of several wordings, each in a group of its own, between the edges of words.

    A script that puts no spaces between words has no such edges.
    """
    if not any(UNSPACED.search(wording) for wording in wordings):
        either = "|".join(f"({_pattern(wording)})" for wording in wordings) or r"(?!)"
        return rf"{_BEFORE}(?:{either}){_AFTER}"
    return "|".join(
        f"({_edge(wording[0], _BEFORE)}{_pattern(wording)}{_edge(wording[-1], _AFTER)})" for wording in wordings
    )


def _edge(letter: str, pattern: str) -> str:
    return "" if UNSPACED.match(letter) else pattern


def _other_number(word: str) -> Iterator[str]:
    if not _HISSING.search(word):
        yield f"{word}s"
    for ending, other in _NUMBERS:
        if ending.search(word):
            yield ending.sub(other, word)


def _pattern(wording: str) -> str:
    *pieces, last = _PIECE.findall(" ".join(wording.split()))
    return "".join([*map(_piece, pieces), _piece(last, shortest=2)])


def _piece(piece: str, shortest: int = 3) -> str:
    """Return the pattern of a word or sign; little words, `de` or `of`, have one number."""
    if piece == " ":
        return r"\s+"
    if piece in "'’":
        return "['’]"
    if len(piece) < shortest or not piece.isalpha():
        return re.escape(piece)
    if re.search(r"[^aeiou]y$", piece):
        return rf"{re.escape(piece[:-1])}(?:y|ies)"
    return rf"{re.escape(piece)}(?:s|x|es)?"
