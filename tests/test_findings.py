"""What authors are told, and in what order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sitegen import findings
from sitegen.findings import ContentError, Finding, did_you_mean


def test_a_finding_reads_as_path_line_rule_and_message() -> None:
    assert str(Finding("content/a.yml", 12, "goto/gap", "no target")) == "content/a.yml:12: goto/gap: no target"


@pytest.mark.parametrize(
    ("rule", "warning", "stops", "kind"),
    [
        ("goto/gap", False, True, ""),
        ("goto/gap", True, True, " (warning)"),
        ("limit/length", True, False, " (advice)"),
        ("limit/length", False, True, ""),
    ],
)
def test_a_finding_says_whether_it_stops(rule: str, warning: bool, stops: bool, kind: str) -> None:
    finding = Finding("content/a.yml", 12, rule, "no target", warning)
    assert (finding.stops, finding.kind) == (stops, kind)


@pytest.mark.parametrize("sign", ["\x1b", "\0", "\n", "\r", "\x7f", "\x85", "\u2028", "\u202e", "\u2066"])
def test_a_finding_is_one_line_that_steers_no_terminal(sign: str) -> None:
    told = str(Finding(f"content/{sign}.yml", 1, "a/b", f"'{sign}[31m' is no word"))
    assert told.isprintable()
    assert "[31m' is no word" in told


def test_an_error_tells_each_finding_once_and_in_order() -> None:
    one, two, three = Finding("a", 2, "r/r", "m"), Finding("a", 10, "r/r", "m"), Finding("b", 1, "r/r", "m")
    error = ContentError([three, two, one, two])
    assert error.findings == (one, two, three)
    assert str(error).splitlines() == [str(one), str(two), str(three)]


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("startp", ["startup", "agency"], "; did you mean 'startup'?"),
        ("zzz", ["startup", "agency"], ""),
        ("startup", [], ""),
    ],
)
def test_did_you_mean(word: str, known: list[str], hint: str) -> None:
    assert did_you_mean(word, known) == hint


def _alike(count: int, path: str = "a.md", rule: str = "a/b") -> list[Finding]:
    return [
        Finding(path, line, rule, f"'{'x' * line}', on line {line}, is 'l'un' (of {{#many-{line}}})")
        for line in range(1, count + 1)
    ]


@pytest.mark.parametrize(("count", "told"), [(1, 1), (2, 2), (3, 3), (4, 1), (200, 1)])
def test_many_findings_alike_are_one_with_a_count(count: int, told: int) -> None:
    found = ContentError(_alike(count)).findings
    assert len(found) == told
    assert found[0].line == 1
    if told < count:
        assert f" {count - 1} more" in found[0].message
        assert "2, 3, 4" in found[0].message


def test_what_is_not_alike_is_told_apart() -> None:
    others = [*_alike(3), *_alike(3, path="b.md"), *_alike(3, rule="a/c"), Finding("a.md", 9, "a/b", "'x' is another")]
    warned = [replace(finding, warning=True) for finding in _alike(3)]
    assert len(ContentError([*others, *warned]).findings) == len(others) + len(warned)


def test_lines_are_named_once_and_not_without_end() -> None:
    same = [Finding("a.md", 7, "a/b", f"'{name}' is wrong") for name in "abcdef"]
    (finding,) = ContentError(same).findings
    assert "line" not in finding.message
    (finding,) = ContentError(_alike(200)).findings
    assert len(finding.message) < 200
    assert findings.folded([*findings.folded(_alike(200))]) == [finding]
