"""What authors are told, and in what order."""

from __future__ import annotations

import pytest
from sitegen.findings import ContentError, Finding, did_you_mean


def test_a_finding_reads_as_path_line_rule_and_message() -> None:
    assert str(Finding("content/a.yml", 12, "goto/gap", "no target")) == "content/a.yml:12: goto/gap: no target"


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
