"""A copy that works from a folder: what is in it, and that it is the same each time."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from courses import MINIMAL, course_of
from sitegen.show import offline
from sitegen.show.zipped import deflated, zipped

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.course import Course


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(MINIMAL)


def built(course: Course, head: str = "", body: str = "") -> dict[str, bytes]:
    pages = {
        f"{lang}/{course.address(lang, path)}index.html" for lang in course.languages for path in course.pages[lang]
    }
    page = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    return dict.fromkeys([*pages, "index.html", *(f"{each}index.html" for each in course.permanent)], page)


def home(course: Course, body: str, site_url: str = "", head: str = "") -> str:
    file = dict(offline.copy(course, built(course, head, body), site_url))["fr/index.html"]
    return zlib.decompress(file.data, -zlib.MAX_WBITS).decode()


def test_links_name_files(course: Course) -> None:
    other = course.address("fr", "dough.md")
    assert f'href="{other}index.html#a"' in home(course, f'<a href="{other}#a">a</a>')
    assert 'href="../en/index.html"' in home(course, '<a href="../en/">a</a>')
    assert 'href="index.html"' in home(course, '<a href="./">a</a>')
    for same in ("#a", "https://a.example/b/", "mailto:a@b.example", "a.pdf"):
        assert f'href="{same}"' in home(course, f'<a href="{same}">a</a>')


def test_links_in_data_name_files_too(course: Course) -> None:
    other = course.address("fr", "dough.md")
    data = f'{{"url":"{other}#a","why":"\\u003ca href=\\"{other}\\">b\\u003c/a>"}}'
    made = home(course, f'<script type="application/json" id="x-data">{data}</script>')
    assert f'"url":"{other}index.html#a"' in made
    assert f'\\u003ca href=\\"{other}index.html\\"' in made


def test_a_permanent_address_is_the_published_one_or_the_page(course: Course) -> None:
    link = '<a href="../c/dough/#a">a</a>'
    assert 'href="https://dough.example/c/dough/#a"' in home(course, link, "https://dough.example/")
    assert f'href="{course.address("fr", "dough.md")}index.html#a"' in home(course, link)


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="https://a.example/">',
        '<link rel="preload" href="assets/a.js">',
        '<meta property="og:image" content="https://a.example/a.png">',
        '<script type="application/ld+json">{"@id": "https://a.example/"}</script>',
    ],
)
def test_what_is_said_to_others_is_left_out(course: Course, head: str) -> None:
    assert "<head></head>" in home(course, "", head=head)


def test_what_pages_and_their_sheets_load_comes_along_and_nothing_else(course: Course) -> None:
    site = built(course, '<link rel="stylesheet" href="assets/a.css">')
    more = {"fr/assets/a.css": b"a{background:url(../b.svg)}", "fr/b.svg": b"<svg/>", "fr/c.svg": b"", "404.html": b""}
    made = dict(offline.copy(course, site | more, ""))
    assert made.keys() - site.keys() == {"fr/assets/a.css", "fr/b.svg"}
    assert "index.html" not in made


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    files = {"a/c": b"2" * 100, "é": b"1"}
    packages = [tmp_path / "1.zip", tmp_path / "2.zip"]
    for package in packages:
        offline.pack(((path, deflated(content)) for path, content in files.items()), {package: ("x", "fr")})
    assert packages[0].read_bytes() == packages[1].read_bytes()
    with zipfile.ZipFile(packages[0]) as read:
        assert read.testzip() is None
        assert read.namelist() == ["x/index.html", "x/a/c", "x/é"]
        assert {entry.date_time for entry in read.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("path", ["a/b", "é"])
def test_a_file_is_packed_as_the_library_packs_it(path: str) -> None:
    content, target = b"1" * 100, io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        entry = zipfile.ZipInfo(path)
        entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
        made.writestr(entry, content)
    assert zipped({path: content}) == target.getvalue()
