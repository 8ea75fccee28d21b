"""One Markdown page as its author wrote it: front matter, headings, links and directives, each with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from sitegen.course import slips, yamlfile
from sitegen.course.files import PageMeta
from sitegen.course.prose import DIRECTIVE, FENCE, prose
from sitegen.findings import ContentError, Finding, closest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sitegen.course.slips import Lines

_LOOKALIKE = re.compile(r"<!--\s*\w+\s*:?\s*[\w-]*\s*-->")
_OPENING = re.compile(r"<!\s*[-–—]+\s*(\w+)(\s*[:=])?")
_HEADING_ID = re.compile(r"[a-z][a-z0-9_-]*")
_HEADING = re.compile(r"^\s*(#{1,6})(?!#)\s*(.*?)\s*#*\s*$")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*([^{}]*)\}$")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\s*\)")
_HTML_LINK = re.compile(r"\b(?:href|src)\s*=\s*[\"']([^\"']+)[\"']")
REFERENCE = re.compile(r"^ {0,3}\[(?!\^)([^\]]+)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?$")
_REFERENCE_USE = re.compile(r"(?<![\\!])\[[^\[\]]+\]\[([^\[\]]+)\]")
_HTML_ID = re.compile(r"\bid\s*=\s*[\"']([^\"']+)[\"']")


@dataclass(frozen=True)
class Heading:
    """A heading in `#` form."""

    level: int
    id: str | None
    """The explicit `{#id}`."""
    title: str
    line: int


@dataclass(frozen=True)
class Link:
    """A link or an image, as written."""

    target: str
    line: int
    html: bool = False
    """Whether it is raw HTML, which no host turns into an address."""


@dataclass(frozen=True)
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
    text: str
    """All that the file says: what is checked is what is published."""
    meta: PageMeta
    body: str
    lines: Lines = field(repr=False)
    """The prose of the body, each line with its number in the file."""
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    directives: tuple[Directive, ...]
    ids: frozenset[str]
    """Every id that a link may name on this page, as far as the source shows."""
    generated: bool = False
    description_line: int = 1
    borrowed: frozenset[str] = frozenset()
    """Ids of the sections that are in the words of the source language, in a language that is not finished."""

    @property
    def title(self) -> str:
        """Text of the first heading, without Markdown."""
        written = self.headings[0].title if self.headings else self.path
        return unescape(re.sub(r"\\(.)|[*`]", lambda mark: mark[1] or "", written))

    @property
    def untranslated(self) -> bool:
        """Whether the whole page is borrowed."""
        return bool(self.borrowed) and self.borrowed >= {heading.id for heading in self.headings}


def parse(
    text: str, path: str, file: str, names: Collection[str], *, generated: bool = False
) -> tuple[Page, list[Finding]]:
    """Read one page; never fails: what is wrong comes back as findings beside the page.

    `names` are those of all directives, to tell one that is misspelt from a comment.
    """
    meta_text, body, body_line = _split(text)
    findings: list[Finding] = []
    described = 1
    meta = PageMeta.model_construct(slug=None, description="", hide=())
    if not text.strip():
        empty = Page(path, file, text, meta, "", [], (), (), (), frozenset(), generated)
        return empty, [Finding(file, 1, "file/empty", "this file is empty; write the page, or remove it")]
    try:
        meta, described = _read_meta(meta_text, file, opened=text.startswith("---"))
    except ContentError as error:
        findings.extend(error.findings)
    lines = list(prose(body, body_line))
    titles = tuple(headings(lines))
    findings.extend(_heading_findings(titles, file))
    findings.extend(faults(body, lines, file, names, body_line))
    links, _ = _links(lines)
    directives = tuple(
        Directive(match[1], match[2], number) for number, line in lines if (match := DIRECTIVE.match(line))
    )
    found = Page(
        path,
        file,
        text,
        meta,
        body,
        lines,
        titles,
        links,
        directives,
        frozenset(ids(lines)),
        generated,
        described,
    )
    return found, findings


def faults(text: str, lines: Lines, file: str, names: Collection[str], first_line: int = 1) -> list[Finding]:
    """Return what is wrong with Markdown wherever it stands, on a page or in a YAML file.

    `lines` are its prose, `names` those of all directives.
    """
    return [
        *slips.check(lines, file),
        *_open_fence(text, first_line, file),
        *_directive_findings(lines, file, names),
        *_link_findings(lines, file),
    ]


def ids(lines: Lines) -> list[str]:
    """Return the ids of headings and elements in prose, as often as they stand there."""
    named = [heading.id for heading in headings(lines) if heading.id]
    return named + [match[1] for _, line in lines if "id" in line for match in _HTML_ID.finditer(line)]


def markdown_links(text: str) -> list[str]:
    """Return the targets of all links in a short Markdown text."""
    return [match[1] for match in _LINK.finditer(text)] + [match[1] for match in _HTML_LINK.finditer(text)]


def _split(text: str) -> tuple[str, str, int]:
    """Return front matter, body, and the body's first line."""
    lines = text.split("\n")
    if lines and lines[0].rstrip() == "---":
        for number, line in enumerate(lines[1:], 1):
            if line.rstrip() in {"---", "..."}:
                return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    return "", text, 1


