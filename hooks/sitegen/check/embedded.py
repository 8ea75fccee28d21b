"""Markdown in the YAML wording: what would break the page around it, and what only a page may hold."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from sitegen import kept
from sitegen.check import whole
from sitegen.course import bounds, commonmark, elements, page
from sitegen.course.base import Markdown, Text
from sitegen.course.headings import headings
from sitegen.course.prose import DIRECTIVE, prose
from sitegen.findings import Finding
from sitegen.show.article import article, converter
from sitegen.show.published import PartsExtension

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from markdown import Markdown as Converter

    from sitegen.course.course import Course
    from sitegen.course.shapes import Loc
    from sitegen.course.yamlfile import Document


def check(course: Course, names: Collection[str]) -> list[Finding]:
    """Return what is wrong with the Markdown texts of all languages; `names` are those of all directives."""
    read = [(path, document.path, document.source) for path, document in course.documents.items()]
    borrowed = [
        (lang, name, sorted(map(repr, places)))
        for lang, words in course.wording.items()
        for name, places in words.borrowed.items()
    ]
    return kept.result("embedded", (read, borrowed, sorted(names)), lambda: _found(course, names))


def _found(course: Course, names: Collection[str]) -> list[Finding]:
    return [
        finding
        for lang, words in course.wording.items()
        for name, value in {"course": words.course, **words.kinds}.items()
        if (document := course.documents.get(f"{lang}/{name}.yml"))  # one that cannot be read is told of elsewhere
        for kind in (Text, Markdown)
        for loc, text in texts(value, kind)
        if loc not in words.borrowed.get(name, ())
        for finding in of_text(document, loc, text, kind, names)
    ]


def of_text(document: Document, loc: Loc, text: str, kind: Any, names: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong with one text, of a `kind` as for `texts`."""
    if kind == Markdown and _MARKS.search(text):
        yield from _located(document, loc, text, names)
    if kind == Text and (match := _SIGNS.search(text)):
        message = f"'{match[0]}' is shown with its signs: this text is plain; leave them out"
        yield document.finding(loc, "text/plain", message)


_SIGNS = re.compile(r"\*\*\w[^*]*+\*\*|\[[^\[\]]++\]\([^)\s]{1,250}+\)|`[^`]++`")


_MARKS = re.compile(
    r"_|[^\w\s.,;:!?'’()«»“”…/%€$§°–—-]|^[\s:–—-]|^\d+[.)]|\n[^\S\n]*+[:\d–—-]|\n.*\n|[\t\ufffd]|  |:\w|//"
)
"""What a text has that means something to Markdown, or might: most texts are plain words."""


def texts(value: Any, kind: Any, shape: Any = None, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Yield every text of a `kind`, `Markdown` or `Text`, in a part of the wording, with its place.

    `shape` annotates the value.
    """
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from texts(getattr(value, name), kind, field.rebuild_annotation(), (*loc, name))
    elif isinstance(value, dict | tuple):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(below, kind, shape, (*loc, key))
    elif isinstance(value, str) and _is(shape, kind):
        yield loc, value


def text_at(value: Any, loc: Loc) -> tuple[str, Any] | None:
    """Return the text at a place in the wording, and its kind, as for `texts`; None where something else stands."""
    shape = None
    for key in loc:
        if isinstance(value, BaseModel):
            shape = type(value).model_fields[str(key)].rebuild_annotation()
        value = getattr(value, str(key)) if isinstance(value, BaseModel) else value[key]
    kind = next((kind for kind in (Text, Markdown) if _is(shape, kind)), None)
    return (value, kind) if kind and isinstance(value, str) else None


def _is(shape: Any, kind: Any) -> bool:
    return shape == kind or any(_is(part, kind) for part in get_args(shape))


def _located(document: Document, loc: Loc, text: str, names: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong with one text, on its lines in the file."""
    lines = document.text_lines(loc, text)
    for finding in _findings(text, document.path, names):
        shown, start = re.match(r"'([^']+)'", finding.message), lines[finding.line - 1]
        yield replace(finding, line=document.line_of(loc, shown[1], start) if shown else start)


def _findings(text: str, file: str, names: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong with one text, on the lines of the text."""
    text = commonmark.spaced(text)
    read = commonmark.read(text)
    if beyond := read.beyond or bounds.long_in_yaml(text):
        yield from bounds.findings(beyond, file, 1)
        return
    lines = list(prose(text))
    faults, line = page.faults(text, read, lines, file, names), dict(lines)
    titles, asked = ({f.line for f in faults if f.rule.startswith(kind)} for kind in ("heading/", "directive/"))
    titles |= {heading.line for heading in headings(read)}
    titles |= {number for number, written in lines if re.match(r"#{1,6}(?!#)", written)}
    asked |= {number for number, written in lines if DIRECTIVE.match(written)}
    yield from (fault for fault in faults if fault.line not in titles | asked)
    for number, _, attributes in elements.attributed(read, 1):
        if ident := attributes.get("id"):
            message = f"the id '{ident}' has no place here: the text may stand twice on a page; leave it out"
            yield Finding(file, number, "html/not-allowed", message)
    if not faults and "<" in text and "\n" in text:  # on one line, as templates write it, more of it may be HTML
        yield from (replace(fault, line=1) for fault in elements.refused(commonmark.read(" ".join(text.split())), file))
    if not faults and not titles | asked:
        yield from whole.changed(file, 1, article(_bare(), text, read).change)
    for number in titles:
        message = f"'{line[number].strip()}' makes a heading, for which a text has no room"
        message += "; write it in bold, as '**Title**', or begin the line with a word"
        yield Finding(file, number, "heading/misplaced", message)
    for number in asked:
        shown = re.findall(r"<!.*?(?:>|$)", line[number])[0]
        message = f"'{shown}' shows nothing here: directives stand on pages only; write it on a page, or leave it out"
        yield Finding(file, number, "directive/misplaced", message)


@cache
def _bare() -> Converter:
    return converter([PartsExtension()], authored=False)
