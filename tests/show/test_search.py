"""The index of the search. What it finds in a browser is tested there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from golden import cases
from sitegen.language.inflection import inflection
from sitegen.show import search


@pytest.mark.parametrize("case", cases("search_index", "unmarked"))
def test_nothing_that_is_published_tells_what_search_leaves_out(case: dict[str, Any]) -> None:
    assert search.unmarked(case["html"]) == case["result"]


@pytest.mark.parametrize("case", cases("search_index", "sections"))
def test_each_section_is_known_by_its_words(case: dict[str, Any]) -> None:
    found = search.sections(case["html"], "page/", "Page", {})
    assert [[each.location, each.title, each.text] for each in found] == case["found"]


def test_a_place_has_its_other_words_and_no_others() -> None:
    html = '<h1 id="top">Top</h1><h2 id="one">One</h2><h2 id="two">Two</h2>'
    found = search.sections(html, "page/", "Page", {"": ["cover"], "two": ["second", "pair"]})
    index = json.loads(search.index(found, "en"))
    assert [entry.get("aliases") for entry in index["docs"]] == [["cover"], None, ["second", "pair"]]


@pytest.mark.parametrize("lang", ["fr", "en", "de", "es"])
def test_a_language_is_told_as_words_are_compared(lang: str) -> None:
    """Without accents, in small letters."""
    known = inflection(lang)
    words = [*known.common, *(ending for group in known.endings for ending in group)]
    assert words
    assert all(word.isascii() and word.islower() for word in words)
    assert inflection(f"{lang}-XX") == known


def test_a_language_that_is_not_known_is_searched_as_it_is() -> None:
    known = inflection("tlh")
    assert (known.endings, known.common) == ((), ())
