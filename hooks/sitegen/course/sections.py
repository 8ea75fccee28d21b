"""The sections of pages, and what the source lends to pages of a language that is not finished."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from sitegen.course.borrow import SAME_TEXT_WORDS
from sitegen.course.page import parse
from sitegen.course.prose import DIRECTIVE
from sitegen.language.scripts import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.course.headings import Heading
    from sitegen.course.page import Directive, Page

T = TypeVar("T")

SENTENCE_WORDS, SAME_SENTENCES = 8, 0.25
"""A sentence of this many words, equal in two languages, is not translated; nor is a section where more than this share
of such sentences is equal (conventions of ours)."""

_REFERENCE = re.compile(r"^ {0,3}\[(?!\^)([^\]]+)\]:\s*\S")
_DIV = re.compile(r"<(/?)div\b")


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it, up to the next heading."""

    heading: Heading
    text: str
    lines: tuple[tuple[int, str], ...]
    """Its prose without the heading, each line with its number in the file."""
    directives: tuple[Directive, ...]

    @property
    def sentences(self) -> list[tuple[int, str]]:
        """The lines that are long enough to be judged; authors write one sentence a line."""
        return [(number, line.strip()) for number, line in self.lines if words(line) >= SENTENCE_WORDS]


def split(page: Page) -> list[Section]:
    """Return the sections of a page in order; what stands above its first heading belongs to none."""
    written = page.text.split("\n")
    starts = [heading.line for heading in page.headings]
    lines = _below(starts, ((line[0], line) for line in page.lines))
    directives = _below(starts, ((asked.line, asked) for asked in page.directives))
    return [
        Section(heading, "\n".join(written[heading.line - 1 : end - 1]), tuple(lines[at]), tuple(directives[at]))
        for at, (heading, end) in enumerate(zip(page.headings, [*starts[1:], len(written) + 1], strict=False))
    ]


def _below(starts: list[int], numbered: Iterable[tuple[int, T]]) -> list[list[T]]:
    """Return what stands below each of the lines `starts`, and above the next of them; each comes with its line."""
    found: list[list[T]] = [[] for _ in starts]
    for number, each in numbered:
        at = bisect_left(starts, number) - 1
        if at >= 0 and number not in starts[at + 1 : at + 2]:
            found[at].append(each)
    return found


def completed(own: Mapping[str, Page], source: Mapping[str, Page]) -> dict[str, Page]:
    """Return the pages of a language, by path; those of the source that it lacks are borrowed."""
    return {
        path: complete(own.get(path), source[path]) if path in source else own[path] for path in sorted({*own, *source})
    }


def complete(own: Page | None, source: Page) -> Page:
    """Return a language's page with the sections that it lacks, where those that it has stand in the source's order.

    Its `lines` and `links` remain those that its own author wrote. A page that departs from the source in any other
    way comes back as it is: that is for a finding.
    """
    if own is None:
        return borrowed(replace(source, own=b"", links=()))
    if [_key(heading) for heading in own.headings] != [_key(heading) for heading in source.headings]:
        return _filled(own, source) or own
    same = _same(own, source)
    return replace(own, borrowed=same) if same else own


def borrowed(page: Page) -> Page:
    """Return a page all of whose sections are borrowed."""
    return replace(page, borrowed=frozenset(str(heading.id) for heading in page.headings))


def _filled(own: Page, source: Page) -> Page | None:
    """Return the page with the sections of the source that it lacks; None where they cannot be told."""
    ours, theirs = ({_key(section.heading): section for section in split(page)} for page in (own, source))
    lacking = [section for key, section in theirs.items() if key not in ours]
    in_order = list(ours) == [key for key in theirs if key in ours]
    if not ours or not in_order or len(ours) < len(own.headings) or not all(_is_lent(each, own) for each in lacking):
        return None
    shown, line = [], own.headings[0].line
    for key, section in theirs.items():
        line = ours[key].heading.line if key in ours else line
        shown.append(ours[key] if key in ours else _lent(section, line))
    above = own.text.split("\n")[: own.headings[0].line - 1]
    text = "\n".join([*above, *(f"{section.text.rstrip()}\n" for section in shown), *_references(lacking, own, source)])
    made, _ = parse(text, own.path, own.file, ())
    return replace(
        own,
        packed=made.packed,
        boxes=made.boxes,
        words=made.words,
        headings=tuple(section.heading for section in shown),
        directives=tuple(asked for section in shown for asked in section.directives),
        ids=made.ids,
        borrowed=_same(own, source) | {str(section.heading.id) for section in lacking},
    )


def _key(heading: Heading) -> tuple[int, str | None]:
    return heading.level, heading.id


def _is_lent(section: Section, page: Page) -> bool:
    """Tell whether a section can stand on another page: it closes what it opens, and shows nothing a second time."""
    shown = {(asked.name, asked.argument) for asked in page.directives}
    if any((asked.name, asked.argument) in shown for asked in section.directives):
        return False
    opened = [match[1] for _, line in section.lines if "<" in line for match in _DIV.finditer(line)]
    return opened.count("") == opened.count("/")


def _lent(section: Section, line: int) -> Section:
    """Return a section on the line of the one after which it is missing."""
    asked = tuple(replace(each, line=line) for each in section.directives)
    return replace(section, heading=replace(section.heading, line=line), directives=asked)


def _references(lacking: Iterable[Section], own: Page, source: Page) -> Iterator[str]:
    """Yield the definitions of links, anywhere on the source's page, that the sections lacking may use."""
    known = {match[1].lower() for line in _lines([*split(own), *lacking]) if (match := _REFERENCE.match(line))}
    for _, line in source.lines:
        if (match := _REFERENCE.match(line)) and match[1].lower() not in known:
            yield line


def _lines(sections: Iterable[Section]) -> Iterator[str]:
    return (line for section in sections for _, line in section.lines)


def _same(own: Page, source: Page) -> frozenset[str]:
    """Return the ids of sections that are still the source's.

    One of a few words may well be the same in two languages: it counts as translated where another one is.
    """
    theirs = {section.heading.id: section for section in split(source)}
    ours = [section for section in split(own) if section.heading.id in theirs]
    description = own.meta.description if own.meta.description == source.meta.description else ""
    judged = {
        str(section.heading.id): _is_same(section, theirs[section.heading.id], "" if at else description)
        for at, section in enumerate(ours)
    }
    in_doubt = True in judged.values() and False not in judged.values()
    return frozenset(ident for ident, same in judged.items() if same or (same is None and in_doubt))


def _is_same(ours: Section, theirs: Section, description: str) -> bool | None:
    """Tell whether a section is still the source's; None where it is, and too short to tell.

    The first one has the page's `description` beside it, if that is the source's too.
    """
    if sentences := ours.sentences:
        known = {sentence for _, sentence in theirs.sentences}
        return sum(sentence in known for _, sentence in sentences) > len(sentences) * SAME_SENTENCES
    if ours.text.strip() != theirs.text.strip():
        return False
    written = [description, ours.heading.title, *(line for line in _lines([ours]) if not DIRECTIVE.match(line))]
    return True if sum(words(line) for line in written) >= SAME_TEXT_WORDS else None
