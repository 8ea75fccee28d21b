"""How long a text and its parts may be, and how deep brackets may lie: beyond that, libraries take longer and longer.

The readers of Markdown go through a paragraph again for each bracket in it that nothing closes, and through a line for
each of its signs that may begin something. With a bound on both, all that they do grows with the text and no faster.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sitegen.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.rules_core import StateCore

LARGEST = 120_000
"""Bytes of a page, some 20,000 words: a short book, checked in two seconds (ours; the longest page here has 20,000)."""
LARGEST_DATA = 2_000_000
"""Bytes of any other file that is read as text (a bound of ours; the longest one here has 200,000)."""
LONGEST = 5_000
"""Signs of a line, and of a paragraph: two printed pages without a break (a bound of ours; the longest here: 1,300)."""
MOST = 30_000
"""Beginnings and ends of paragraphs, entries and cells in a text (a bound of ours; the longest page here has 3,000)."""
DEEPEST = 20
"""Brackets of a paragraph that are open at the same time (a bound of ours; more than three are hard to follow)."""

_SIGNS = re.compile(r"[][()<>]")
_OPENS, _CLOSES = "[(<", "])>"


class Excess(NamedTuple):
    """What of a text is beyond a bound."""

    line: int
    """Line of the text, from 0."""
    rule: str
    message: str

    def finding(self, file: str, first_line: int) -> Finding:
        """Return it as a finding in a file, where the text begins on `first_line`."""
        return Finding(file, first_line + self.line, self.rule, self.message)


def large(size: int, path: str) -> str:
    """Return what is wrong with the size of a file; nothing where it may be read."""
    most = LARGEST if path.endswith(".md") else LARGEST_DATA
    if size <= most:
        return ""
    return f"this file has {size // 1000} kB, and {most // 1000} kB are the most that is read; divide it into several"


def long_lines(text: str) -> Iterator[Excess]:
    """Yield the first line of a text that is too long: nothing else is worth telling then."""
    if len(text) > LONGEST:
        for number, line in enumerate(text.split("\n")):
            if len(line) > LONGEST:
                message = f"this line has {len(line)} signs, and {LONGEST} are the most that is read; break it up"
                yield Excess(number, "text/too-long", message)
                return


def long_in_yaml(text: str) -> tuple[Excess, ...]:
    """Return what is too long in a text that stands in YAML: templates set it into other Markdown, as one piece."""
    if len(text) <= LONGEST:
        return ()
    message = f"this text has {len(text)} signs, and {LONGEST} are the most that a text in YAML may have"
    return (Excess(0, "text/too-long", f"{message}; write a page, and link to it"),)


def limit(state: StateCore) -> None:
    """Empty what is too long or too deep, as a rule of the parser between its blocks and their words; say where."""
    found: list[Excess] = state.env.setdefault("beyond", [])
    if len(state.tokens) > MOST:
        blocks = sum(token.nesting >= 0 for token in state.tokens)
        message = f"this text has {blocks} paragraphs, entries and cells, more than are read; divide it into several"
        found.append(Excess(0, "text/too-long", message))
        state.tokens.clear()
    for token in state.tokens:
        read = token.type == "inline" or (token.type == "html_block" and not token.content.startswith("<!--"))
        if read and (excess := _excess(token.content, token.map[0] if token.map else 0)):
            found.append(excess)
            token.content = ""


def _excess(text: str, line: int) -> Excess | None:
    if len(text) > LONGEST:
        message = f"this paragraph has {len(text)} signs, and {LONGEST} are the most that is read"
        return Excess(line, "text/too-long", f"{message}; divide it by empty lines")
    if (at := _too_deep(text)) is None:
        return None
    message = f"more than {DEEPEST} brackets are open here at the same time; close them, or write it flatter"
    return Excess(line + text.count("\n", 0, at), "markdown/too-deep", message)


def _too_deep(text: str) -> int | None:
    """Return where a bracket opens inside too many others."""
    if max(map(text.count, _OPENS)) <= DEEPEST:
        return None
    depths = dict.fromkeys(_OPENS, 0)
    for match in _SIGNS.finditer(text):
        if match[0] in depths:
            depths[match[0]] += 1
            if depths[match[0]] > DEEPEST:
                return match.start()
        else:
            sign = _OPENS[_CLOSES.index(match[0])]
            depths[sign] = max(0, depths[sign] - 1)
    return None


def findings(beyond: Iterable[Excess], file: str, first_line: int) -> Iterator[Finding]:
    """Yield the first part of a text that is beyond each bound: others often follow from it."""
    told: set[str] = set()
    for excess in beyond:
        if excess.rule not in told:
            told.add(excess.rule)
            yield excess.finding(file, first_line)
