"""Front matter: what a page says about itself, above its text."""

from __future__ import annotations

import re

from sitegen.course import yamlfile
from sitegen.course.files import PageMeta
from sitegen.findings import ContentError, Finding

_END = re.compile(r"^(?:---|\.\.\.)[^\S\n]*+$", re.MULTILINE)
"""The line that ends what is said about a page."""


def split(text: str) -> tuple[str, str, int]:
    """Return front matter, body, and the body's first line."""
    first = text.partition("\n")[0]
    end = _END.search(text, len(first) + 1) if first.rstrip() == "---" else None
    if end is None:
        return "", text, 1
    return text[len(first) + 1 : end.start() - 1], text[end.end() + 1 :], text.count("\n", 0, end.start()) + 2


def read(text: str, file: str, *, opened: bool) -> tuple[PageMeta, int]:
    """Return the front matter, and the line of its description."""
    if not text.strip():
        message = "the page must begin with '---', 'description: …' (and 'slug: …'), '---'"
        if opened:
            message = "the second '---', which ends what is said about the page, is missing or has nothing above it"
        raise ContentError([Finding(file, 1, "schema/front-matter", message)])
    document = yamlfile.parse(text, file, first_line=2)
    return yamlfile.read(document, PageMeta), document.line("description")
