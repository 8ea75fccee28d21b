"""What the head of a page says, and the manifest that names its language."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from courses import MINIMAL, PROJECT, course_of
from sitegen.language.i18n import territorial
from sitegen.show import head, moved, neutral

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [("fr", "fr_FR"), ("en-GB", "en_GB"), ("en", "en_US"), ("ar", "ar_EG"), ("zh-Hant-TW", "zh_TW")],
)
def test_territory(tag: str, wanted: str) -> None:
    assert territorial(tag) == wanted


@pytest.mark.parametrize(
    ("sheets", "wanted"),
    [
        ([], ""),
        (["p { color: #123456 }"], ""),
        ([":root { --site-night: #14365c; }"], "#14365c"),
        ([":root { --site-night: #14365c; }", ":root { --site-night: #00aa00; }"], "#00aa00"),
        ([":root { --site-night: #14365c; }", "p { color: var(--site-night) }"], "#14365c"),
        ([":root { --site-night: red; }"], ""),
    ],
)
def test_the_last_sheet_gives_the_colour(sheets: list[str], wanted: str) -> None:
    assert head.colour(sheets) == wanted


def test_a_title_says_its_subject_and_its_site_and_no_name_twice() -> None:
    course = course_of(MINIMAL)
    lang, site = course.source, course.wording[course.source].course.title
    for path, page in course.pages[lang].items():
        assert head.title(course, lang, path).endswith(site), page.file
    words = course.wording[lang]
    subject = head.title(course, lang, "index.md").removesuffix(f" - {site}")
    same = replace(words, course=words.course.model_copy(update={"title": subject}))
    assert head.title(replace(course, wording={**course.wording, lang: same}), lang, "index.md") == subject


def test_without_an_address_none_is_shared() -> None:
    course = course_of(MINIMAL)
    assert "og:url" not in head.shared(course, course.source, "index.md", "")


def test_each_language_has_its_manifest(site: Path) -> None:
    for lang in course_of(PROJECT).languages:
        page = site / lang / "index.html"
        assert f'<link rel="manifest" href="{head.MANIFEST}">' in page.read_text(encoding="utf-8")
        said = json.loads((site / lang / head.MANIFEST).read_text(encoding="utf-8"))
        assert said["lang"] == lang
        assert said["dir"] == "ltr"
        assert said["icons"]
        assert all((site / lang / icon["src"]).is_file() for icon in said["icons"])
        assert urljoin(f"/{lang}/{head.MANIFEST}", said["start_url"]) == f"/{lang}/"


@pytest.mark.parametrize(
    ("root", "has"),
    [("https://site.example/", True), ("https://site.example/a/", False), ("/", False)],
)
def test_robots_are_told_where_they_ask(root: str, has: bool) -> None:
    made = neutral.files(course_of(MINIMAL), root, moved.Look())
    assert (neutral.ROBOTS in made) == has
    if has:
        assert f"Sitemap: {root}sitemap.xml" in made[neutral.ROBOTS].splitlines()
