"""Of what lies beside the pages and in `docs/`, only what is meant is published; the rest is told of."""

from __future__ import annotations

import os
import re
from itertools import product
from typing import TYPE_CHECKING

import pytest
from courses import LEFT_BY_EDITORS, PROJECT
from sitegen.check import unmeant
from sitegen.course import assets, meant

if TYPE_CHECKING:
    from pathlib import Path

NEVER = [
    "id_rsa", "id_ed25519.pub", "server.pem", "server.key", "env", "a.env", "a.bak", "a.png.bak", "a.orig", "a.rej",
    "a.swp", "a.old", "dump.sql", "site.sqlite3", "site.zip", "site.tar.gz", "Thumbs.db", "desktop.ini", "ehthumbs.db",
    "a.log", "a.tmp", "a.part", "a.crdownload", "a.lnk", "a.url", "a.exe", "a.sh", "a.py", "a.pyc", "a.ts", "a.map",
    "a.php", "a.html", "a.HTML", "a.htm", "a.xhtml", "a.shtml", "a.svgz", "a.xml", "a.xsl", "a.mjs", "a.wasm", "a.swf",
    "a.docm", "a.xlsm", "a.heic", "a.tiff", "a.psd", "Makefile", "a", "a.", "a..", "a b.bak", "é.bak", "web.config",
    "package.json~1", "a.png ", "CNAME", "_headers",
]  # fmt: skip
EVERYWHERE = [
    "a.png",
    "A.JPG",
    "a b.svg",
    "é.webp",
    "a..png",
    "plan.pdf",
    "a.docx",
    "a.ods",
    "a.csv",
    "a.json",
    "a.txt",
]
OF_THE_SITE = ["a.css", "a.js", "a.woff2", "a.ttf", "a.ico"]
AT_THE_ROOT = ["CNAME", "_headers", "favicon.ico", "site.webmanifest", "robots.txt"]


def told(folder: Path, path: str) -> list[tuple[str, str]]:
    """Return the findings about a file in a project, each with its place and its rule."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x", encoding="utf-8")
    findings, paths = unmeant.check(folder / "content", ["en"], [folder / "docs", folder / "overrides"])
    assert paths == {found.path.removeprefix("content/") for found in findings if found.path.startswith("content/")}
    return [(found.path, found.rule) for found in findings]


@pytest.mark.parametrize("folder", ["content/en", "content/en/deep", "docs", "docs/images", "docs/assets", "overrides"])
def test_what_nobody_means_is_told(tmp_path: Path, folder: str) -> None:
    right = {f"docs/{name}" for name in AT_THE_ROOT} | {f"overrides/a.{end}" for end in ("html", "HTML")}
    for name in NEVER:
        path = f"{folder}/{name}"
        assert told(tmp_path, path) == ([] if path in right else [(path, "file/unmeant")])
        (tmp_path / path).unlink()


@pytest.mark.parametrize(
    ("folder", "names"),
    [
        ("content/en", EVERYWHERE),
        ("content/en/files", EVERYWHERE),
        ("docs", [*EVERYWHERE, *AT_THE_ROOT]),
        ("docs/images", EVERYWHERE),
        ("docs/assets", [*EVERYWHERE, *OF_THE_SITE]),
        ("docs/assets/deep", [*EVERYWHERE, *OF_THE_SITE]),
        ("overrides", [*EVERYWHERE, *OF_THE_SITE, "main.html", "partials/copyright.html"]),
    ],
)
def test_what_is_meant_is_let_alone(tmp_path: Path, folder: str, names: list[str]) -> None:
    for name in names:
        assert told(tmp_path, f"{folder}/{name}") == [], name


@pytest.mark.parametrize("folder", ["content/en", "docs", "docs/images"])
def test_what_the_site_is_made_with_stands_in_one_place(tmp_path: Path, folder: str) -> None:
    for name in OF_THE_SITE:
        assert told(tmp_path, f"{folder}/{name}") == [(f"{folder}/{name}", "file/unmeant")]
        assert "docs/assets/" in meant.right(name)
        (tmp_path / folder / name).unlink()


@pytest.mark.parametrize("folder", ["content/en", "docs", "docs/assets"])
def test_what_is_passed_over_is_not_published(tmp_path: Path, folder: str) -> None:
    for name in (*LEFT_BY_EDITORS, ".env", ".DS_Store", ".htaccess", ".git/config", ".ssh/id_rsa"):
        assert told(tmp_path, f"{folder}/{name}") == []
    assert assets.lent(tmp_path / folder) == {}
    assert assets.read(tmp_path / "docs") == {}


def test_texts_of_docs_are_not_published(tmp_path: Path) -> None:
    for folder, name in product(("docs", "docs/assets"), ("notes.md", "notes.yml", "notes.yaml", "notes.markdown")):
        assert told(tmp_path, f"{folder}/{name}") == []
    assert assets.read(tmp_path / "docs") == {}


@pytest.mark.parametrize("path", ["docs/a.png", "docs/assets/a.png", "overrides/a.png"])
@pytest.mark.parametrize("kind", ["broken", "round", "pipe"])
def test_what_cannot_be_read_is_told(tmp_path: Path, path: str, kind: str) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    if kind == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to("nowhere.png" if kind == "broken" else "a.png")
    findings, _ = unmeant.check(tmp_path / "content", ["en"], [tmp_path / "docs", tmp_path / "overrides"])
    assert [(found.path, found.rule) for found in findings] == [(path, "file/unmeant")]


@pytest.mark.parametrize("name", ["a.txt", "a.json", "CNAME"])
@pytest.mark.parametrize("kind", ["", "OPENSSH "])
def test_a_key_is_found_under_a_harmless_name(tmp_path: Path, name: str, kind: str) -> None:
    assert told(tmp_path, f"docs/{name}") == []
    (tmp_path / "docs" / name).write_text(f"\n-----BEGIN {kind}PRIVATE KEY-----\nno key\n", encoding="utf-8")
    findings, _ = unmeant.check(tmp_path / "content", [], [tmp_path / "docs"])
    assert [(found.path, found.rule) for found in findings] == [(f"docs/{name}", "file/unmeant")]


@pytest.mark.parametrize("path", ["content/en/a.svg", "docs/a.SVG", "docs/images/a.svg", "docs/assets/a.svg"])
def test_a_picture_that_holds_a_script_is_told(tmp_path: Path, path: str) -> None:
    assert told(tmp_path, path) == []
    (tmp_path / path).write_text('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', encoding="utf-8")
    findings, _ = unmeant.check(tmp_path / "content", ["en"], [tmp_path / "docs"])
    assert [(found.path, found.rule) for found in findings] == [(path, "file/unmeant")]


def test_a_folder_that_was_copied_by_mistake_gives_few_findings(tmp_path: Path) -> None:
    for number in range(300):
        folder = tmp_path / "docs" / "assets" / "package" / str(number)
        folder.mkdir(parents=True)
        for name in ("a.ts", "LICENSE", f"a.{number}"):
            (folder / name).touch()
    findings, _ = unmeant.check(tmp_path / "content", [], [tmp_path / "docs"])
    counts = [int(count) for found in findings for count in re.findall(r"and (\d+) more", found.message)]
    assert len(findings) == 3
    assert sum(counts) + len(findings) == 900


def test_the_project_publishes_what_is_meant() -> None:
    assert unmeant.check(PROJECT / "content", ["fr", "en"], [PROJECT / "docs", PROJECT / "overrides"]) == ([], set())
