"""What a page carries while it is served, so that an open tab shows what is saved; nothing of it is published.

A tab tells the page that it shows by a digest of it, and one of its frame: all that it shows but the article in its
middle.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import NamedTuple

from rjsmin import jsmin

from sitegen.language.catalogues import PACKAGE

EVENTS = "/-/edits"
"""Where an open tab listens; it names there its `path`, and the digests of the `page` that it shows."""

_OPEN, _CLOSE = b"<article", b"</article>"
_FOR_PROGRAMS = b'<script type="application/ld+json">'
"""Begins what no tab shows; it holds words of the article."""


class Shown(NamedTuple):
    """A page as a tab knows it."""

    page: str
    frame: str


def shown(page: bytes) -> Shown:
    """Return the digests of a page, as it is built."""
    before, article, after = _parts(page)
    head, _, rest = before.partition(_FOR_PROGRAMS)
    before = head + rest.partition(b"</script>")[2]
    frame = [len(before).to_bytes(8), before, after] if article else [page]
    return Shown(_digest(page), _digest(*frame))


def message(page: bytes) -> dict[str, str]:
    """Return what a tab needs to show a page instead of the one before: where the frame is the same, the article."""
    return {**shown(page)._asdict(), "article": _parts(page)[1].decode()}


def script(page: bytes) -> str:
    """Return what makes a tab follow: to be added at the end of a page as it is built."""
    known = shown(page)
    return f'<script data-page="{known.page}" data-frame="{known.frame}">{_script()}</script>'


@cache
def _script() -> str:
    return str(jsmin((PACKAGE / "show" / "templates" / "preview.js").read_text(encoding="utf-8")))


def _parts(page: bytes) -> tuple[bytes, bytes, bytes]:
    """Return what stands before the article, the article, and what stands after it."""
    before, begin, rest = page.partition(_OPEN)
    inner, end, after = rest.rpartition(_CLOSE)
    return (before, begin + inner + end, after) if end else (page, b"", b"")


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]