def _read_meta(text: str, file: str, *, opened: bool) -> tuple[PageMeta, int]:
    """Return the front matter, and the line of its description."""
    if not text.strip():
        message = "the page must begin with '---', 'description: …' (and 'slug: …'), '---'"
        if opened:
            message = "the second '---', which ends what is said about the page, is missing or has nothing above it"
        raise ContentError([Finding(file, 1, "schema/front-matter", message)])
    document = yamlfile.parse(text, file, first_line=2)
    return yamlfile.read(document, PageMeta), document.line("description")


def headings(lines: Lines) -> Iterator[Heading]:
    """Yield the headings in prose."""
    for number, line in lines:
        match = _HEADING.match(line) if "#" in line else None
        if not match or slips.INDENTED_HEADING.match(line) or (line.startswith("    ") and not match[2]):
            continue
        title, ident = match[2], None
        if attributes := _ATTRIBUTES.search(title):
            title = title[: attributes.start()]
            ident = next((word[1:] for word in attributes[1].split() if word.startswith("#")), None)
        yield Heading(len(match[1]), ident, title, number)


def _heading_findings(headings: tuple[Heading, ...], file: str) -> Iterator[Finding]:
    if not headings or headings[0].level != 1:
        line = headings[0].line if headings else 1
        yield Finding(file, line, "heading/first", "a page begins with its title, as '# Title {#id}'")
    seen: dict[str, int] = {}
    previous = 0
    for heading in headings:
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


def _open_fence(body: str, first_line: int, file: str) -> Iterator[Finding]:
    """Find a code fence that nothing closes: all that follows it would be code."""
    fence, opened = "", 0
    for number, line in enumerate(body.split("\n"), first_line):
        if match := FENCE.match(line):
            if not fence:
                fence, opened = match[1], number
            elif match[1].startswith(fence) and not match[2].strip():
                fence = ""
    if fence:
        yield Finding(file, opened, "fence/unclosed", f"'{fence}' opens code that no '{fence}' closes")


def _directive_findings(lines: Lines, file: str, names: Collection[str]) -> Iterator[Finding]:
    for number, line in lines:
        if "<!" not in line:
            continue
        if line != line.strip() and DIRECTIVE.match(line.strip()):
            message = f"'{line.strip()}' must start at the margin, alone on its line"
            yield Finding(file, number, "directive/indented", message)
        elif not DIRECTIVE.match(line) and _is_lookalike(line.strip(), names):
            message = f"'{line.strip()}' is no directive; one looks like <!-- name --> or <!-- name: entry_id -->"
            yield Finding(file, number, "directive/malformed", f"{message}, alone on its line")


def _link_findings(lines: Lines, file: str) -> Iterator[Finding]:
    links, undefined = _links(lines)
    for link in undefined:
        message = f"no line '[{link.target}]: address' defines the link"
        yield Finding(file, link.line, "link/undefined", message)
    for link in links:
        if link.html and not re.match(r"[A-Za-z][\w+.-]*:|//|#", link.target):
            message = f"'{link.target}': write it as a Markdown link, [text]({link.target})"
            yield Finding(file, link.line, "link/html", message)


def _is_lookalike(line: str, names: Collection[str]) -> bool:
    """Tell whether a line names a directive, or nearly; a comment to other authors begins with another word."""
    return bool(_LOOKALIKE.fullmatch(line)) or any(
        word.lower() in names or (colon and closest(word.lower(), names)) for word, colon in _OPENING.findall(line)
    )


def _links(lines: list[tuple[int, str]]) -> tuple[tuple[Link, ...], list[Link]]:
    """Return the page's links, and the uses of references that nothing defines."""
    links: list[Link] = []
    uses: list[Link] = []
    defined: set[str] = set()
    for number, line in lines:
        if "]" not in line and "=" not in line:
            continue
        if match := REFERENCE.match(line):
            defined.add(match[1].lower())
            links.append(Link(match[2], number))
            continue
        links.extend(Link(match[1], number) for match in _LINK.finditer(line))
        links.extend(Link(match[1], number, html=True) for match in _HTML_LINK.finditer(line))
        uses.extend(Link(match[1], number) for match in _REFERENCE_USE.finditer(line))
    return tuple(links), [use for use in uses if use.target.lower() not in defined]
