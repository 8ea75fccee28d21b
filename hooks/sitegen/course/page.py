"""One Markdown page as its author wrote it: front matter, headings, links and directives, each with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen import kept
from sitegen.course import bounds, commonmark, front, slips
from sitegen.course.files import PageMeta
from sitegen.course.headings import Heading, Link, attributed_ids, headings, html_ids, links, made_headings, plain
from sitegen.course.prose import DIRECTIVE, prose, sentences
from sitegen.findings import ContentError, Finding, closest
from sitegen.packed import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sitegen.course.commonmark import Text
    from sitegen.course.slips import Lines

_LOOKALIKE = re.compile(r"<!--\s*+(\w++)\s*+:?\s*+[\w-]*?\s*+-->")
_OPENING = re.compile(r"<!\s*[-–—]+\s*(\w+)(\s*[:=])?")
_LOOSE = re.compile(r"<!\s*+[-–—]++\s*+(\w++)\s*+[:=]?+\s*+(\w++(?:-\w++)*+)?+\s*+[-–—]++>")
"""A directive with a slip in its signs."""
_HEADING_ID = re.compile(r"[a-z][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Directive:
    """`<!-- name: argument -->`."""

    name: str
    argument: str | None
    line: int

    def __str__(self) -> str:
        return f"<!-- {self.name}{f': {self.argument}' if self.argument else ''} -->"


@dataclass(frozen=True)
class Page:
    """A page in one language."""

    path: str
    """Path inside the language's folder: the join key between languages."""
    file: str
    """Path of the source inside the project, for findings."""
    packed: bytes = field(repr=False)
    """All that the file says, packed."""
    own: bytes = field(repr=False)
    """What of it somebody has written in its language, and can be read: all or nothing, but where sections are lent."""
    meta: PageMeta
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    directives: tuple[Directive, ...]
    ids: frozenset[str]
    """Every id that a link may name on this page, as far as the source shows."""
    generated: bool = False
    description_line: int = 1
    body_line: int = 1
    """Line of the file on which the body begins."""
    borrowed: frozenset[str] = frozenset()
    """Ids of the sections that are in the words of the source language, in a language that is not finished."""
    boxes: tuple[str, ...] = ()
    """The first class of each box, in their order; empty for one without."""
    words: int = 0
    """Of the sentences of the body, as written."""

    @property
    def text(self) -> str:
        """All that the file says: what is checked is what is published."""
        return unpack(self.packed)

    @property
    def front(self) -> str:
        """What it says about itself, as a file that has nothing else."""
        return f"---\n{said}\n---\n" if (said := front.split(self.text)[0]) else ""

    @property
    def body(self) -> str:
        """What stands below the front matter."""
        return _body(self.packed)

    @property
    def lines(self) -> Lines:
        """The prose of what is its own, each line with its number in the file."""
        return list(prose(_body(self.own), self.body_line)) if self.own else []

    @property
    def read(self) -> Text:
        """The body, read, as long as that is remembered, else anew; its lines are counted from 0."""
        return commonmark.read("" if self.generated else self.body)

    @property
    def title(self) -> str:
        """Text of the first heading, without Markdown."""
        return self.headings[0].plain if self.headings else plain(self.path)

    @property
    def untranslated(self) -> bool:
        """Whether the whole page is borrowed."""
        return bool(self.borrowed) and self.borrowed >= {heading.id for heading in self.headings}

    def with_ids(self, brought: frozenset[str]) -> Page:
        """Return the page with the ids that its directives bring as well."""
        return replace(self, ids=self.ids | brought)


def parse(
    text: str, path: str, file: str, names: Collection[str], *, generated: bool = False
) -> tuple[Page, list[Finding]]:
    """Read one page; never fails: what is wrong comes back as findings beside the page.

    `names` are those of all directives, to tell one that is misspelt from a comment.
    """
    arguments = (text, path, file, sorted(names), generated)
    return kept.result("pages", arguments, lambda: _parsed(text, path, file, names, generated=generated))


