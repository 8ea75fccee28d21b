"""Findings for programs: all of them, each at its line, and nothing that a text could make of the form."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from golden import cases
from sitegen.findings import Finding
from sitegen.show import formats


@pytest.mark.parametrize("case", cases("formats", "findings"))
def test_a_finding_is_a_command_of_github(case: dict[str, Any]) -> None:
    assert formats.in_github([Finding(**case["finding"])]) == case["github"]


@pytest.mark.parametrize("case", cases("formats", "findings"))
def test_a_finding_is_an_entry_of_json(case: dict[str, Any]) -> None:
    finding = Finding(**case["finding"])
    told = json.loads(formats.in_json([finding]))
    assert told["version"] == 1
    (entry,) = told["findings"]
    assert (entry["rule"], entry["message"]) == (finding.rule, finding.message)
    assert entry["severity"] == ("warning" if finding.warning else "error")
    if "uri" in case:
        assert (entry["path"], entry["line"]) == (finding.path, finding.line)
    else:
        assert (entry["path"], entry["line"]) == (None, None)
        assert finding.path.endswith(entry["made"])


@pytest.mark.parametrize("case", cases("formats", "findings"))
def test_a_finding_is_a_result_of_sarif(case: dict[str, Any]) -> None:
    finding = Finding(**case["finding"])
    log = json.loads(formats.in_sarif([finding]))
    expect_sarif(log)
    (result,) = log["runs"][0]["results"]
    (location,) = result["locations"]
    if "uri" in case:
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"] == case["uri"]
        assert place["region"]["startLine"] == finding.line
    else:
        assert "physicalLocation" not in location


def test_what_is_in_order_is_an_empty_list() -> None:
    assert formats.in_github([]) == ""
    assert json.loads(formats.in_json([]))["findings"] == []
    log = json.loads(formats.in_sarif([]))
    expect_sarif(log)
    assert log["runs"][0]["results"] == []


def test_a_fingerprint_stays_when_lines_move() -> None:
    first = Finding("a.md", 3, "a/b", "'x' stands on line 3 and lines 4, 5 …; see content/b.yml:12")
    moved = Finding("a.md", 9, "a/b", "'x' stands on line 9 and lines 10, 11 …; see content/b.yml:80")
    assert formats.fingerprint(first) == formats.fingerprint(moved)
    others = [replace(first, path="b.md"), replace(first, rule="a/c"), replace(first, message="'y' stands on line 3")]
    assert len({formats.fingerprint(each) for each in (first, *others)}) == 4


def test_findings_alike_have_fingerprints_of_their_own() -> None:
    log = json.loads(formats.in_sarif([Finding("a.md", line, "a/b", "m") for line in (1, 2, 3)]))
    expect_sarif(log)
    assert len(log["runs"][0]["results"]) == 3


def expect_sarif(log: dict[str, Any]) -> None:
    """Expect what the schema of SARIF 2.1.0 requires of the parts that we write, and what GitHub asks beyond it."""
    assert log["version"] == "2.1.0"
    assert log.keys() <= {"$schema", "version", "runs"}
    (run,) = log["runs"]
    assert run.keys() <= {"tool", "columnKind", "results"}
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    driver = run["tool"]["driver"]
    assert driver["name"]
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(rules) == len(set(rules))
    prints = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert len(prints) == len(set(prints))
    for result in run["results"]:
        assert result.keys() <= {"ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"}
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        for location in result["locations"]:
            assert location.keys() <= {"physicalLocation", "logicalLocations"}
            if place := location.get("physicalLocation"):
                assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
                assert not place["artifactLocation"]["uri"].startswith("/")
                assert place["region"]["startLine"] >= 1
