"""Licences: the owner's setting, the files that follow it, and what readers and contributors are told."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from courses import MINIMAL, PROJECT, course_of, writes
from sitegen import command
from sitegen.check import license
from sitegen.kinds.license import LICENSE

if TYPE_CHECKING:
    from pathlib import Path

ALIKE = "{code: MIT, content: MIT, holder: The authors, year: 2026}"
APART = "{code: MIT, content: CC-BY-4.0, holder: The authors, year: 2026}"
CONTENT = "{content: CC-BY-4.0, holder: The authors, year: 2026}"
OTHER = "content/LICENSE"
README = "# Course\n\n<!-- license -->\nOld.\n<!-- /license -->\n\nMore.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose settings begin with what a test writes, with two texts of licences at hand."""
    (tmp_path / "content").mkdir()
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    texts = tmp_path / "node_modules" / "spdx-license-list" / "licenses"
    texts.mkdir(parents=True)
    for name, text in {"MIT": "MIT.\nCopyright (c) <year> <copyright holders>", "CC-BY-4.0": "Attribution."}.items():
        (texts / f"{name}.json").write_text(json.dumps({"licenseText": text}), encoding="utf-8")
    return tmp_path


def run(project: Path, setting: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Write the setting and run the command; return its exit code."""
    (project / "mkdocs.yml").write_text(f"extra:\n  license: {setting}\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["sitegen", "license", str(project / "content")])
    return command.main()


def found(project: Path) -> list[str]:
    text = (project / "mkdocs.yml").read_text(encoding="utf-8")
    return [finding.path for finding in license.check(text, "mkdocs.yml", project, "content")]


@pytest.mark.parametrize(
    ("setting", "files"),
    [("", ["LICENSE"]), (ALIKE, ["LICENSE"]), (APART, ["LICENSE", OTHER]), (CONTENT, ["LICENSE", OTHER])],
)
def test_the_command_writes_what_the_check_wants(
    project: Path, setting: str, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(project, setting, monkeypatch) == 0
    assert sorted(path.relative_to(project).as_posix() for path in project.rglob("LICENSE")) == files
    assert found(project) == []


def test_a_change_of_the_setting_is_told_and_followed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for earlier, later in [("", APART), (APART, ALIKE), (ALIKE, CONTENT), (CONTENT, "")]:
        assert run(project, earlier, monkeypatch) == 0
        (project / "mkdocs.yml").write_text(f"extra:\n  license: {later}\n", encoding="utf-8")
        assert "README.md" in found(project)
        assert run(project, later, monkeypatch) == 0
        assert found(project) == []


def test_files_name_licence_owner_year_and_each_other(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(project, APART, monkeypatch) == 0
    code, content = (project / "LICENSE").read_text("utf-8"), (project / "content" / "LICENSE").read_text("utf-8")
    assert code.startswith("SPDX-License-Identifier: MIT\nSPDX-FileCopyrightText: 2026 The authors\n")
    assert code.endswith("MIT.\nCopyright (c) 2026 The authors\n")
    assert "content/LICENSE" in code
    assert content.startswith("SPDX-License-Identifier: CC-BY-4.0\n")
    assert content.endswith("Attribution.\n")
    readme = (project / "README.md").read_text("utf-8")
    assert readme.startswith(README[: README.index("Old.")])
    assert readme.endswith("<!-- /license -->\n\nMore.\n")
    assert {"MIT", "CC-BY-4.0", "2026"} <= set(readme.replace(",", "").replace(";", "").split())


@pytest.mark.parametrize("edit", ["x", "MIT License"])
def test_a_text_after_what_is_undecided_is_told(project: Path, edit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(project, "", monkeypatch) == 0
    with (project / "LICENSE").open("a", encoding="utf-8") as file:
        file.write(edit)
    assert found(project) == ["LICENSE"]


@pytest.mark.parametrize(("setting", "said"), [("{code: MIT}", "holder"), (ALIKE.replace("MIT", "MTI"), "'MIT'")])
def test_nothing_is_written_for_a_setting_that_is_wrong(
    project: Path, setting: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(project, setting, monkeypatch) == 1
    error = capsys.readouterr().err
    assert "license/setting" in error
    assert said in error
    assert not (project / "LICENSE").exists()


@pytest.mark.parametrize("given", ["", "{}", "{code: }", ALIKE, APART, "{holder: The authors}"])
def test_settings_that_are_right(given: str) -> None:
    assert LICENSE.settings({"license": yaml.safe_load(given)}) == []


@pytest.mark.parametrize(
    "given", ["MIT", "[MIT]", "{licence: MIT}", "{code: [MIT]}", "{holder: {name: A}}", "{code: MIT}", "{year: soon}"]
)
def test_settings_that_are_wrong_stop_a_build_too(given: str) -> None:
    (problem,) = LICENSE.settings({"license": yaml.safe_load(given)})
    assert problem.startswith("extra.license: ")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_readers_are_told_in_one_sentence_until_something_is_decided(lang: str) -> None:
    shown = writes(course_of(MINIMAL), lang).directive("license", None).strip()
    assert "\n" not in shown
    assert shown.count(".") == 1
    assert shown.endswith(".")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(("setting", "linked"), [(APART, ["CC-BY-4.0", "MIT"]), (CONTENT, ["CC-BY-4.0"])])
def test_readers_are_told_of_licences_and_owner(lang: str, setting: str, linked: list[str]) -> None:
    given = yaml.safe_load(setting) | {"holder": "A *& Sons*"}
    shown = writes(course_of(MINIMAL), lang, {"license": given}).directive("license", None)
    assert [
        name for name in ("CC-BY-4.0", "MIT") if f"[{name}](https://spdx.org/licenses/{name}.html)" in shown
    ] == linked
    assert "2026 A &#42;&amp; Sons&#42;" in shown


def test_our_texts_are_those_of_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """In full: what `make check` sees of a file of a licence is how it begins."""
    known = license.decided((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"))
    texts = PROJECT / "node_modules" / "spdx-license-list" / "licenses"
    files = license.written(
        known, "content", lambda name: json.loads((texts / f"{name}.json").read_text())["licenseText"]
    )
    for place, text in files.items():
        assert (PROJECT / place).read_text(encoding="utf-8") == text
    assert "<!-- license -->" in (PROJECT / "README.md").read_text(encoding="utf-8")