def _parsed(text: str, path: str, file: str, names: Collection[str], *, generated: bool) -> tuple[Page, list[Finding]]:
    meta_text, written, body_line = front.split(text)
    body, packed = commonmark.spaced(written), pack(text)
    findings: list[Finding] = []
    described = 1
    meta = PageMeta.model_construct(slug=None, description="", hide=(), unlisted=False, reviewed=None)
    if not text.strip():
        empty = Page(path, file, packed, b"", meta, (), (), (), frozenset(), generated)
        return empty, [Finding(file, 1, "file/empty", "this file is empty; write the page, or remove it")]
    try:
        meta, described = front.read(meta_text, file, opened=text.startswith("---"))
    except ContentError as error:
        findings.extend(error.findings)
    read = commonmark.read("" if generated else body)
    own = packed if read.tokens or not read.beyond else b""
    lines = list(prose(body, body_line)) if own else []
    others = [(number, ident) for number, line in lines for ident in html_ids([(number, line)])]
    others += attributed_ids(read, body_line)
    titles = tuple(made_headings(lines) if generated else headings(read, body_line))
    if not generated and not read.beyond:
        findings.extend(_heading_findings(titles, file))
        findings.extend(_twice(titles, others, file))
    if not generated:
        findings.extend(faults(body, read, lines, file, names, body_line))
    found = Page(
        path,
        file,
        packed,
        own,
        meta,
        titles,
        tuple(links(read, body_line)),
        tuple(
            Directive(match[1], match[2], number)
            for number, line in lines
            if (match := DIRECTIVE.match(line)) and closest(match[1], names)
        ),
        frozenset([*(heading.id for heading in titles if heading.id), *(ident for _, ident in others)]),
        generated,
        described,
        body_line,
        boxes=tuple(commonmark.boxes(read)),
        words=sum(map(len, sentences(body))),
    )
    return found, findings


def faults(
    text: str, read: Text, lines: Lines, file: str, names: Collection[str], first_line: int = 1
) -> list[Finding]:
    """Return what is wrong with Markdown wherever it stands, on a page or in a YAML file.

    `read` is what it says, `lines` are its prose, `names` those of all directives.
    """
    if read.beyond:
        return list(bounds.findings(read.beyond, file, first_line))
    return [
        *slips.check(read, lines, file, first_line),
        *_open_fences(read, text, first_line, file),
        *_directive_findings(lines, file, names),
        *_link_findings(read, file, first_line),
    ]


def _twice(titles: tuple[Heading, ...], others: list[tuple[int, str]], file: str) -> Iterator[Finding]:
    """Find ids of other elements that a heading has, or another element before."""
    seen = {heading.id: heading.line for heading in titles if heading.id}
    for line, ident in others:
        if ident in seen:
            message = f"the id '{ident}' stands here a second time (first on line {seen[ident]}); choose another"
            yield Finding(file, line, "heading/duplicate-id", message)
        seen.setdefault(ident, line)


@lru_cache(maxsize=256)
def _body(packed: bytes) -> str:
    return commonmark.spaced(front.split(unpack(packed))[1])


