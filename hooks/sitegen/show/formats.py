"""Findings in forms that programs read: GitHub's workflow commands, SARIF and JSON.

The JSON is `{"version": 1, "findings": [...]}`; a finding has `path` and `line`, or null and null where it is about a
page that is made of other files, which `made` then names; and `rule`, `severity` (`error` or `warning`) and `message`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sitegen.findings import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sitegen.findings import Finding

_MADE = "(generated) "
"""What stands before the path of a page that no file holds."""


def in_github(findings: Iterable[Finding]) -> str:
    """Return findings as commands by which GitHub shows each beside its line, one a line."""
    return "".join(
        f"::{_severity(finding)} {_properties(finding)}::{_escaped(_said(finding))}\n" for finding in findings
    )


def in_json(findings: Iterable[Finding]) -> str:
    """Return findings as this module's JSON."""
    return _dump({"version": 1, "findings": [_entry(finding) for finding in findings]})


def in_sarif(findings: Iterable[Finding]) -> str:
    """Return findings as SARIF 2.1.0."""
    told = list(findings)
    rules = sorted({finding.rule for finding in told})
    seen: Counter[str] = Counter()
    run = {
        "tool": {"driver": {"name": "sitegen", "rules": [{"id": rule} for rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, rules, seen) for finding in told],
    }
    return _dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


FORMATS: Mapping[str, Callable[[Iterable[Finding]], str]] = {
    "github": in_github,
    "json": in_json,
    "sarif": in_sarif,
}
"""Name -> what writes findings in this form."""

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def fingerprint(finding: Finding) -> str:
    """Return what stays the same of a finding when other lines of its file come or go."""
    message = _LINES.sub("", finding.message)
    return hashlib.sha256("\n".join((finding.path, finding.rule, message)).encode(errors="replace")).hexdigest()[:16]


_LINES = re.compile(r"(?<=:)\d+\b|\b(?:on |in )?lines? \d+(?:(?:, | and | to )\d+)*(?: …)?|\b\d+ words\b")
"""Where a message names lines, or counts words."""


def is_file(path: str) -> bool:
    """Tell whether a path is that of a file inside the project."""
    return not path.startswith((_MADE, "/", "../"))


def _severity(finding: Finding) -> str:
    return "warning" if finding.warning else "error"


def _said(finding: Finding) -> str:
    """Return what is told beside a line, or all of a finding where there is no line to show it at."""
    return visible(finding.message) if is_file(finding.path) else str(finding)


def _properties(finding: Finding) -> str:
    place = {"file": visible(finding.path), "line": str(finding.line)} if is_file(finding.path) else {}
    return ",".join(f"{name}={_escaped_property(value)}" for name, value in {**place, "title": finding.rule}.items())


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _entry(finding: Finding) -> dict[str, Any]:
    known = is_file(finding.path)
    made = {} if known else {"made": finding.path.removeprefix(_MADE)}
    return {
        "path": finding.path if known else None,
        "line": finding.line if known else None,
        **made,
        "rule": finding.rule,
        "severity": _severity(finding),
        "message": finding.message,
    }


def _result(finding: Finding, rules: list[str], seen: Counter[str]) -> dict[str, Any]:
    known = fingerprint(finding)
    seen[known] += 1
    return {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": _severity(finding),
        "message": {"text": _said(finding)},
        "locations": [_location(finding)],
        "partialFingerprints": {"primaryLocationLineHash": f"{known}:{seen[known]}"},
    }


def _location(finding: Finding) -> dict[str, Any]:
    if not is_file(finding.path):
        return {"logicalLocations": [{"fullyQualifiedName": finding.path.removeprefix(_MADE), "kind": "resource"}]}
    artifact = {"uri": quote(finding.path, errors="replace"), "uriBaseId": "%SRCROOT%"}
    return {"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": max(finding.line, 1)}}}


def _dump(data: Any) -> str:
    """Return JSON that any encoding can carry."""
    return json.dumps(data, indent=2) + "\n"
