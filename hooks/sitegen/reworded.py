"""One file of words, saved again while its course stays in memory: what is wrong with it, and the course in its words.

Whoever is told that only words are new may show them at once; in any doubt, a full build shows them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, reduce
from operator import getitem
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sitegen.check import embedded, links, parity, unseen
from sitegen.course import page, translation, units
from sitegen.course.files import CourseWording
from sitegen.course.headings import made_headings, made_ids
from sitegen.course.prose import prose
from sitegen.course.reader import Reader
from sitegen.edited import brought_ids, made_wrong, outline
from sitegen.kind import Kind, Stage
from sitegen.kinds import KINDS
from sitegen.load import names, states
from sitegen.show.borrowed import said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sitegen.course.course import Course
    from sitegen.course.page import Page
    from sitegen.course.shapes import Loc
    from sitegen.course.translation import Translation
    from sitegen.course.yamlfile import Document
    from sitegen.edited import Targets
    from sitegen.findings import Finding
    from sitegen.kind import Kinds
    from sitegen.show.writer import Writer

_Changes = dict["Loc", tuple[Any, Any]]
"""Place in some data -> what stood there, and what stands there now."""


class Reworded(NamedTuple):
    """What has become of a course."""

    writers: Mapping[str, Writer]
    """What writes it in its new words, by language; empty where only a full build can tell."""
    pages: list[Page]
    """Those of the pages asked for that are to be shown anew."""
    findings: list[Finding]
    """What is wrong with the file; then it is not to be shown."""


_UNSURE = Reworded({}, [], [])
_COURSE: Kind[None, None] = Kind("course", nothing=(None, None), wording=CourseWording)
"""Stands for the course's own words among those of kinds."""
_AROUND = {"title", "description", "sections"}
"""Keys of them that stand around all pages."""


def read(
    writers: Mapping[str, Writer],
    lang: str,
    path: str,
    shown: Collection[str],
    targets: Targets,
    kinds: Kinds = KINDS,
) -> Reworded:
    """Read a language's file, as `quiz.yml`, of a complete course again; check it, and the pages that are `shown`.

    `writers` write the course as it was, by language.
    """
    course, file, name = writers[lang].course, f"{lang}/{path}", path.removesuffix(".yml")
    kind = next((each for each in (_COURSE, *kinds) if _is_of(name, each)), None)
    if kind is None or file not in course.documents or any(name in words.borrowed for words in course.wording.values()):
        return _UNSURE
    reader = Reader(targets.root)
    if not (reader.text(file) or "").strip():  # perhaps half-written: a full build comes when edits rest, and tells
        return _UNSURE
    reader.documents |= course.documents
    reader.fit.add(f"{course.source}/{path}")
    words, _ = reader.wording(lang, name, kind.wording, None, course.source if lang != course.source else None)
    if reader.findings:
        return Reworded({}, [], reader.findings)
    document = reader.documents[file]
    changes = _changes(course.documents[file].data, document.data)
    if changes is None or not _are_words(course, lang, path, words, changes):
        return _UNSURE
    if not changes:
        return Reworded(writers, [], [])
    renewed = _renewed(writers, lang, name, document, words)
    course = renewed[lang].course
    texts = [(loc, *text) for loc in changes if (text := embedded.text_at(words, loc))]
    findings = [
        *unseen.check({lang: {}}, {file: document}),
        *_placeholders(course, lang, path, changes),
        *(found for loc, text, sort in texts for found in embedded.of_text(document, loc, text, sort, names(kinds))),
        *links.of_data(course, *targets, file, states(course, kinds)),
        *(kind.checks[Stage.SOUND](course) if Stage.SOUND in kind.checks else ()),
    ]
    if wrong := [finding for finding in findings if not finding.warning]:
        return Reworded({}, [], wrong)
    return _made(writers[lang], renewed, shown, [before for before, _ in changes.values()], kinds)


def _is_of(name: str, kind: Kind[Any, Any]) -> bool:
    return kind.wording is not None and (name == kind.name or (bool(kind.further) and name.startswith(kind.further)))


