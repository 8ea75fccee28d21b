"""The search index, widened. What it finds in a browser is tested there."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from sitegen.show.search import SEPARATOR, needless, widen

FIELDS = {"title": {"boost": 1000.0}, "text": {"boost": 1.0}}


def index(*docs: dict[str, str]) -> dict[str, Any]:
    data = {"config": {"lang": ["fr"], "separator": " ", "fields": FIELDS}, "docs": docs}
    widened: dict[str, Any] = json.loads(widen(json.dumps(data)))
    return widened


def test_every_field_that_is_searched_has_its_forms_with_the_same_weight() -> None:
    fields = index()["config"]["fields"]
    assert fields == FIELDS | {f"{name}_forms": weight for name, weight in FIELDS.items()}


def test_what_is_shown_stays() -> None:
    doc = {"location": "a/", "title": "Été", "text": "<p>L’été &amp; l’hiver</p>"}
    entry = index(doc)["docs"][0]
    assert entry.items() >= doc.items()
    assert {"étés", "etes", "hivers"} <= set(entry["text_forms"].split())
    assert "amps" not in entry["text_forms"]


BEGUN = ["l’affaire", "l'affaire", "« affaire »", "(affaire)", "affaire\u00a0!", "mi-affaire", "D’affaires,"]


@pytest.mark.parametrize("text", BEGUN)
def test_words_begin_where_a_reader_sees_them_begin(text: str) -> None:
    assert any(word.startswith("affaire") for word in re.split(SEPARATOR, text))


def test_only_spaces_hyphens_and_signs_of_their_own_split_a_query_for_highlighting() -> None:
    lookaround = re.compile(r"\(\?[!=<][^)]+\)")  # as the theme's script looks for them
    assert [part for part in SEPARATOR.split("|") if lookaround.sub("", part)] == [r"[\s\-、。，．・「」（）]+"]


STEMMERS = "assets/javascripts/lunr/"
BROUGHT = [
    "tinyseg.js",
    "wordcut.js",
    *(f"min/lunr.{x}.min.js" for x in ("de", "fr", "ja", "multi", "stemmer.support")),
]
LOADED = [
    ([], []),
    (["en"], []),
    (["fr"], ["min/lunr.fr.min.js", "min/lunr.stemmer.support.min.js"]),
    (["ja"], ["tinyseg.js", "min/lunr.ja.min.js", "min/lunr.stemmer.support.min.js"]),
    (["th"], ["wordcut.js", "min/lunr.stemmer.support.min.js"]),
    (["en", "de"], ["min/lunr.de.min.js", "min/lunr.multi.min.js", "min/lunr.stemmer.support.min.js"]),
]


@pytest.mark.parametrize(("languages", "loaded"), LOADED)
def test_what_the_worker_loads_for_its_languages_is_not_needless(languages: list[str], loaded: list[str]) -> None:
    kept = {path for path in BROUGHT if not needless(STEMMERS + path, languages)}
    assert kept == set(loaded)
    assert not needless("assets/javascripts/bundle.min.js", languages)
