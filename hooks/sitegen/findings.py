"""What the generator tells content authors."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
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
    """A warning stops the check and a strict build, as an error does, unless it is advice; none stops serving."""
    about: str = field(default="", compare=False)
    """Page, or section of a page, that is not found although it may be right: `page.md#id`, without a language."""

    @property
    def stops(self) -> bool:
        """Whether nothing is published until it is mended: so it is with all but a few warnings."""
        return not (self.warning and self.rule in _ADVICE)

    @property
    def kind(self) -> str:
        """What tells contributors how much it weighs, if it is no error."""
        return "" if not self.warning else " (warning)" if self.stops else " (advice)"

    def __str__(self) -> str:
        said = visible(f"{self.path}:{self.line}: {self.rule}: {self.message}")
        return f"{said} (warning)" if self.warning else said


_ADVICE = {"limit/length"}
"""Rules about what grows little by little: whoever adds the last sentence is not to blame for it."""


def visible(text: str) -> str:
    """Return a text on one line, in which no sign steers what shows it."""
    return text.translate(_VISIBLE)


_CAUSES = ("file/", "schema/", "fence/")
"""Rules that are told first: much may follow from them."""


class ContentError(Exception):
    """The content cannot be published; `findings` says why, all of it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        told = folded(set(findings))
        self.findings = tuple(sorted(told, key=lambda found: (not found.rule.startswith(_CAUSES), found)))
        super().__init__("\n".join(map(str, self.findings)))


_LONGEST, _MANY = 200, 100
"""Signs of a word, and words, that are compared (bounds of ours: each comparison takes some microseconds)."""

MOST_ALIKE = 3
"""Findings of a file that differ in names alone; where there are more, one stands for all: they have one cause."""
_LINES_SHOWN = 5
_NAMES = re.compile(r"; did you mean .*|(?<!\w)'(?:[^']|(?<=\w)'(?=\w))*+'|\{#[^{}]*+\}|\d++")


def folded(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings, with one in place of many that are alike: the first, with a count and the next lines."""
    alike: dict[tuple[str, str, bool, str], list[Finding]] = defaultdict(list)
    for finding in sorted(findings):
        alike[finding.path, finding.rule, finding.warning, _NAMES.sub("'…'", finding.message)].append(finding)
    told = [
        finding
        for found in alike.values()
        for finding in (found if len(found) <= MOST_ALIKE else [_counted(found[0], found[1:])])
    ]
    return _each_name_once(told)


_GONE = {"reference/unknown", "parity/extra-text", "directive/unknown", "calculator/placeholder"}
"""Rules about a name that stands for nothing, at which their messages begin."""
_FIRST_NAME = re.compile(r"'\{?([\w-]+)\}?'")


def _each_name_once(findings: list[Finding]) -> list[Finding]:
    """Return the findings, with one in place of many about one name that is gone, whatever names it."""
    naming: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(findings):
        if finding.rule in _GONE and (name := _FIRST_NAME.match(finding.message)):
            naming[name[1]].append(finding)
    many = {name: found for name, found in naming.items() if len(found) > MOST_ALIKE}
    left = {finding for found in many.values() for finding in found}
    told = [finding for finding in findings if finding not in left]
    for first, *others in many.values():
        places = ", ".join(f"{other.path}:{other.line}" for other in others[:_LINES_SHOWN])
        more = " …" if len(others) > _LINES_SHOWN else ""
        told.append(replace(first, message=f"{first.message}; it is named in {places}{more} as well"))
    return told


def _counted(first: Finding, others: list[Finding]) -> Finding:
    lines = sorted({other.line for other in others} - {first.line})
    shown = ", ".join(map(str, lines[:_LINES_SHOWN])) + (" …" if len(lines) > _LINES_SHOWN else "")
    where = f", on line{'s' if len(lines) > 1 else ''} {shown}" if lines else ""
    return replace(first, message=f"{first.message}; and {len(others)} more like it{where}")


def closest(word: str, known: Iterable[str]) -> str:
    """Return the known word that was probably meant, else an empty string.

    A word without end is none that somebody meant; of very many, those are compared that begin with the same sign.
    """
    if len(word) > _LONGEST:
        return ""
    alike = list(known)
    if word in alike:
        return word
    if len(alike) > _MANY:
        alike = [each for each in alike if each[:1] == word[:1]][:_MANY]
    return next(iter(get_close_matches(word, alike, n=1)), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the closest known word, else an empty string."""
    meant = closest(word, known)
    return f"; did you mean '{meant}'?" if meant else ""


_MOST_NAMED, _FEW = 24, 8


def choices(word: str, known: Iterable[str]) -> str:
    """Return what `did_you_mean` says, and all that may stand there: where nothing is meant, as far as a line goes."""
    names = list(known)
    listed = f"there are: {', '.join(names)}" if 0 < len(names) <= _MOST_NAMED else ""
    meant = did_you_mean(word, names)
    if meant and len(names) > _FEW:
        return meant
    return f"{meant} {listed[:1].upper()}{listed[1:]}".rstrip() if meant else f"; {listed}" if listed else ""
