"""`check --format`: each form has all findings of the text, which stays beside it, and the same exit code."""

from __future__ import annotations

import json
import re
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest
from courses import MINIMAL, PROJECT, defects
from sitegen import command
from sitegen.findings import Finding
from sitegen.show.formats import FORMATS, in_github, is_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("nothing_read_twice")

MATCHER = PROJECT / ".github" / "problem-matcher.json"
FINDING = re.compile(r"(.+?):(\d+): ([a-z]+/[a-z-]+): (.*?)( \(warning\))?")
COMMAND = re.compile(r"::(error|warning) (?:file=(.+?),line=(\d+),)?title=([a-z/-]+)::(.+)")


def _settings(project: Path) -> None:
    (project / "mkdocs.yml").write_text("nav: [index.md\n", encoding="utf-8")


def _error(project: Path) -> None:
    page = project / "content" / "en" / "index.md"
    page.write_text(page.read_text(encoding="utf-8").replace("(dough.md)", "(doug.md)"), encoding="utf-8")


def _warning(project: Path) -> None:
    (project / "mkdocs.yml").write_text("nav: [index.md, quiz.md, practice.md]\n", encoding="utf-8")


def _refused(project: Path) -> None:
    shutil.rmtree(project / "content" / "fr")
    (project / "content" / "fr").symlink_to("fr")


def _nothing(project: Path) -> None:
    pass


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("spoil", "code"), [(_settings, 1), (_error, 1), (_refused, 1), (_warning, None), (_nothing, 0)]
)
def test_each_form_has_all_findings_and_the_log_has_the_text(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    form: str,
    spoil: Callable[[Path], None],
    code: int | None,
) -> None:
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    spoil(tmp_path)
    monkeypatch.chdir(tmp_path)
    in_text = _check(monkeypatch)
    text = capsys.readouterr()
    assert _check(monkeypatch, "--format", form) == in_text
    assert code in (None, in_text)
    told = capsys.readouterr()
    assert told.err.splitlines() == [*text.err.splitlines(), *text.out.splitlines()]
    said = [match for line in text.err.splitlines() if (match := FINDING.fullmatch(line))]
    assert bool(said) == (spoil is not _nothing)
    wanted = [(match[1], int(match[2]), match[3], bool(match[5])) for match in said]
    assert _read(form, told.out) == wanted


def test_a_file_that_the_system_refuses_is_a_finding_of_each_form(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(13, "no", "content/fr/index.md")

    monkeypatch.setattr(command.checked, "load", fail)
    for form in FORMATS:
        assert _check(monkeypatch, "--format", form) == 1
        told = capsys.readouterr()
        assert _read(form, told.out) == [("content/fr/index.md", 1, "file/unreadable", False)]
        assert told.err.startswith("content/fr/index.md: ")


def _all_expected() -> list[Finding]:
    """Return what each defect comes to, on some line, with what its message says."""
    return [
        Finding(wanted["path"], 12, wanted["rule"], wanted["says"], warning=wanted.get("warning", False))
        for defect in defects()
        for wanted in defect.findings
    ]


def test_every_finding_reaches_github_by_its_command_and_by_the_matcher() -> None:
    told = [*_all_expected(), Finding("(generated) fr/a.md", 3, "a/b", "it")]
    assert {finding.warning for finding in told} == {is_file(finding.path) for finding in told} == {True, False}
    for finding in told:
        (line,) = in_github([finding]).splitlines()
        match = COMMAND.fullmatch(line)
        assert match, line
        file = finding.path if is_file(finding.path) else None
        severity = "warning" if finding.warning else "error"
        assert match.group(1, 4) == (severity, finding.rule)
        assert (match[2] and match[2].replace("%2C", ",").replace("%3A", ":")) == file
        printed = str(finding)
        assert _matched(printed) == [(severity, file, finding.rule)]


@pytest.mark.parametrize("line", ["44 pages in each of fr, en.", "2 to correct.", "a.md: no room is left on the disk"])
def test_the_matcher_takes_nothing_else_for_a_finding(line: str) -> None:
    assert _matched(line) == []


def _matched(line: str) -> list[tuple[str, str | None, str]]:
    """Return severity, file and rule by each matcher that matches a line; JavaScript and .NET read them as Python."""
    found = []
    for matcher in json.loads(MATCHER.read_text(encoding="utf-8"))["problemMatcher"]:
        (pattern,) = matcher["pattern"]
        if match := re.search(pattern["regexp"], line):
            found.append((matcher["severity"], match[pattern["file"]], match[pattern["code"]]))
    return found


def _check(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sitegen", "check", *arguments])
    return command.main()


def _read(form: str, text: str) -> list[tuple[Any, ...]]:
    """Return path, line, rule and whether it is a warning, of each finding in a form."""
    if form == "github":
        matches = [COMMAND.fullmatch(line) for line in text.splitlines()]
        return [(m[2], int(m[3]), m[4], m[1] == "warning") for m in matches if m]
    read = json.loads(text)
    if form == "json":
        return [(f["path"], f["line"], f["rule"], f["severity"] == "warning") for f in read["findings"]]
    results = [(r, r["locations"][0]["physicalLocation"]) for r in read["runs"][0]["results"]]
    return [
        (place["artifactLocation"]["uri"], place["region"]["startLine"], result["ruleId"], result["level"] == "warning")
        for result, place in results
    ]
