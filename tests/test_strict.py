"""`make check` says what a strict build says: whatever stops one stops the other, with the same findings."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from courses import TESTS, findings_of, own_copy
from mkdocs.config.defaults import get_schema
from sitegen.check import host

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.findings import Finding

OTHER = TESTS / "fixtures" / "other_course"
SLIPS = yaml.safe_load((TESTS / "cases" / "strict.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("slip", [pytest.param(slip, id=slip["name"]) for slip in SLIPS])
def test_the_check_says_what_a_strict_build_says(
    slip: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = own_copy(tmp_path / "project", OTHER)
    _make(slip, project)
    for name, value in slip.get("variable", {}).items():
        monkeypatch.setenv(name, value)
    found = _checked(project)
    done = subprocess.run(
        [sys.executable, "hooks", "build", "--strict"],
        cwd=project,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    said = done.stdout + done.stderr
    stopping = [finding for finding in found if finding.stops]
    assert (not found, not stopping) == (slip.get("fine", False), slip.get("fine", slip.get("advice", False))), said
    assert done.returncode == (1 if stopping else 0), said
    assert [str(finding) for finding in found if str(finding) not in said] == []


def test_settings_of_another_name_are_checked_as_well(tmp_path: Path) -> None:
    project = own_copy(tmp_path / "project", OTHER)
    text = (project / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("  generator: false", "  generator: false\n  publisher: A and Sons")
    (project / "other.yml").write_text(text.replace("assets/logo.svg", "[assets, logo.svg]"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-f", "other.yml"],
        cwd=project,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert len(re.findall(r"^other\.yml:\d+: schema/type: ", done.stderr, re.MULTILINE)) == 2, done.stderr
    assert "Traceback" not in done.stderr


def test_all_settings_of_the_host_are_known() -> None:
    assert {name for name, _ in get_schema()} - {"config_file_path"} == host.KEYS - {"INHERIT"}


def _make(slip: dict[str, Any], project: Path) -> None:
    if "file" not in slip:
        return
    file = project / slip["file"]
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    assert text.count(slip.get("old", text)) == 1
    text = text.replace(slip["old"], slip["new"]) if "old" in slip else f"{text}\n{slip['add']}\n"
    file.write_text(text, encoding="utf-8")


def _checked(project: Path) -> list[Finding]:
    return findings_of(project / "content", project / "docs")
