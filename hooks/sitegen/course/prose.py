"""Markdown without its code: the lines, directives and sentences in which words are words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DIRECTIVE = re.compile(r"^<!-- ([a-z][a-z_]*)(?:: ([A-Za-z0-9][\w-]*))? -->$")
"""`<!-- name -->` or `<!-- name: argument -->`, alone on its line; an argument may be an id, or meant as one."""

FENCE = re.compile(r"^(?:[\s>]|[-*+]\s|\d{1,9}[.)]\s)*(`{3,}+(?=[^`]*$)|~{3,}+)(.*)$")
"""Where code begins or ends, in a list or a quotation too."""

CODE = re.compile(r"(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)")


def prose(body: str, first_line: int = 1) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines of `body` with code taken out."""
    fence = ""
    for number, line in enumerate(body.split("\n"), first_line):
        match = FENCE.match(line)
        if fence:
            if match and match[1].startswith(fence) and not match[2].strip():
                fence = ""
            continue
        if match:
            fence = match[1]
            continue
        yield number, CODE.sub("", line) if "`" in line else line


def sentences(body: str) -> Iterator[list[str]]:
    """Yield the words of each sentence of a page's prose: no code, tables, headings, directives or addresses."""
    for _, line in prose(body):
        yield from map(list, _sentences_of(line))


@lru_cache(maxsize=8192)  # a page is read to be checked, and again with all that its directives bring
def _sentences_of(line: str) -> tuple[tuple[str, ...], ...]:
    if DIRECTIVE.match(line) or re.match(r"\s*(?:#|\||\?\?\?|!!!|\[[^\]]+\]:)", line):
        return ()
    text = re.sub(r"\]\([^()]*+\)|\]\[[^\[\]]*+\]|\{[^{}]*+\}|<[^<>]*+>|^\s*+(?:[-*+]|\d++\.)\s", " ", line)
    parts = re.split(r"(?<![.!?…])[.!?…]++(?=[^\w\s]{0,9}(?:\s|$))", text)
    return tuple(tuple(words) for part in parts if (words := re.findall(r"[^\W\d_]+", part)))
