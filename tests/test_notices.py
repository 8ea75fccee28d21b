"""What the site publishes of others stands in its list of licences, and the list is what the packages say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import notices
import pytest
from courses import PROJECT, course_of
from sitegen.course import assets, tree
from sitegen.kinds.changes import feed
from sitegen.kinds.kit import FORMATS
from sitegen.show import cards, head, icons, light, offline

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.course import Course

ROOT = {"robots.txt", "sitemap.xml", "_headers", "_redirects", *icons.SIZES}
"""What the generator writes beside the languages, pages aside."""
JOINED = re.compile(r"assets/styles/site\.[0-9a-f]{8}\.css")
"""Sheets of the theme and the site's own."""


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(PROJECT)


def test_list_is_what_the_packages_say() -> None:
    assert notices.FILE.read_text(encoding="utf-8") == notices.text(), "run 'make notices', and look at what it changes"


def test_every_part_has_the_text_of_its_licence() -> None:
    parts = notices.parts()
    assert all(part.text.strip() and (part.files or part.within) for part in parts)
    assert "<" + "year>" not in notices.text()


def test_every_file_is_ours_or_in_the_list(site: Path, course: Course) -> None:
    ours = {*assets.paths(PROJECT / "docs"), "search/search_index.json", head.MANIFEST, feed.FILE}
    ours |= {f"{offline.name(course, lang)}.zip" for lang in course.languages}
    ours |= {f"{offline.name(course, lang)}{each.ending}" for lang in course.languages for each in FORMATS}
    listed = {path for part in notices.parts() for path in part.files}
    published = {light.inside(path, course.languages) for path in tree.files(site) if not path.endswith(".html")}
    published -= {path for path in published if path.startswith(cards.FOLDER)}
    own = {path for path in tree.files(PROJECT / "docs") if "/" not in path}
    assert {path for path in published - ours - listed - ROOT - own if not JOINED.fullmatch(path)} == set()
    roots = {path for path in tree.files(site) if path.partition("/")[0] not in {*course.languages, "assets", "cards"}}
    assert {path for path in roots if not path.endswith(".html")} <= ROOT | own


def test_a_package_that_nobody_has_listed_stops_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new.min.js.map").write_text('{"sources": ["../node_modules/@scope/new/index.js"]}', encoding="utf-8")
    monkeypatch.setattr(notices, "_located", lambda *_: tmp_path / "new.min.js.map")
    with pytest.raises(SystemExit, match="@scope/new"):
        notices.parts()
