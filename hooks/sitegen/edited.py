"""One page, saved again while its course stays in memory: what is wrong with it, and whether other pages depend on it.

Whoever is told that nothing else depends on it may show it at once; in any doubt, a full build shows it.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, cast

from sitegen.check import brought, links, unseen, whole
from sitegen.course import translation, units
from sitegen.course.allowed import MADE
from sitegen.course.headings import made_ids, sections
from sitegen.course.page import parse
from sitegen.course.prose import prose
from sitegen.course.reader import Reader
from sitegen.course.sections import complete
from sitegen.kinds import KINDS
from sitegen.load import names, states
from sitegen.show.policy import faults

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.course.course import Course
    from sitegen.course.page import Page
    from sitegen.course.translation import Translation
    from sitegen.findings import Finding
    from sitegen.kind import Kinds
    from sitegen.show.writer import Writer


class Targets(NamedTuple):
    """Where links lead, beside to pages."""

    root: Path
    """The content folder."""
    assets: Path
    """The folder that all languages share."""
    site: str
    """The site's own address, if it is known."""


class Edited(NamedTuple):
    """What has become of a page."""

    page: Page | None
    """The page in its new words, where nothing but them is new; None where only a full build can tell."""
    findings: list[Finding]
    """What is wrong with it; then it is not to be shown."""


_UNSURE = Edited(None, [])


def read(writer: Writer, path: str, targets: Targets, kinds: Kinds = KINDS) -> Edited:
    """Read a page of a complete course again, and check it alone."""
    course, lang = writer.course, writer.lang
    before = course.pages[lang].get(path)
    if before is None or any(pages[path].borrowed for pages in course.pages.values() if path in pages):
        return _UNSURE
    reader = Reader(targets.root)
    text = reader.text(f"{lang}/{path}")
    if text is None or not text.strip():  # perhaps half-written: a full build comes when edits rest, and tells
        return _UNSURE
    page, findings = parse(text, path, before.file, names(kinds))
    findings = [*findings, *unseen.check({lang: {path: page}}, {})]
    if any(not finding.warning for finding in findings):
        return Edited(None, findings)
    page = page.with_ids(brought_ids(writer, page))
    if outline(page) != outline(before) or _borrows(course, lang, page):
        return _UNSURE
    findings += links.of_page(course, *targets, lang, page, states(course, kinds))
    return Edited(None if findings else page, findings)


def put(writer: Writer, page: Page) -> list[Finding]:
    """Put a page in the place of the one before, in the course itself; return what is wrong with what is made of it.

    Where something is, all is as before.
    """
    course, lang, path = writer.course, writer.lang, page.path
    pages = cast("dict[str, Page]", course.pages[lang])
    before, made = pages[path], writer.articles.pop(path, None)
    pages[path] = page
    findings = made_wrong(writer, path)
    if findings:
        pages[path] = before
        del writer.articles[path]
        if made is not None:
            writer.articles[path] = made
    elif lang != course.source:
        _note_source(course, lang, path)
    return findings


def made_wrong(writer: Writer, path: str) -> list[Finding]:
    """Return what is wrong with what is made of a page."""
    page, article = writer.course.pages[writer.lang][path], writer.article(path)
    findings = [*whole.changed(page.file, page.body_line, article.change)]
    return [*findings, *brought.findings(writer.course, writer.lang, path, faults(article.html, MADE))]


def _note_source(course: Course, lang: str, path: str) -> None:
    """Note how the translation of a page stands, for its source may say something else by now."""
    said = {place: units.normalised(text) for place, text in units.of_page(course.pages[course.source][path]).items()}
    translations, found = cast("dict[str, Translation]", course.translations), course.translations[lang]
    translations[lang] = translation.compare({**found.source, **said}, found.written, found.record)


def outline(page: Page) -> tuple[object, ...]:
    """Return all that other pages, the navigation and what is recorded may know of a page."""
    named = [(heading.line, (heading.level, heading.id, heading.title)) for heading in page.headings]
    named += [(line, (0, ident, "")) for line, ident in sections(page.headings, page.lines)]
    asked = [(each.line, (each.name, each.argument, "")) for each in page.directives]
    return page.meta, page.borrowed, page.ids, [each for _, each in sorted([*named, *asked], key=itemgetter(0))]


def _borrows(course: Course, lang: str, page: Page) -> bool:
    """Tell whether some section is the same now in a translation and in the source: then it counts as borrowed."""
    if lang != course.source:
        source = course.pages[course.source].get(page.path)
        return source is None or bool(complete(page, source).borrowed)
    others = (pages.get(page.path) for other, pages in course.pages.items() if other != lang)
    return any(complete(own, page).borrowed for own in others)


def brought_ids(writer: Writer, page: Page) -> frozenset[str]:
    """Return the ids that the directives of a page bring."""
    texts = [writer.directive(asked.name, asked.argument) for asked in page.directives]
    return frozenset(ident for text in texts for ident in made_ids(list(prose(text))))
