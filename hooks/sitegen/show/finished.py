"""The last steps to a page, after the theme has drawn it: the same for all pages of a language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen import kept
from sitegen.show import away, html, policy, styles
from sitegen.show.direction import directed
from sitegen.show.marks import Marks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitegen.show.borrowed import Borrowed


@dataclass(frozen=True)
class Finishing:
    """What decides, beside the page, what becomes of it."""

    labels: Mapping[str, str]
    """As for `html.mend`."""
    away: str
    """What links to other sites say."""
    root: str
    """The address of the site's root."""
    languages: tuple[str, ...]
    sheets: Mapping[str, str]
    """The end of the address of each style sheet of the site -> its text."""
    served: bool
    lent: Borrowed | None = None
    """What the language has borrowed."""


def finished(drawn: str, by: Finishing) -> str:
    """Return a page as it is published; raises `policy.NotAllowedError` for what no page may hold."""
    if by.lent:
        return _finished(drawn, by)
    arguments = (
        drawn.split(policy.OWN),
        dict(by.labels),
        by.away,
        by.root,
        by.languages,
        _stamp(tuple(by.sheets.items())),
        by.served,
    )
    return kept.result("finished", arguments, lambda: _finished(drawn, by))


@lru_cache(maxsize=4)  # all pages have the same sheets
def _stamp(sheets: tuple[tuple[str, str], ...]) -> bytes:
    return kept.digest(sheets)


def _finished(drawn: str, by: Finishing) -> str:
    mended = html.mend(drawn, by.labels)
    if by.lent:
        mended = Marks(by.lent).mark(mended)
    mended = directed(away.mark(mended, by.away, by.root), by.languages)
    mended = styles.keep_shown(mended, {path: styles.shapes(text) for path, text in by.sheets.items()})
    return policy.protect(mended, served=by.served)
