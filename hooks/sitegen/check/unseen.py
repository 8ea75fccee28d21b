"""Signs that nobody sees, as word processors put them into words: no search finds these, and links break at them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sitegen.findings import Finding
from sitegen.language.catalogues import locale
from sitegen.language.i18n import direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sitegen.course.page import Page
    from sitegen.course.yamlfile import Document

_LATIN = "A-Za-zÀ-ɏ"
_ALWAYS = r"\u00ad\u2060-\u2064\ufeff"
_TURNING = r"\u061c\u202a-\u202e\u2066-\u2069"
"""What turns the direction of a text, which only languages from right to left need."""
_AROUND = (
    rf"(?<=[{_LATIN}])[\u200c\u200d](?=[{_LATIN}])"  # other scripts join their letters by them, and emoji their parts
    rf"|(?<![^\W\d_{_LATIN}])\u200b(?![^\W\d_{_LATIN}])"  # others again part words by it
    r"|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0001-\U000e007f]"  # flags are made of these
)
_UNSEEN = re.compile(rf"[{_ALWAYS}{_TURNING}]|{_AROUND}")
_UNSEEN_IN_RTL = re.compile(rf"[{_ALWAYS}]|{_AROUND}")
_ANY = re.compile(rf"[{_ALWAYS}{_TURNING}\u200b-\u200d\U000e0001-\U000e007f]")
"""All of these signs, wherever they stand: nearly no text has one, and to look for them alone is quick."""
_SHOWN = 3
"""Words of a line that are named."""


def check(written: Mapping[str, Mapping[str, Page]], documents: Mapping[str, Document]) -> Iterator[Finding]:
    """Yield each line with such signs in what authors wrote; `written` are the pages of each language, by path."""
    turned = [lang for lang in written if locale(lang) and direction(lang) == "rtl"]
    signs = dict.fromkeys(turned, _UNSEEN_IN_RTL)
    for lang, pages in written.items():
        for page in pages.values():
            yield from _lines(page.text, page.file, signs.get(lang, _UNSEEN))
    for name, document in documents.items():
        yield from _lines(document.source, document.path, signs.get(name.partition("/")[0], _UNSEEN))


def _lines(text: str, file: str, unseen: re.Pattern[str]) -> Iterator[Finding]:
    if text.isascii() or not _ANY.search(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if found := unseen.search(line):
            words = [word for word in line.split() if unseen.search(word)]
            shown = ", ".join(f"'{unseen.sub('·', word)}'" for word in words[:_SHOWN])
            right = ", ".join(f"'{unseen.sub('', word)}'" for word in words[:_SHOWN])
            more = f", and so on for {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
            name = unicodedata.name(found[0], "sign").lower()
            message = f"{shown}: where '·' is shown, a sign stands that nobody sees ({name}), as word processors"
            yield Finding(file, number, "text/unseen", f"{message} leave it; type {right}{more}")