def _heading_findings(headings: tuple[Heading, ...], file: str) -> Iterator[Finding]:
    if not headings or headings[0].level != 1:
        line = headings[0].line if headings else 1
        yield Finding(file, line, "heading/first", "a page begins with its title, as '# Title {#id}'")
    seen: dict[str, int] = {}
    previous = 0
    for heading in headings:
        if heading.id is None and heading.underlined:
            message = (
                f"the line below '{heading.title.rpartition(chr(10))[2]}' makes a heading of it: leave an empty line"
            )
            message += " between them, or write the heading as '## Title {#id}'"
            yield Finding(file, heading.line, "heading/underlined", message)
            continue
        if heading.level == 1 and heading is not headings[0]:
            yield Finding(file, heading.line, "heading/first", "a page has one title; use '##' for its sections")
        elif previous and heading.level > previous + 1:
            message = f"'{'#' * heading.level}' follows '{'#' * previous}'; go down one level at a time"
            yield Finding(file, heading.line, "heading/level", message)
        previous = heading.level
        if heading.id is None:
            message = f"give the heading '{heading.title}' an id that every language shares, as '{{#short-word}}'"
            yield Finding(file, heading.line, "heading/no-id", message)
        elif heading.id in seen:
            message = f"the id '{heading.id}' stands here a second time (first on line {seen[heading.id]})"
            yield Finding(file, heading.line, "heading/duplicate-id", message)
        elif not _HEADING_ID.fullmatch(heading.id):
            message = f"the id '{heading.id}' has small letters, digits and hyphens only, as '{{#short-word}}'"
            yield Finding(file, heading.line, "heading/id", message)
        else:
            seen[heading.id] = heading.line


def _open_fences(read: Text, text: str, first_line: int, file: str) -> Iterator[Finding]:
    """Find code fences that nothing closes: all that follows them would be code."""
    lines = text.split("\n")
    for token in read.tokens:
        if token.type == "fence" and token.map:
            begin, end = token.map
            quoted = lines[begin].lstrip().startswith(">")  # what is quoted ends with the quotation
            if not quoted and (
                end == begin + 1 or not re.search(rf"{re.escape(token.markup)}+[ \t]*$", lines[end - 1])
            ):
                message = f"'{token.markup}' opens code that no '{token.markup}' closes"
                yield Finding(file, first_line + begin, "fence/unclosed", message)


def _directive_findings(lines: Lines, file: str, names: Collection[str]) -> Iterator[Finding]:
    for number, line in lines:
        if "<!" not in line:
            continue
        asked = DIRECTIVE.match(line.strip())
        if line != line.strip() and asked and closest(asked[1], names):
            message = f"'{line.strip()}' must start at the margin, alone on its line"
            yield Finding(file, number, "directive/indented", message)
        elif not DIRECTIVE.match(line) and _is_lookalike(line.strip(), names):
            message = f"'{line.strip()}' is no directive; one looks like <!-- name --> or <!-- name: entry_id -->"
            yield Finding(file, number, "directive/malformed", f"{message}, alone on its line")


def _link_findings(read: Text, file: str, first_line: int) -> Iterator[Finding]:
    for link in links(read, first_line):
        if not link.target:
            message = "a link here leads nowhere: nothing stands in its round brackets"
            yield Finding(file, link.line, "link/malformed", f"{message}; one looks like [text](page.md#section)")
        if link.html and not re.match(r"[A-Za-z][\w+.-]*:|//|#", link.target):
            message = f"'{link.target}': write it as a Markdown link, [text]({link.target})"
            yield Finding(file, link.line, "link/html", message)


def nearly_asked(page: Page, names: Collection[str]) -> list[Directive | None]:
    """Return the directives of a page, and those that it asks for with a slip; None for one that cannot be read."""
    found: list[tuple[int, Directive | None]] = [(asked.line, asked) for asked in page.directives]
    for number, line in page.lines:
        if "<!" in line and not DIRECTIVE.match(line) and _is_lookalike(line.strip(), names):
            written = _LOOSE.fullmatch(line.strip())
            known = written and closest(written[1].lower(), names)
            asked = Directive(written[1].lower(), written[2], number) if written and known else None
            found.insert(
                next((at for at, (below, _) in enumerate(found) if below > number), len(found)), (number, asked)
            )
    return [asked for _, asked in found]


def _is_lookalike(line: str, names: Collection[str]) -> bool:
    """Tell whether a line names a directive, or nearly; a comment to other authors begins with another word."""
    alike = _LOOKALIKE.fullmatch(line)
    return bool(alike and closest(alike[1].lower(), names)) or any(
        word.lower() in names or (colon and closest(word.lower(), names)) for word, colon in _OPENING.findall(line)
    )
