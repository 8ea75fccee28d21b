"""What is published beside the pages: scripts without comments and in one piece, all else as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from courses import PROJECT
from sitegen.course import assets

if TYPE_CHECKING:
    from pathlib import Path

BYTES = b"\x89PNG\r\n\x00\xff /* not a comment */"
SCRIPT = '/** Says why. */\nexport const a = "// kept"; // not kept\nconst b = /[/*]/;\nconst c = `/* kept */`;\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "assets" / "deep").mkdir(parents=True)
    (tmp_path / "assets" / "empty.md").mkdir()
    for name in ("assets/image.png", "assets/deep/font.woff2", "favicon.ico", "assets/site.css"):
        (tmp_path / name).write_bytes(BYTES)
    for name in ("assets/README.md", "index.md", "assets/deep/notes.md"):
        (tmp_path / name).write_text("# Notes", encoding="utf-8")
    (tmp_path / "assets" / "script.js").write_text(SCRIPT, encoding="utf-8")
    return tmp_path


def test_files_of_folders_are_published_and_no_others(folder: Path) -> None:
    assert list(assets.read(folder)) == sorted(
        ["assets/deep/font.woff2", "assets/image.png", "assets/script.js", "assets/site.css"]
    )


@pytest.mark.parametrize("path", ["assets/image.png", "assets/deep/font.woff2", "assets/site.css"])
def test_other_files_keep_their_bytes(folder: Path, path: str) -> None:
    assert assets.read(folder)[path] == BYTES


def test_comments_go_and_code_stays(folder: Path) -> None:
    script = assets.read(folder)["assets/script.js"].decode()
    assert "Says why" not in script
    assert "not kept" not in script
    for code in ('"// kept"', "/[/*]/", "`/* kept */`", "const a"):
        assert code in script


def test_scripts_of_the_site_lose_their_comments_and_import_nothing() -> None:
    published = assets.read(PROJECT / "docs")
    scripts = {path: content.decode() for path, content in published.items() if path.endswith(".js")}
    assert scripts
    for script in scripts.values():
        assert "/**" not in script
        assert not re.search(r"^(//|import\b|export\b)", script, re.MULTILINE)
    for path in published.keys() - scripts.keys():
        assert published[path] == (PROJECT / "docs" / path).read_bytes()


def test_nothing_hidden_and_no_text_is_published(folder: Path) -> None:
    before = assets.paths(folder)
    for path in ("assets/.DS_Store", ".git/HEAD", "templates/a.svg", "assets/a.yml", "assets/a.markdown"):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).touch()
    (folder / "assets" / "gone.svg").symlink_to("nowhere.svg")
    assert assets.paths(folder) == before


def test_linked_folders_are_published(folder: Path) -> None:
    (folder / "images").symlink_to(folder / "assets" / "deep")
    assert assets.read(folder)["images/font.woff2"] == BYTES


def test_a_folder_without_folders_has_no_assets(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("# Home", encoding="utf-8")
    assert assets.read(tmp_path) == {}
