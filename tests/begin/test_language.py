"""Another language of a course begins: all that it needs is written at once, and nothing that was there changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from conftest import PROJECT, mkdocs
from courses import CORE, MINIMAL, TESTS
from golden import cases
from sitegen import boundary, command
from sitegen.begin import language
from sitegen.check.unmeant import THEME
from sitegen.findings import ContentError
from sitegen.language import catalogues
from sitegen.load import load

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The minimal course with a generator of its own, whose catalogues can change."""
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    package = tmp_path / "hooks" / "sitegen"
    shutil.copytree(CORE / "locale", package / "locale")
    shutil.copytree(CORE / "show", package / "show", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(catalogues, "PACKAGE", package)
    return tmp_path / "content"


def files(project: Path) -> dict[str, bytes]:
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in project.rglob("*") if path.is_file()}


@pytest.mark.parametrize("case", cases("begin", "entered"))
def test_the_list_of_languages_keeps_its_layout(case: dict[str, Any]) -> None:
    if "after" in case:
        assert language.entered(case["before"], "it", "content/course.yml") == case["after"]
        return
    with pytest.raises(ContentError) as raised:
        language.entered(case["before"], "it", "content/course.yml")
    assert [finding.rule for finding in raised.value.findings] == [case["rule"]]


@pytest.mark.parametrize("case", cases("begin", "tags"))
def test_a_tag_is_taken_or_another_one_is_named(root: Path, case: dict[str, Any]) -> None:
    before = files(root.parent)
    if "says" not in case:
        language.begin(root, case["tag"])
        assert load(root).languages == ("fr", "en", case["tag"])
        return
    with pytest.raises(ContentError) as raised:
        language.begin(root, case["tag"])
    assert case["says"] in str(raised.value)
    assert files(root.parent) == before


def test_the_course_is_right_at_once_and_all_is_missing(root: Path) -> None:
    before = files(root.parent)
    begun = language.begin(root, "it")
    after = files(root.parent)
    assert {path for path in after if after[path] != before.get(path)} == set(begun.written)
    assert begun.written[-1] == "content/course.yml"
    assert {path.partition("/")[0] for path in begun.written} == {"content", "hooks"}
    course = load(root)
    assert course.warnings == ()
    assert all(page.untranslated or page.generated for page in course.pages["it"].values())
    assert course.wording["it"].borrowed["course"]


def test_each_line_of_its_words_can_be_taken_from_the_comment(root: Path) -> None:
    language.begin(root, "it")
    own, source = root / "it" / "course.yml", root / "fr" / "course.yml"
    lines = [line.removeprefix("# ") for line in own.read_text("utf-8").splitlines() if "#" in line]
    assert source.read_text("utf-8").splitlines()[0] in lines
    own.write_text('title: "L\'impasto"\n' + own.read_text("utf-8"), encoding="utf-8")
    assert load(root).wording["it"].course.title == "L'impasto"


def test_a_second_time_there_is_nothing_to_do(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    language.begin(root, "it")
    before = files(root.parent)
    assert language.begin(root, "it").written == ()
    assert files(root.parent) == before
    assert command.begun.language(root, "it") == 0
    assert "Nothing to do" in capsys.readouterr().out
    assert language.begin(root, "fr").next == ()


@pytest.mark.parametrize("gone", ["content/it/course.yml", "hooks/sitegen/locale/it/LC_MESSAGES/sitegen.po"])
def test_what_is_lacking_is_written_again_and_nothing_else(root: Path, gone: str) -> None:
    language.begin(root, "it")
    before = files(root.parent)
    (root.parent / gone).unlink()
    assert language.begin(root, "it").written == (gone,)
    assert files(root.parent) == before


def test_what_stops_half_way_is_finished_later(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Path, said: str) -> None:
        raise OSError(28, "No space left on device", str(file))

    with monkeypatch.context() as patch:
        patch.setattr(boundary, "write", full)
        with pytest.raises(OSError, match="space"):
            language.begin(root, "it")
    assert load(root).languages == ("fr", "en")
    assert "content/course.yml" in language.begin(root, "it").written
    assert load(root).languages == ("fr", "en", "it")


def test_pages_that_are_there_already_stay(root: Path) -> None:
    (root / "it").mkdir()
    page = (root / "fr" / "index.md").read_text("utf-8").replace("fr", "it")
    (root / "it" / "index.md").write_text(page, encoding="utf-8")
    language.begin(root, "it")
    assert (root / "it" / "index.md").read_text("utf-8") == page


def test_a_language_that_the_theme_lacks_gets_a_file_for_its_words(root: Path) -> None:
    written = language.begin(root, "fil").written
    (file,) = (name for name in written if name.startswith(THEME))
    assert '"direction": "ltr"' in (root.parent / file).read_text("utf-8")
    assert not any(name.startswith(THEME) for name in language.begin(root, "es-MX").written)


def test_a_course_that_cannot_be_read_stays_as_it_is(root: Path) -> None:
    (root / "course.yml").write_text("languages: [fr\n", encoding="utf-8")
    before = files(root.parent)
    with pytest.raises(ContentError, match=r"content/course\.yml"):
        language.begin(root, "it")
    assert files(root.parent) == before


def test_spanish_begins_in_the_real_course_which_builds_strictly(tmp_path: Path) -> None:
    for name in ("content", "hooks"):
        shutil.copytree(PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("docs", "overrides", "mkdocs.yml", "LICENSE"):
        (tmp_path / name).symlink_to(PROJECT / name)
    shutil.rmtree(tmp_path / "hooks" / "sitegen" / "locale" / "es")
    begun = subprocess.run(
        [sys.executable, "-m", "sitegen", "language", "es"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "hooks")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (begun.returncode, begun.stderr) == (0, "")
    assert (tmp_path / catalogues.shown("es")).is_file()
    done = mkdocs("build", "--strict", project=tmp_path, PYTHONPATH="hooks")
    assert done.returncode == 0, done.stderr
    pages = {lang: sum(1 for _ in (tmp_path / "site" / lang).rglob("index.html")) for lang in ("fr", "es")}
    assert pages["es"] >= pages["fr"]


def test_without_a_tag_it_asks_for_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.begun.language(root, None) == 1
    assert "LANGUAGE=" in capsys.readouterr().err


def test_the_desktop_says_its_own_language_in_the_same_variable() -> None:
    makefile = (TESTS.parent / "Makefile").read_text("utf-8")
    used = [line for line in makefile.splitlines() if "$(LANGUAGE)" in line]
    assert len(used) == 1
    assert "$(origin LANGUAGE)" in used[0]
