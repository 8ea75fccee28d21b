"""One cause, one line: what only follows from another finding is not told."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sitegen.findings import Finding

_NO_TEXT = {"file/encoding", "file/unreadable"}
_SPOILT = {*_NO_TEXT, "file/empty", "fence/unclosed", "parity/missing-page"}
"""What makes a page lack, in one language, most of what others look for on it."""
_FRONT = {"schema/front-matter"}
"""What makes text of what is said about a page."""
_HEADINGS = {"heading/no-id", "heading/id", "heading/underlined"}

_FOLLOWS = {
    "file/missing": _NO_TEXT,
    "parity/missing-page": _NO_TEXT,
    "parity/headings": _SPOILT | _HEADINGS | _FRONT,
    "parity/directives": _SPOILT | {"directive/indented", "directive/malformed", "directive/unknown"},
    "parity/not-translated": _SPOILT | _FRONT,
    "heading/first": _FRONT,
    "parity/missing-text": {"reference/duplicate"},
    "parity/extra-text": {"reference/duplicate"},
    "heading/underlined": {"merge/conflict"} | _FRONT,
    "markdown/changed": {"html/unclosed", "html/unopened", "fence/unclosed", "comment/unclosed", "merge/conflict"},
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

    return [finding for finding in findings if not follows(finding)]


def _page(path: str, languages: Collection[str]) -> str:
    """Return the path inside the language's folder, or inside that of all languages."""
    _, _, inside = path.partition("/")
    lang, _, page = inside.partition("/")
    return page if lang in languages else inside
