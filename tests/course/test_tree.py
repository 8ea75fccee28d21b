"""Which files there are: the ones that MkDocs finds, in the same folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from courses import LEFT_BY_EDITORS
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files
from sitegen.course import tree

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = [
    "index.md",
    "deep/er/page.md",
    "deep/.trash/old.md",
    "deep/templates/page.md",
    ".hidden.md",
    ".trash/old.md",
    "templates/page.md",
    "templates/deep/leaf.svg",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with hidden files, the host's own folder, and links to a file, to a folder, and to nothing."""
    for path in (*(f"docs/{path}" for path in WRITTEN), "elsewhere/linked.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / "docs" / "folder").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "docs" / "file.md").symlink_to(tmp_path / "elsewhere" / "linked.md")
    (tmp_path / "docs" / "dangling.md").symlink_to("nowhere.md")
    return tmp_path / "docs"


def test_published_files_are_those_that_the_host_publishes(folder: Path) -> None:
    config = MkDocsConfig()
    config.load_dict({"site_name": "Any", "docs_dir": str(folder)})
    config.validate()
    theirs = sorted(file.src_uri for file in get_files(config) if file.inclusion.is_included())
    assert [path for path in tree.files(folder) if tree.published(path)] == theirs
    assert {"folder/linked.md", "file.md", "dangling.md", "deep/templates/page.md"} <= set(theirs)


def test_what_editors_leave_is_passed_over(tmp_path: Path) -> None:
    near = ["a~b.md", "#a.md", "a.md#", "49130", "a.md.orig", "$a.docx", "a~/b.md"]
    for path in (*LEFT_BY_EDITORS, *near):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).touch()
    assert tree.files(tmp_path) == sorted(near)
    assert [path for path in (*LEFT_BY_EDITORS, *near) if tree.published(f"deep/{path}")] == near


def test_hidden_files_are_left_out(folder: Path) -> None:
    assert [path for path in tree.files(folder) if "/." in f"/{path}"] == []
    assert "templates/page.md" in tree.files(folder)


@pytest.mark.parametrize("target", ["..", "../..", ".", "../../.."])
def test_a_link_to_a_folder_around_it_is_not_followed(folder: Path, target: str) -> None:
    (folder / "deep" / "er" / "round").symlink_to(target)
    assert "deep/er/round" in tree.files(folder)
    assert len(tree.files(folder)) < 30


def test_folders_that_link_to_each_other_are_not_followed_for_ever(tmp_path: Path) -> None:
    for here, there in (("one", "other"), ("other", "one")):
        (tmp_path / here).mkdir()
        (tmp_path / here / "on").symlink_to(tmp_path / there)
    assert tree.files(tmp_path) == ["one/on/on", "other/on/on"]


def test_a_folder_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    assert tree.files(tmp_path / "nowhere") == []


def test_a_folder_is_a_mapping_of_its_files(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "deep").mkdir(parents=True)
    (site / "deep/old.txt").write_bytes(b"old")
    (tmp_path / "outside.txt").write_bytes(b"")
    found = tree.Folder(site)
    assert dict(found) == {"deep/old.txt": b"old"}
    found["new/one.txt"] = b"new"
    found["deep/old.txt"] = b"changed"
    assert (site / "new/one.txt").read_bytes() == b"new"
    assert dict(found) == dict(tree.Folder(site)) == {"deep/old.txt": b"changed", "new/one.txt": b"new"}
    del found["deep/old.txt"]
    assert not (site / "deep/old.txt").exists()
    assert "deep/old.txt" not in found
    assert len(found) == 1
    for unknown in ("deep/old.txt", "../outside.txt"):
        with pytest.raises(KeyError):
            found[unknown]
