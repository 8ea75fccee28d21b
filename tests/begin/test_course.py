"""Another course begins: whatever its languages, it checks clean and builds strictly, and nothing is half-written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from conftest import PROJECT, mkdocs
from sitegen import command
from sitegen.begin import course
from sitegen.findings import ContentError
from sitegen.load import load

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = course.written()


def begun(folder: Path, languages: str) -> Path:
    course.begin(folder, languages.split())
    return folder


@pytest.mark.parametrize("languages", [*WRITTEN, "en es", "fr it", "it de es", "pt-BR fil en", "ar en ja"])
def test_it_is_right_from_its_first_day(tmp_path: Path, languages: str) -> None:
    project = begun(tmp_path / "mine", languages)
    made = load(project / "content", project / "docs")
    assert (list(made.languages), made.warnings) == (languages.split(), ())
    assert made.source == next(lang for lang in languages.split() if lang in WRITTEN)
    for lang, pages in made.pages.items():
        assert all(page.untranslated == (lang not in WRITTEN) for page in pages.values() if not page.generated)
        if lang in WRITTEN and lang != made.source:
            assert {state.name for state in made.translations[lang].states.values()} == {"NEW"}


@pytest.mark.parametrize("languages", ["en es", "fr ar"])
def test_it_checks_and_builds_with_its_own_generator(tmp_path: Path, languages: str) -> None:
    project = begun(tmp_path / "mine", languages)
    checked = subprocess.run(
        [sys.executable, "-m", "sitegen", "check"],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project / "hooks")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, "")
    done = mkdocs("build", "--strict", project=project, PYTHONPATH="hooks")
    assert done.returncode == 0, done.stderr
    for lang in languages.split():
        assert (project / "site" / lang / "index.html").is_file()


def test_it_has_a_little_of_each_kind(tmp_path: Path) -> None:
    """Two pages, a quiz of three questions, an example and a term; and a comment for each key that it shows."""
    project = begun(tmp_path / "mine", "en")
    made = load(project / "content", project / "docs")
    written = [path for path, page in made.pages["en"].items() if not page.generated]
    counts = [len(written), *(len(made.kinds[name]) for name in ("examples",)), len(made.kinds["quiz"].questions)]
    assert [*counts, len(made.wording["en"].kinds["glossary"])] == [2, 1, 3, 1]
    for file in (project / "content").rglob("*.yml"):
        if file.name != "accepted.yml":
            assert re.search(r"^\s*# (?!yaml)", file.read_text("utf-8"), re.MULTILINE), file


def test_every_rule_of_its_makefile_can_be_run(tmp_path: Path) -> None:
    project = begun(tmp_path / "mine", "en")
    (project / ".venv").mkdir()
    text = (project / "Makefile").read_text("utf-8")
    assert "tests/" not in text
    targets = re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE)
    assert {"site", "check", "serve", "quick", "test", "language", "course"} <= set(targets)
    assert set(targets) == set(re.findall(r"(?<= )[a-z-]+", text.partition(".PHONY:")[2].partition("\n")[0]))
    for target in targets:
        done = subprocess.run(["make", "-n", target], cwd=project, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (target, done.stderr)


def test_a_course_begins_from_one_that_has_begun(tmp_path: Path) -> None:
    project = begun(tmp_path / "mine", "en")
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "course", "../second"],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project / "hooks")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made = {path.relative_to(root) for root in (project, tmp_path / "second") for path in root.rglob("*")}
    assert {path for path in made if not (tmp_path / "second" / path).exists()} <= _caches(made)


def _caches(paths: set[Path]) -> set[Path]:
    return {path for path in paths if "cache" in str(path)}


def test_pictures_and_content_of_this_course_stay_here(tmp_path: Path) -> None:
    project = begun(tmp_path / "mine", "en")
    engine = yaml.safe_load((PROJECT / "mkdocs.yml").read_text("utf-8").replace("!ENV", ""))
    settings = yaml.safe_load((project / "mkdocs.yml").read_text("utf-8").replace("!ENV", ""))
    assert settings["extra_css"] == engine["extra_css"]
    assert settings["site_name"] != engine["site_name"]
    for path in engine["extra_css"]:
        assert (project / "docs" / path).is_file()
    for name in ("logo.svg", "favicon.svg", "styles/own.css"):
        ours, theirs = (root / "docs" / "assets" / name for root in (PROJECT, project))
        assert ours.read_text("utf-8") != theirs.read_text("utf-8")
    assert not (project / "tests").exists()


@pytest.mark.parametrize("case", ["full", "file", "link", "inside", "no parent"])
def test_a_folder_that_cannot_be_taken_stays_as_it_is(tmp_path: Path, case: str) -> None:
    folder = PROJECT / "mine" if case == "inside" else tmp_path / "mine"
    if case == "full":
        folder.mkdir()
        (folder / "notes.txt").write_text("mine", encoding="utf-8")
    elif case == "file":
        folder.write_text("mine", encoding="utf-8")
    elif case == "link":
        folder.symlink_to(tmp_path)
    elif case == "no parent":
        folder = folder / "course"
    before = {path.relative_to(tmp_path) for path in tmp_path.rglob("*")}
    with pytest.raises(ContentError, match="folder"):
        course.begin(folder, ["en"])
    assert {path.relative_to(tmp_path) for path in tmp_path.rglob("*")} == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert (begun(tmp_path / "mine", "en") / "mkdocs.yml").is_file()


def test_what_stops_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for place in ("copytree", "copyfile"):
        with monkeypatch.context() as patch:
            patch.setattr(shutil, place, full)
            with pytest.raises(OSError, match="space"):
                course.begin(tmp_path / "mine", ["en"])
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("languages", "says"),
    [("it", "en it"), ("it ar", "en it ar"), ("English", "'en'"), ("en en", "twice"), ("en xx", "Babel knows")],
)
def test_languages_that_cannot_be_begun_with_are_told(tmp_path: Path, languages: str, says: str) -> None:
    with pytest.raises(ContentError) as raised:
        course.begin(tmp_path / "mine", languages.split())
    assert says in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_comes_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.begun.course(None, "en") == 1
    assert "FOLDER=" in capsys.readouterr().err
    assert command.begun.course(tmp_path / "mine", "en, it") == 0
    said = capsys.readouterr().out
    assert "make check" in said
    assert "content/it/" in said
