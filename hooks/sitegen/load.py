"""From the content folder to a complete course, or to the list of everything that is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from sitegen import apart, boundary, kept
from sitegen.check import (
    brought,
    causes,
    coverage,
    directives,
    embedded,
    host,
    ids,
    interface,
    ledger,
    license,
    limits,
    links,
    navigation,
    outside,
    parity,
    renamed,
    unmeant,
    unread,
    unseen,
    unwritable,
    whole,
)
from sitegen.course import links as where
from sitegen.course import page, sections, translation, units
from sitegen.course.course import Course, Wording
from sitegen.course.files import CourseFile, CourseWording, Published
from sitegen.course.reader import Reader
from sitegen.course.tree import is_text
from sitegen.course.yamlfile import Document
from sitegen.findings import ContentError, Finding, folded
from sitegen.kind import Stage
from sitegen.kinds import KINDS
from sitegen.show import edit, stale
from sitegen.show.articles import articles
from sitegen.show.borrowed import borrowed
from sitegen.show.stale import Shower
from sitegen.show.writer import Tables, Writer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from sitegen.course.translation import Translation
    from sitegen.kind import Kind, Kinds
    from sitegen.show.article import Article
    from sitegen.show.edit import Source

SETTINGS = "mkdocs.yml"
"""The host's settings, beside the content folder: they hold the navigation and the site's address."""

_NO_WORDING = CourseWording(title="-", description="-")


def load(
    root: Path, assets: Path | None = None, extra: Mapping[str, Any] | None = None, kinds: Kinds = KINDS
) -> Course:
    """Read, check and complete the course under the folder `root`.

    `assets` is a folder whose files pages of every language may link to, `extra` the host's settings that content may
    show. Raises `ContentError` with the errors of all files at once; what is only worth a warning comes back as the
    course's `warnings`.
    """
    kept.begin(root.parent / kept.FOLDER if (root.parent / SETTINGS).is_file() else None)  # in a project with a host
    beside = [root.parent / unmeant.THEME, *([assets] if assets else [])]
    if astray := outside.check(root.parent, [root, *beside]):
        raise ContentError(astray)  # before anything is read through these links
    reader, given = Reader(root), kinds
    course, kinds = _opened(reader, given, beside)
    said = _settings(root.parent / SETTINGS)
    known, two_named = renamed.check(course, reader.written, Document(SETTINGS, None, {}, said))
    if two_named:  # all else is told in the same answer
        reader = renamed.OneName(root, known)
        course, kinds = _opened(reader, given, beside)
        said = renamed.with_one_name(said, known)
    findings = _check_read(course, reader, kinds)
    if course.source in course.languages:
        findings += _check_data(course, reader, kinds)
    settings = host.check(said, SETTINGS, course, kinds, root.parent, assets)
    extra = None if settings else extra  # only what is right can be shown
    rendered = reader.sound and not _errors(findings)
    if rendered:
        course, twice = _complete(course, extra, kinds)
        course = replace(course, articles=_articles(course, extra, kinds))
        findings += [*twice, *_made(course, kinds, Stage.COMPLETE), *ledger.check(course)]
        findings += limits.check_generated(course, partial(_place, course, kinds))
    findings += whole.check(course)
    findings += [
        *two_named,
        *reader.findings,
        *settings,
        *unwritable.check(root, assets),
        *navigation.check(said, SETTINGS, course, rendered=rendered),
        *license.check(said, SETTINGS, root.parent, root.name),
        *links.check(course, root, assets, rendered=rendered, site=navigation.site(said), states=states(course, kinds)),
    ]
    if not _errors(findings):
        findings += brought.check(course)
    findings = causes.first(findings, course.languages)
    if _errors(findings):
        raise ContentError(findings)
    return replace(course, warnings=tuple(sorted(folded({*findings, *_made(course, kinds, Stage.RIGHT)}))))


def standing(root: Path, wrong: Iterable[Finding], kinds: Kinds = KINDS) -> Mapping[str, Translation]:
    """Return how the translations stand of a course that is not loaded for what is `wrong`, as far as that can be told.

    Pages and files of which some language has nothing that could be read say nothing.
    """
    if outside.check(root.parent, [root]):
        return {}
    reader = Reader(root)
    try:
        kinds = _with_further(reader, kinds)
        file: CourseFile | None = reader.yaml("course.yml", CourseFile, None)
        course = _with_translations(reader, _read(reader, _with_folders(reader, file), kinds)) if file else None
    except ContentError:
        return {}
    if course is None:
        return {}
    unread = causes.unread([*wrong, *reader.findings], course.languages)
    unread |= {path.partition("/")[2] for path in reader.unfit - course.documents.keys()}
    if any(finding.rule in _TWO_NAMES for finding in wrong):
        pages = [reader.written[lang] for lang in course.languages]
        unread |= {path for one in pages for path in one if not all(path in other for other in pages)}
    return {lang: translation.without(found, unread) for lang, found in course.translations.items()}


def states(course: Course, kinds: Kinds) -> dict[str, Collection[str]]:
    """Return what links may ask of widgets: `page.md#name` -> values."""
    if course.source not in course.languages:
        return {}
    return {place: values for kind in kinds for place, values in kind.states(course).items()}


_TWO_NAMES = {"parity/missing-page", "file/renamed"}
"""What is told where a page has, or may have, another name in one language."""


def writer(course: Course, lang: str, extra: Mapping[str, Any] | None = None, kinds: Kinds = KINDS) -> Writer:
    """Return what writes a language of a course; `extra` as for `load`."""
    return Writer(course, lang, tables(kinds), extra)


def record(course: Course, kinds: Kinds = KINDS) -> Published:
    """Return what `content/published.yml` should say: what is recorded, and all that links may carry today."""
    found = ledger.record(course, course.published or Published())
    for kind in kinds:
        found = kind.record(course, found)
    return found


def tables(kinds: Kinds) -> Tables:
    """Return what the kinds of content bring to writing."""
    return Tables(
        directives={directive.name: directive.render for kind in kinds for directive in kind.directives},
        extensions=tuple(kind.extensions for kind in kinds if kind.extensions),
        shows=tuple(kind.shows for kind in kinds if kind.shows),
        proves=tuple(kind.proves for kind in kinds if kind.proves),
        facts=tuple(kind.facts for kind in kinds if kind.facts),
    )


def stale_sections(course: Course, lang: str, kinds: Kinds = KINDS) -> dict[str, set[str]]:
    """Return path -> ids of the headings below which readers of a language meet what the source says no longer."""
    showers = {}
    for kind in kinds:
        asked = {one.name for one in kind.directives}
        showers[f"{kind.name}.yml"] = Shower(kind.folder, asked)
        for name in course.kinds if kind.further else ():
            if name.startswith(kind.further):
                showers[f"{name}.yml"] = Shower(kind.folder, asked, name.removeprefix(kind.further))
    return stale.sections(course, lang, showers)


def source(course: Course, lang: str, path: str, kinds: Kinds = KINDS) -> Source | None:
    """Return the file, and perhaps the line, where the words of a page stand; None where nobody has written them."""
    written = next((kind.written for kind in kinds if kind.written and path.startswith(kind.folder)), None)
    return edit.source(course, lang, path, written)


def _place(course: Course, kinds: Kinds, lang: str, path: str) -> tuple[str, int] | None:
    found = source(course, lang, path, kinds)
    return (found.file, found.line or 1) if found else None


def aliases(course: Course, lang: str, path: str, kinds: Kinds = KINDS) -> dict[str, tuple[str, ...]]:
    """Return other words by which search finds a page, under an empty id; those of its entries under their own."""
    placed = {place: words for kind in kinds for place, words in kind.aliases(course, lang).items()}
    entries = {place.partition("#")[2]: words for place, words in placed.items() if place.partition("#")[0] == path}
    return {"": course.pages[lang][path].meta.aliases, **entries}


def names(kinds: Kinds) -> frozenset[str]:
    """Return the names of all directives."""
    return frozenset(directive.name for kind in kinds for directive in kind.directives)


def _opened(reader: Reader, kinds: Kinds, beside: Collection[Path]) -> tuple[Course, Kinds]:
    """Return the course as its files have it, and the kinds with those that have further files of theirs."""
    kinds = _with_further(reader, kinds)
    file: CourseFile | None = reader.yaml("course.yml", CourseFile, None)
    if file is None:
        raise ContentError(reader.findings)
    file = _with_folders(reader, file)
    course = _with_translations(reader, _read(reader, file, kinds))
    _note_unread(reader, course, kinds, beside)
    return course, kinds


def _with_further(reader: Reader, kinds: Kinds) -> Kinds:
    """Return the kinds with one more for each further file of theirs."""
    return tuple(
        each for kind in kinds for each in (kind, *(kind.one(ident) for ident in reader.entries(kind.further)))
    )


def _check_read(course: Course, reader: Reader, kinds: Kinds) -> list[Finding]:
    known = {directive.name: directive for kind in kinds for directive in kind.directives}
    return [
        *interface.check(course.languages, course.source, reader.shown("course.yml")),
        *parity.check_pages(course, kinds),
        *coverage.check(course, kinds),
        *limits.check(course),
        *unseen.check(reader.written, course.documents),
        *embedded.check(course, known),
        *directives.check(course, known, all_read=reader.sound),
        *_made(course, kinds, Stage.READ),
    ]


def _check_data(course: Course, reader: Reader, kinds: Kinds) -> list[Finding]:
    """Return what is wrong with files of data that have their shape; words wait for all of them, structure does not."""
    if any(path.partition("/")[0] not in course.file.languages for path in reader.unfit):
        return []
    wrong: set[Kind[Any, Any]] = set()
    findings = [*_made(course, kinds, Stage.STRUCTURE, wrong), *parity.check_wording(course, kinds, reader.unfit)]
    if reader.sound:
        findings += interface.check_varieties(course)
        findings += _made(course, kinds, Stage.SOUND, wrong)
    return findings


def _made(course: Course, kinds: Kinds, stage: Stage, wrong: set[Kind[Any, Any]] | None = None) -> Iterator[Finding]:
    """Yield what the checks of all kinds find at a stage.

    Those found wrong are added to `wrong`, if it is given; then a kind waits until those that it builds on are right.
    """
    wrong = set() if (alone := wrong is None) else wrong
    for kind in kinds:
        check = kind.checks.get(stage)
        if check is None or not (alone or wrong.isdisjoint(kind.after)):
            continue
        found = list(check(course))
        if _errors(found):
            wrong.add(kind)
        yield from found


def _complete(course: Course, extra: Mapping[str, Any] | None, kinds: Kinds) -> tuple[Course, list[Finding]]:
    """Return the course with its generated pages, its permanent addresses and all that directives stand for."""
    course = _with_generated(course, kinds)
    writers = {lang: writer(course, lang, extra, kinds) for lang in course.languages}
    course, twice = ids.complete(course, writers)
    course = replace(course, shown={lang: dict(written.shown) for lang, written in writers.items()})
    placed = {address: place for kind in kinds for address, place in kind.placed(course).items()}
    moved = {address: path for kind in kinds for address, path in kind.moved(course).items()}
    return where.complete(course, placed, moved), twice


def _articles(course: Course, extra: Mapping[str, Any] | None, kinds: Kinds) -> dict[str, dict[str, Article]]:
    """Return what is made of all pages, for the checks and for the host."""
    made = apart.each(lambda lang: articles(writer(course, lang, extra, kinds)), course.languages)
    return dict(zip(course.languages, made, strict=True))


def _with_generated(course: Course, kinds: Kinds) -> Course:
    pages = {lang: dict(found) for lang, found in course.pages.items()}
    for lang in course.languages:
        written, lent = writer(course, lang, kinds=kinds), borrowed(course, lang)
        for kind in kinds:
            for path, make in kind.pages(written).items():
                file = f"(generated) {lang}/{path}"
                made, _ = page.parse(make(), path, file, names(kinds), generated=True)
                pages[lang][path] = sections.borrowed(made) if lent and made.title in lent else made
    return replace(course, pages=pages)


def _with_folders(reader: Reader, file: CourseFile) -> CourseFile:
    """Return the file without the languages that have no folder."""
    lacking = [lang for lang in file.languages if not (reader.root / lang).is_dir()]
    for lang in lacking:
        place = ("languages", file.languages.index(lang))
        message = f"there is no folder {reader.shown(lang)}; write it, or take '{lang}' out of the languages"
        reader.findings.append(reader.documents["course.yml"].finding(place, "file/missing", message))
    if file.source in lacking:
        raise ContentError(reader.findings)
    return file.model_copy(update={"languages": tuple(x for x in file.languages if x not in lacking)})


def _read(reader: Reader, file: CourseFile, kinds: Kinds) -> Course:
    published: Published | None = None
    if reader.has("published.yml"):
        published = reader.yaml("published.yml", Published, None)
    structure = {kind.name: _structure(reader, kind) for kind in kinds}
    worded = [kind for kind in kinds if _is_worded(reader, file, kind, structure[kind.name])]
    wording: dict[str, Wording] = {}
    pages: dict[str, dict[str, page.Page]] = {}
    for lang in sorted(file.languages, key=lambda lang: lang != file.source):
        wording[lang] = _words(reader, lang, worded, file.source if lang != file.source else None)
        pages[lang] = sections.completed(reader.pages(lang, names(kinds)), pages.get(file.source, {}))
    wording = {lang: wording[lang] for lang in file.languages}
    pages = {lang: pages[lang] for lang in file.languages}
    return Course(file, published, structure, wording, pages, reader.documents)


def _words(reader: Reader, lang: str, worded: list[Kind[Any, Any]], source: str | None) -> Wording:
    """Return the wording of a language; what it lacks is borrowed from the `source`, which itself borrows nothing."""
    shapes = {"course": (CourseWording, _NO_WORDING)} | {kind.name: (kind.wording, kind.nothing[1]) for kind in worded}
    read = {name: reader.wording(lang, name, shape, nothing, source) for name, (shape, nothing) in shapes.items()}
    words = {name: value for name, (value, _) in read.items()}
    return Wording(words.pop("course"), words, {name: places for name, (_, places) in read.items() if places})


def _with_translations(reader: Reader, course: Course) -> Course:
    """Return the course with how each of its translations stands, by what their own files hold."""
    if course.source not in course.languages:
        return course
    held = {lang: units.of(lang, reader.written[lang], course.documents) for lang in course.languages}
    source = {place: units.normalised(text) for place, text in held.pop(course.source).items()}
    stand = {
        lang: translation.compare(source, written, _record(reader, f"{lang}/{translation.FILE}"))
        for lang, written in held.items()
    }
    return replace(course, translations=stand)


def _record(reader: Reader, path: str) -> translation.Record:
    if not reader.has(path):
        return {}
    record = translation.record_in(reader.text(path) or "")
    if record is None:  # somebody else has written it
        record = reader.yaml(path, translation.Record, {})
        reader.documents.pop(path, None)  # nothing that readers see
    return record


def _structure(reader: Reader, kind: Kind[Any, Any]) -> Any:
    if kind.read:
        return kind.read(reader)
    if kind.structure is None or not reader.has(f"{kind.name}.yml"):
        return kind.nothing[0]
    found = reader.yaml(f"{kind.name}.yml", kind.structure, kind.nothing[0])
    return tuple(found) if isinstance(found, list) else found


def _is_worded(reader: Reader, file: CourseFile, kind: Kind[Any, Any], structure: Any) -> bool:
    """Tell whether each language has words for a kind: where it has a structure, or some language has words."""
    if kind.wording is None:
        return False
    if kind.read:
        return bool(structure)
    if kind.structure is not None:
        return reader.has(f"{kind.name}.yml")
    return any(reader.has(f"{lang}/{kind.name}.yml") for lang in file.languages)


def _note_unread(reader: Reader, course: Course, kinds: Kinds, beside: Collection[Path]) -> None:
    """Note the files that nobody has read, linked to or meant to publish; one may be data under a wrong name."""
    linked = {path for path in links.files(course) if not is_text(path)}
    files = [f"{name}.yml" for name in ("course", "published", *(kind.name for kind in kinds if kind.wording))]
    folders = [kind.name for kind in kinds if kind.read]
    further = [kind.further for kind in kinds if kind.further]
    astray, told = unmeant.check(reader.root, course.languages, beside)
    known = reader.read | linked | told | {license.FILE}
    found = unread.check(reader.root, course.languages, files, folders, known, further)
    reader.findings += [*astray, *found]
    reader.unfit |= {finding.path.partition("/")[2] for finding in found if is_text(finding.path)}


def _settings(file: Path) -> str:
    try:
        return boundary.text(file) if file.exists() else ""
    except OSError as error:
        raise ContentError([Finding(SETTINGS, 1, "file/unreadable", boundary.refusal(error))]) from None


def _errors(findings: Iterable[Finding]) -> bool:
    return any(not finding.warning for finding in findings)
