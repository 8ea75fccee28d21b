"""No text of a course can script a page: each is shown as it is written, or refused."""

from __future__ import annotations

import json
import re
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from courses import PROJECT
from sitegen.check.embedded import texts
from sitegen.course.base import Text
from sitegen.course.yamlfile import texts as data_texts
from sitegen.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.course import Course


_WORDS_OF_PROSE = {"forms", "variants", "aliases"}


@pytest.fixture(scope="module")
def real() -> Course:
    return load(PROJECT / "content", PROJECT / "docs")


def test_plain_texts_are_shown_as_they_are_written(attacked: Path, site: Path, real: Course) -> None:
    """Whatever the real site shows of plain texts, the attacked one shows of the attacks in their places."""
    accepted = json.loads((attacked / "accepted.json").read_text(encoding="utf-8"))
    plain = _plain_texts(real)
    shown = [
        (attack, place)
        for file, loc, attack in accepted
        if (place := (file, tuple(loc) if isinstance(loc, list) else loc)) in plain
        and _bare(plain[place]) in _shown(site)
    ]
    assert len(shown) > len(plain) / 2
    assert [place for attack, place in shown if _bare(attack) not in _shown(attacked / "site")] == []


def _plain_texts(course: Course) -> dict[tuple[str, Any], str]:
    return {
        (f"content/{lang}/{name}.yml", loc): text
        for lang, words in course.wording.items()
        for name, value in {"course": words.course, **words.kinds}.items()
        for loc, text in texts(value, Text)
        if name != "illustrations" and not _WORDS_OF_PROSE & {*loc}  # cut into lines; looked for in other texts
    }


@cache
def _shown(site: Path) -> str:
    """Return all that the pages of a site say, in words, in attributes and in data."""
    reader = _Reader()
    for file in sorted(site.rglob("*.html")):
        reader.feed(file.read_text(encoding="utf-8"))
        reader.reset()
    return _bare(" ".join(reader.said))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.is_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [value for _, value in attrs if value]
        self.is_data = tag == "script" and "json" in (dict(attrs).get("type") or "")

    def handle_data(self, data: str) -> None:
        is_data = self.cdata_elem and self.is_data
        self.said += [text for _, text in data_texts(json.loads(data))] if is_data else [data]


def _bare(text: str) -> str:
    """Return a text without what typography changes in it."""
    return re.sub(r"""[\s"'`´“”‘’«»…–—-]|\.{3}""", "", text)
