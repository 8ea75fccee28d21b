"""What the generator tells content authors."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


_VISIBLE: dict[int, int] = {
    **{code: 0x2400 + code for code in range(0x20)},
    **dict.fromkeys([*range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD),
}
"""Signs that would steer a terminal, or end the line, and what is shown for them: ␛ for the one that begins colours."""


@dataclass(frozen=True, order=True)
class Finding:
    """One problem an author can fix."""

    path: str
    """File, relative to the project's folder, with forward slashes."""
    line: int
    """Line in that file, counted from 1."""
    rule: str
    """Stable name of the check, as `goto/gap`."""
    message: str
    """What is wrong and what right looks like, for a reader who is no programmer."""
    warning: bool = False
    """A warning is told, but stops only a strict build."""
    about: str = field(default="", compare=False)
    """Page, or section of a page, that is not found although it may be right: `page.md#id`, without a language."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.message}".translate(_VISIBLE)


_CAUSES = ("file/", "schema/", "fence/")
"""Rules that are told first: much may follow from them."""


class ContentError(Exception):
    """The content cannot be published; `findings` says why, all of it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(set(findings), key=lambda found: (not found.rule.startswith(_CAUSES), found)))
        super().__init__("\n".join(map(str, self.findings)))


def closest(word: str, known: Iterable[str]) -> str:
    """Return the known word that was probably meant, else an empty string."""
    return next(iter(get_close_matches(word, list(known), n=1)), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the closest known word, else an empty string."""
    meant = closest(word, known)
    return f"; did you mean '{meant}'?" if meant else ""
