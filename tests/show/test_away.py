"""Links to other sites say so, each of them, in the page and in what its widgets will show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from courses import PROJECT, course_of
from golden import cases
from sitegen.show import around, away

if TYPE_CHECKING:
    from pathlib import Path

OUTSIDE = re.compile(r'<a\b[^>]* href="https?://[^"]*"[^>]*>.*?</a>', re.DOTALL)


@pytest.mark.parametrize("case", cases("away", "mark"))
def test_mark(case: dict[str, Any]) -> None:
    assert away.mark(case["html"], "(x)", "https://own.example/") == case["marked"]


def test_marking_twice_is_marking_once() -> None:
    once = away.mark('<a href="https://a.example/">b</a>', "(x)", "")
    assert away.mark(once, "(x)", "") == once


def test_no_page_of_the_site_has_a_link_away_that_does_not_say_so(site: Path) -> None:
    course = course_of(PROJECT)
    words = {lang: around.away(course, lang) for lang in course.languages}
    assert len(set(words.values())) == len(words)
    links = {
        (lang, link)
        for lang in words
        for page in (site / lang).rglob("index.html")
        for link in OUTSIDE.findall(page.read_text("utf-8"))
    }
    assert links
    for lang, link in links:
        assert ' rel="external">' in link
        assert link.endswith(f"{words[lang]}</span></a>")
