"""Words as people vary them: singular and plural, with either apostrophe; and how they are sorted."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sitegen.language.scripts import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PIECE = re.compile(r"\w+|\s+|.")
_BEFORE, _AFTER = r"(?<![\w-])", r"(?![\w-])"


def fold(text: str) -> str:
    """Return `text` without case and accents: a sort key, or what someone types in haste."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


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
