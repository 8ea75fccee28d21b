"""The search index of the theme, widened: its worker finds words only as they are written, from their beginning."""

from __future__ import annotations

import json
import re
from html import unescape

from sitegen.language.words import spellings

SEPARATOR = r"[\s\-]+|(?<=['’‘“\"«(/·‐–—])"
"""Where a word begins: after an apostrophe too, for "l'affaire". A query is highlighted as the first part alone
splits it, since the theme leaves lookbehinds out there: a sign at the edge of a query would mark nothing everywhere."""


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
