"""The search index of the theme, widened: its worker finds words only as they are written, from their beginning."""

from __future__ import annotations

import json
import re
from html import unescape

from sitegen.words import spellings

_ELIDED = "(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)"
SEPARATOR = rf"(?:\b{_ELIDED}['’]|\b{_ELIDED.upper()}['’]|[\s\-‐–—'’‘«»“”\"()\[\].,:;!?…/·→])+"
"""What stands between two words, in a page and in a query: "L'" too, or it would find all that begins with an L."""


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
            if forms := spellings(unescape(re.sub(r"<[^>]+>", " ", entry[shown]))):
                entry[f"{shown}_forms"] = " ".join(sorted(forms))
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
