"""The search index of the theme, widened: its worker finds words only as they are written, from their beginning."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

from sitegen.language.words import spellings

if TYPE_CHECKING:
    from collections.abc import Sequence

SEPARATOR = r"[\s\-、。，．・「」（）]+|(?<=['’‘“\"«(/·‐–—])"
"""Where a word begins: after an apostrophe too, for "l'eau". A query is highlighted as the first part alone
splits it, since the theme leaves lookbehinds out there: a sign at the edge of a query would mark nothing everywhere."""

_SPLITTERS = {"ja": "tinyseg.js", "hi": "wordcut.js", "th": "wordcut.js"}
"""What finds words where no space does."""
_STEMMERS = "assets/javascripts/lunr/"
"""Folder of what the theme's worker loads to search in languages other than English."""


def needless(path: str, languages: Sequence[str]) -> bool:
    """Tell whether the theme brings this file for searching in other languages than these, so that nothing loads it."""
    loaded = {f"min/lunr.{lang}.min.js" for lang in languages}
    if set(languages) - {"en"}:
        loaded.add("min/lunr.stemmer.support.min.js")
    if len(languages) > 1:
        loaded.add("min/lunr.multi.min.js")
    loaded |= {_SPLITTERS[lang] for lang in languages if lang in _SPLITTERS}
    return path.startswith(_STEMMERS) and path.removeprefix(_STEMMERS) not in loaded


def widen(index: str) -> str:
    """Return the index with hidden fields, in which words stand in their other number and without accents.

    The worker searches every field that the index names; a word of a title keeps the weight of titles.
    """
    data = json.loads(index)
    data["config"]["separator"] = SEPARATOR
    fields = data["config"]["fields"]
    for shown in ("title", "text"):
        fields[f"{shown}_forms"] = fields[shown]
        for entry in data["docs"]:
            if forms := spellings(unescape(re.sub(r"<[^<>]+>", " ", entry[shown]))):
                entry[f"{shown}_forms"] = " ".join(sorted(forms))
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
