"""One cause, one line: what only follows from another finding is not told."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from sitegen.findings import MOST_ALIKE, Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_NO_TEXT = {"file/encoding", "file/unreadable"}
_SPOILT = {*_NO_TEXT, "file/empty", "file/too-large", "text/too-long", "fence/unclosed", "parity/missing-page"}
"""What makes a page lack, in one language, most of what others look for on it."""
_FRONT = {"schema/front-matter"}
"""What makes text of what is said about a page."""
_UNREADABLE = {"heading/id", "heading/underlined"}
_NO_ID = "heading/no-id"
_HEADINGS = {_NO_ID, *_UNREADABLE}

_TEXTS_LOST = {
    *_SPOILT,
    *_HEADINGS,
    "heading/duplicate-id",
    "heading/first",
    "parity/headings",
    "schema/yaml",
    "comment/unclosed",
    "file/copy",
    "file/missing",
    "merge/conflict",
}
"""What makes that parts of a page or file are not told apart, or not under their names."""

_FOLLOWS = {
    "file/missing": _NO_TEXT,
    "parity/missing-page": _NO_TEXT | {"file/copy"},
    "parity/headings": _SPOILT | _UNREADABLE | _FRONT,
    "parity/directives": _SPOILT,
    "parity/not-translated": _SPOILT | _FRONT | {"html/foreign", "html/not-allowed", "merge/conflict"},
    "address/taken": {"file/copy"},
    "directive/twice": {"file/copy", "parity/missing-page"},
    "heading/first": _FRONT,
    "parity/missing-text": {"reference/duplicate"},
    "parity/extra-text": {"reference/duplicate"},
    "heading/underlined": {"merge/conflict"} | _FRONT,
    "markdown/changed": {
        "text/too-long",
        "markdown/too-deep",
        "html/unclosed",
        "html/unopened",
        "fence/unclosed",
        "comment/unclosed",
        "merge/conflict",
    },
    "comment/unclosed": {"directive/malformed"},
}
"""Rule -> the findings about the same page or file, in any language, that it may only follow from."""


def first(findings: Iterable[Finding], languages: Collection[str]) -> list[Finding]:
    """Return the findings that stand for themselves."""
    findings = list(findings)
    rules = defaultdict(set)
    for finding in findings:
        rules[_page(finding.path, languages)].add(finding.rule)

    def follows(finding: Finding) -> bool:
        page, _, section = finding.about.partition("#")
        named = _SPOILT | _HEADINGS | {"parity/headings"} if section else _SPOILT
        if finding.rule == "link/killed":  # the address is part of what is said about a page
            named = named | {rule for rule in rules[page] if rule.startswith("schema/")}
        return bool(
            (page and rules[page] & named) or rules[_page(finding.path, languages)] & _FOLLOWS.get(finding.rule, set())
        )

    missing = {(_page(found.path, languages), name) for found in findings for name in _missing(found)}

    def is_missing(finding: Finding) -> bool:
        """Tell whether a language has in vain what the source lacks."""
        name = re.match(r"'([^']+)'", finding.message)
        key = (_page(finding.path, languages), name[1] if name else "")
        return finding.rule == "parity/extra-text" and key in missing

    left = [finding for finding in _plainest(findings) if not follows(finding) and not is_missing(finding)]
    return _without_children(left)


def unread(findings: Iterable[Finding], languages: Collection[str]) -> set[str]:
    """Return the pages, and the files by their paths in a language's folder, whose texts may not be those meant."""
    return {_page(found.path, languages) for found in findings if found.rule in _TEXTS_LOST}


def _plainest(findings: list[Finding]) -> list[Finding]:
    """Return the findings with one for each heading without an id: the one that says most, which knows the right id."""
    most: dict[tuple[str, int], Finding] = {}
    for finding in sorted(findings, key=lambda each: len(each.message)):
        if finding.rule == _NO_ID:
            most[finding.path, finding.line] = finding
    return [each for each in findings if each.rule != _NO_ID or most[each.path, each.line] == each]


def _missing(finding: Finding) -> list[str]:
    return re.findall(r"'([^']+)'", finding.message) if finding.rule == "parity/missing-text" else []


def _without_children(findings: list[Finding]) -> list[Finding]:
    """Return the findings with one in place of many on lines below each other: the key that they belong to is amiss."""
    shapes = defaultdict(list)
    for finding in sorted(findings):
        if finding.rule.startswith("schema/"):
            shapes[finding.path].append(finding)
    told = set(findings)
    for first, *others in shapes.values():
        lines = [first.line, *(other.line for other in others)]
        adjoin = all(below - above <= 1 for above, below in pairwise(lines))
        alone = first.rule == "schema/empty" or ": expected keys with values" in first.message
        if alone and adjoin and len(others) >= MOST_ALIKE:
            message = (
                f"{first.message}; and {len(others)} more on the lines below: is one indented wrongly, or missing?"
            )
            told = (told - {first, *others}) | {replace(first, message=message)}
    return [*told]


def _page(path: str, languages: Collection[str]) -> str:
    """Return the path inside the language's folder, or inside that of all languages."""
    _, _, inside = path.partition("/")
    lang, _, page = inside.partition("/")
    return page if lang in languages else inside
