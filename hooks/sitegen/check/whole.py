"""No word lost: what a page says to its reader is what its author wrote, read as CommonMark reads it."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from sitegen.course.parts import Part, is_word, written
from sitegen.findings import Finding
from sitegen.show.article import article, converter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sitegen.course.course import Course

_CONTEXT = 4
"""Words that are quoted to show a place."""


def check(course: Course) -> Iterator[Finding]:
    """Yield, for each written page, the first place at which it is not published as it is written.

    Pages whose articles are not made yet, since something else is wrong, are tried without their directives.
    """
    bare = converter()
    for lang, pages in course.pages.items():
        made = course.articles.get(lang, {})
        for path, page in pages.items():
            if not page.generated:
                found = made[path] if path in made else article(bare, page.body)
                yield from changed(page.file, page.body_line, written(page.read), found.parts)


def changed(file: str, first_line: int, wanted: Sequence[Part], found: Sequence[Part]) -> Iterator[Finding]:
    """Yield the first place at which the parts `found` of a text differ from those `wanted`, if there is one."""
    for index, (want, got) in enumerate(zip_longest(wanted, found)):
        if want is None or got is None or want.text != got.text:
            before = " ".join(part.text for part in wanted[:index] if is_word(part)).split()[-_CONTEXT:]
            after = f"after '{' '.join(before)}' " if before else ""
            message = f"{after}stands {_named(want)}, and {_named(got)} would be published; write it more simply"
            line = (want or wanted[-1]).line if wanted else 0
            yield Finding(file, first_line + line, "markdown/changed", message)
            return


_NAMES = {
    "li": "an entry of a list",
    "ul": "a list",
    "ol": "a numbered list",
    "box": "a box",
    "cell": "a cell of a table",
    "tr": "a row of a table",
    "table": "a table",
    "blockquote": "a quotation",
    "pre": "code",
    "code": "code",
    "em": "emphasis",
    "strong": "strong emphasis",
    "del": "struck out text",
    "a": "a link",
    "img": "a picture",
    "br": "a line break",
    "hr": "a rule",
}


def _named(part: Part | None) -> str:
    if part is None:
        return "nothing"
    mark = re.fullmatch(r"<(/?)(\w+)(.*)>", part.text)
    if not mark:
        return f"'{part.text}'"
    name = "a heading" if re.fullmatch(r"h[1-6]", mark[2]) else _NAMES.get(mark[2], f"<{mark[2]}>")
    return f"the end of {name}" if mark[1] else f"{name}{f' ({told})' if (told := mark[3].strip()) else ''}"