def _changes(before: Any, after: Any) -> _Changes | None:
    """Return what is new in some data; None where it has other keys, or their order is another one."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    return {loc: (old[loc], leaf) for loc, leaf in new.items() if leaf != old[loc]} if [*old] == [*new] else None


def _leaves(data: Any, loc: Loc = ()) -> Iterator[tuple[Loc, Any]]:
    below = data.items() if isinstance(data, dict) else list(enumerate(data)) if isinstance(data, list) else ()
    if not below:
        yield loc, data
    for key, value in below:
        yield from _leaves(value, (*loc, key))


def _are_words(course: Course, lang: str, path: str, words: Any, changes: _Changes) -> bool:
    """Tell whether all that is new are texts of pages; one that another language has as well counts as borrowed."""
    others = [course.documents[f"{other}/{path}"].data for other in course.languages if other != lang]
    return all(
        units.OWN.isdisjoint(loc)
        and embedded.text_at(words, loc)
        and not (isinstance(words, CourseWording) and loc[0] in _AROUND)
        and not any(_at(other, loc) == text for other in others)
        for loc, (_, text) in changes.items()
    )


def _at(data: Any, loc: Loc) -> Any:
    """Return what stands at a place in some data; None where it ends before."""
    try:
        return reduce(getitem, loc, data)
    except (LookupError, TypeError):
        return None


def _placeholders(course: Course, lang: str, path: str, changes: _Changes) -> Iterator[Finding]:
    source, others = course.documents[f"{course.source}/{path}"], {lang} if lang != course.source else course.languages
    for other in others:
        document = course.documents[f"{other}/{path}"]
        for loc in changes:
            theirs, ours = _at(source.data, loc), _at(document.data, loc)
            if isinstance(theirs, str) and isinstance(ours, str):
                yield from parity.placeholders_at(loc, source, theirs, document, ours)


def _renewed(
    writers: Mapping[str, Writer], lang: str, name: str, document: Document, words: Any
) -> Mapping[str, Writer]:
    """Return what writes the course with other words, having forgotten all that was made of those before."""
    course, wording = writers[lang].course, writers[lang].course.wording[lang]
    in_course = {"course": words} if isinstance(words, CourseWording) else {"kinds": {**wording.kinds, name: words}}
    shown: dict[str, Mapping[tuple[str, str | None], str]] = {}
    course = replace(
        course,
        wording={**course.wording, lang: replace(wording, **in_course)},
        pages={**course.pages, lang: {**course.pages[lang]}},
        translations=_translations(course, lang, f"{name}.yml", document),
        documents={**course.documents, f"{lang}/{name}.yml": document},
        shown=shown,
        articles={},
    )
    renewed = {each: writer.renewed(course) for each, writer in writers.items()}
    shown |= {each: writer.shown for each, writer in renewed.items()}
    return renewed


def _translations(course: Course, lang: str, file: str, document: Document) -> dict[str, Translation]:
    """Return how translations stand when a file of one language says something else."""
    before = units.of_data(file, course.documents[f"{lang}/{file}"].data)
    new = {place: text for place, text in units.of_data(file, document.data).items() if text != before[place]}
    source = {place: units.normalised(text) for place, text in new.items()} if lang == course.source else {}
    written = {} if lang == course.source else {lang: new}
    return {
        other: translation.compare(
            {**found.source, **source}, {**found.written, **written.get(other, {})}, found.record
        )
        for other, found in course.translations.items()
    }


def _made(
    before: Writer, renewed: Mapping[str, Writer], shown: Collection[str], gone: Iterable[str], kinds: Kinds
) -> Reworded:
    """Make the pages that are `shown` in their new words, where no page has other headings; `gone` are texts before.

    What kinds without words generate waits for a build.
    """
    writer = renewed[before.lang]
    pages = cast("dict[str, Page]", writer.course.pages[writer.lang])
    makers = {path: make for kind in kinds if kind.wording is not None for path, make in kind.pages(writer).items()}
    for path in makers.keys() & shown:
        made, _ = page.parse(makers[path](), path, pages[path].file, names(kinds), generated=True)
        pages[path] = made.with_ids(brought_ids(writer, made))
    anew = [pages[path] for path in shown if path in makers or not pages[path].generated]
    same = all(outline(each) == outline(before.course.pages[before.lang][each.path]) for each in anew)
    if not same or _are_headings(gone, pages.values()) or not all(_names_same(before, writer, each) for each in anew):
        return _UNSURE
    findings = [finding for each in anew for finding in made_wrong(writer, each.path)]
    return Reworded({} if findings else renewed, anew, findings)


def _are_headings(texts: Iterable[str], pages: Iterable[Page]) -> bool:
    """Tell whether a text stands in the description or in a heading of a generated page, which others may show."""
    known = [
        text for each in pages if each.generated for text in (each.meta.description, *(h.title for h in each.headings))
    ]
    told = "\n".join(f" {said(text)} " for text in known)
    return any(f" {said(text)} " in told for text in texts)


def _names_same(old: Writer, new: Writer, shown: Page) -> bool:
    """Tell whether the directives of a page bring the same headings and ids as before."""
    asked = ((each.name, each.argument) for each in shown.directives)
    texts = ((old.directive(*each), new.directive(*each)) for each in asked)
    return all(before == after or _named(before) == _named(after) for before, after in texts)


@lru_cache(maxsize=64)  # what stands there now is what stood there when it is edited next
def _named(text: str) -> tuple[list[tuple[int, str]], list[str]]:
    lines = list(prose(text))
    return [(heading.level, heading.title) for heading in made_headings(lines)], made_ids(lines)
