"""One word for one thing: wordings that the glossary rules out, wherever an author uses them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.findings import Finding
from sitegen.page import prose
from sitegen.parity import texts
from sitegen.words import Wordings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.course import Course

_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|‘[^’]*’(?!\w)|\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)")
_NOT_READ = re.compile(r"\]\([^)]*\)|^\s*\[[^\]]+\]:.*|\{[^}]*\}|<[^>]*>")


def check(course: Course) -> list[Finding]:
    """Return every use of a glossary's `variants` in the pages and the wording of its language.

    What stands between quotation marks is a mention; so is all of the glossary.
    """
    return [finding for lang in course.languages for finding in _used(course, lang)]


def _used(course: Course, lang: str) -> Iterator[Finding]:
    glossary = course.wording[lang].glossary
    variants = Wordings({variant: ident for ident, term in glossary.items() for variant in term.variants})

    def messages(text: str) -> Iterator[str]:
        for match, ident in variants.find(_QUOTED.sub(" … ", _NOT_READ.sub(" ", text))):
            yield (
                f"'{match[0]}' is not this course's word; write '{glossary[ident].term}', "
                "or put it in quotation marks where you speak of the word itself"
            )

    for page in course.pages[lang].values():
        if not page.generated:
            lines = [(page.description_line, page.meta.description), *prose(page.body, page.body_line)]
            for number, line in lines:
                yield from (Finding(page.file, number, "term/variant", message) for message in messages(line))
    for name, document in course.documents.items():
        if name.startswith(f"{lang}/") and name != f"{lang}/glossary.yml":
            for loc, text in texts(document.data):
                if loc[-1:] != ("slug",):
                    yield from (document.finding(loc, "term/variant", message) for message in messages(text))
