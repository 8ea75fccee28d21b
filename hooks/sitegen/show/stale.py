"""Where readers meet a translation whose source has changed since: under which headings of which pages."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sitegen.course import units
from sitegen.course.headings import made_headings
from sitegen.course.prose import prose
from sitegen.course.translation import State, file_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sitegen.course.course import Course


class Shower(NamedTuple):
    """What shows the texts of a YAML file."""

    folder: str
    """Where its generated pages are; empty without any."""
    directives: Collection[str]
    """Names of its directives."""
    entry: str = ""
    """What these name where they show this file, if each of several files has an id."""


class Original(NamedTuple):
    """What a page says of its original in the source language."""

    href: str
    lang: str
    text: str
    """That it has changed."""
    link: str
    """What the link to it says."""


class _Part(NamedTuple):
    """What some entry of a page makes."""

    path: str
    heading: str
    """Id of the heading above it."""
    markdown: str


def sections(course: Course, lang: str, showers: Mapping[str, Shower]) -> dict[str, set[str]]:
    """Return path -> ids of the headings below which something stale is shown; `showers` by YAML file.

    A text is looked for where its own file is shown. Where it is not found as it is written, for a script may put it
    together, all places of the file count.
    """
    found: dict[str, set[str]] = {}
    translation = course.translations.get(lang)
    for place in [place for place, state in translation.states.items() if state is State.STALE] if translation else ():
        file, section = file_of(place), place.partition("#")[2]
        if section:
            found.setdefault(file, set()).add(section)
        elif file in showers:
            assert translation
            keys, pieces = set(re.split("[:.]", place)), units.pieces(translation.written[place])
            parts = list(_parts(course, lang, keys, showers[file]))
            holding = {(part.path, ident) for part in parts for ident in _holding(part, keys, pieces)}
            for path, ident in holding or {(part.path, part.heading) for part in parts}:
                found.setdefault(path, set()).add(ident)
    return found


def badges(html: str, idents: Collection[str], original: Original) -> str:
    """Return a page with a line below each of the headings `idents`: its translation is older than the original."""

    def add(heading: re.Match[str]) -> str:
        if heading[2] not in idents:
            return heading[0]
        href = f"{escape(original.href)}#{heading[2]}"
        link = f'<a href="{href}" hreflang="{original.lang}">{escape(original.link)}</a>'
        return f'{heading[0]}<p class="stale" data-search-exclude="">{escape(original.text)} {link}</p>'

    return _HEADING.sub(add, html) if idents else html


_HEADING = re.compile(r'<h([1-6])(?=[^>]* id="([^"]+)")[^>]*>.*?</h\1>', re.DOTALL)


def _parts(course: Course, lang: str, keys: set[str], shower: Shower) -> Iterator[_Part]:
    """Yield what shows entries that `keys` name, or all entries."""
    for path, page in course.pages[lang].items():
        if shower.folder and path in {f"{shower.folder}{key}.md" for key in keys}:
            yield _Part(path, page.headings[0].id or "", page.body)
        for asked in page.directives:
            named = asked.argument == shower.entry if shower.entry else asked.argument in {None, *keys}
            if asked.name in shower.directives and named:
                above = [heading.id for heading in page.headings if heading.id and heading.line < asked.line]
                yield _Part(path, above[-1] if above else "", course.shown[lang][asked.name, asked.argument])


def _holding(part: _Part, keys: set[str], pieces: list[str]) -> list[str]:
    """Return the ids of the headings below which one of some texts stands; what scripts show is below the first.

    Of several, one that is among the `keys` of the texts is enough: it is that of their entry.
    """
    wanted = re.compile("|".join(rf"(?<!\w){re.escape(piece)}(?!\w)" for piece in pieces if piece) or r"(?!)")
    lines = _DATA.sub("", part.markdown).split("\n")
    named = [(heading.line, heading.id) for heading in made_headings(list(prose("\n".join(lines)))) if heading.id]
    ends = [*(line - 1 for line, _ in named), len(lines)]
    texts = ["\n".join(lines[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
    texts[0] = "\n".join([texts[0], *_DATA.findall(part.markdown)])
    idents = [part.heading, *(ident for _, ident in named)]
    found = [ident for ident, text in zip(idents, texts, strict=True) if wanted.search(units.normalised(text))]
    return [ident for ident in found if ident in keys] or found


_DATA = re.compile(r'<script type="application/json".*?</script>', re.DOTALL)
