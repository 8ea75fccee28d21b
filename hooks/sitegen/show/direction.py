"""The direction of every part of a page that is in a language of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.language.catalogues import locale
from sitegen.language.i18n import direction

if TYPE_CHECKING:
    from collections.abc import Iterable

_TAG = re.compile(r"""<[a-z][a-z0-9-]*+(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+>""")
_LANG = re.compile(r'\slang="([^"]*)"')


def directed(html: str, languages: Iterable[str]) -> str:
    """Return a page on which every element that has a language has its direction too.

    In a course of whose `languages` none runs from right to left, nothing needs to be said.
    """
    if all(direction(lang) != "rtl" for lang in languages):
        return html
    return _TAG.sub(_with_direction, html)


def _with_direction(tag: re.Match[str]) -> str:
    found = _LANG.search(tag[0])
    if found is None or " dir=" in tag[0] or locale(found[1]) is None:
        return tag[0]
    return f'{tag[0][: found.end()]} dir="{direction(found[1])}"{tag[0][found.end() :]}'
