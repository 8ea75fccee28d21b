"""Articles that are kept between runs: taken from there as long as nothing has changed that they depend on."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL
from sitegen.load import load
from sitegen.show import kept, writer

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.show.article import Article

PAGES = ("index.md", "dough.md", "practice.md", "quiz.md")
GENERATED = (
    *("examples/bakery.md", "examples/kitchen.md"),
    *("outcomes/bake.md", "outcomes/discard.md", "outcomes/wait.md"),
    "translations/en.md",
)
ALL = {f"{lang}/{path}" for lang in ("fr", "en") for path in (*PAGES, *GENERATED)}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The minimal course as a project that a host builds, checked once."""
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "mkdocs.yml").write_text("site_name: Bread\ntheme: {name: material, logo: a.svg}\n", encoding="utf-8")
    load(tmp_path / "content")
    return tmp_path


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What has been made anew, as `lang/path`."""
    found: set[str] = set()
    article = writer.Writer.article

    def noted(self: writer.Writer, path: str) -> Article:
        found.add(f"{self.lang}/{path}")
        return article(self, path)

    monkeypatch.setattr(writer.Writer, "article", noted)
    return found


def test_what_has_not_changed_is_not_made_again(project: Path, made: set[str]) -> None:
    before = load(project / "content").articles
    assert made == set()
    shutil.rmtree(project / kept.FOLDER)
    assert load(project / "content").articles == before
    assert made == ALL


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        pytest.param("en/dough.md", "ten minutes", "nine minutes", {"en/dough.md"}, id="a sentence"),
        pytest.param("en/glossary.yml", "Working", "Folding", {p for p in ALL if p[:2] == "en"}, id="a term"),
        pytest.param("en/dough.md", "## Rising", "## Growing", {p for p in ALL if p[:2] == "en"}, id="a heading"),
        pytest.param("en/dough.md", "slug: dough", "slug: paste", {p for p in ALL if p[:2] == "en"}, id="a slug"),
    ],
)
def test_what_depends_on_a_change_is_made_again(
    project: Path, made: set[str], file: str, old: str, new: str, expected: set[str]
) -> None:
    path = project / "content" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    load(project / "content")
    assert expected <= made <= (expected if file.endswith(".md") and len(expected) == 1 else ALL)


def test_what_was_made_again_is_kept(project: Path, made: set[str]) -> None:
    path = project / "content" / "en" / "dough.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    load(project / "content")
    assert made == {"en/dough.md"}
    made.clear()
    load(project / "content")
    assert made == set()


def test_another_generator_makes_all_again(project: Path, made: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_generator", lambda: "another")
    load(project / "content")
    assert made == ALL


@pytest.mark.parametrize("spoilt", ["", "[]", '{"a": 1', "\0"])
def test_a_spoilt_file_is_made_anew(project: Path, made: set[str], spoilt: str) -> None:
    for lang in ("fr", "en"):
        (project / kept.FOLDER / f"{lang}.json").write_text(spoilt, encoding="utf-8")
    load(project / "content")
    assert made == ALL


def test_a_folder_that_cannot_be_written_is_no_error(project: Path, made: set[str]) -> None:
    shutil.rmtree(project / kept.FOLDER)
    (project / kept.FOLDER).write_text("in the way", encoding="utf-8")
    load(project / "content")
    assert made == ALL


def test_nothing_unfinished_is_left(project: Path) -> None:
    assert sorted(file.name for file in (project / kept.FOLDER).iterdir()) == ["en.json", "fr.json"]
