"""The bilingual contract: no language has a page, section, directive or word that the source language lacks.

What a language lacks itself is borrowed from the source, and counted in `check.unfinished`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from sitegen.check import directives, twins, untranslated
from sitegen.course import shapes
from sitegen.course.borrow import shared
from sitegen.findings import Finding, closest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sitegen.check.twins import Meant
    from sitegen.course.course import Course
    from sitegen.course.headings import Heading
    from sitegen.course.page import Page
    from sitegen.course.shapes import Loc
    from sitegen.course.yamlfile import Document
    from sitegen.kind import Kind, Kinds

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def check_pages(course: Course, kinds: Kinds) -> list[Finding]:
    """Compare the written pages of each language with the source language, and addresses within each language."""
    made = {kind.folder: f"{kind.name}.yml" for kind in kinds if kind.folder and kind.of(course)}
    findings = [finding for lang in course.languages for finding in _addresses(course, lang, made)]
    if course.source not in course.languages:
        document = course.documents["course.yml"]
        message = f"the source language '{course.source}' is not among the languages {', '.join(course.languages)}"
        return [*findings, document.finding(("source",), "reference/unknown", message)]
    source = course.pages[course.source]
    if "index.md" not in source:
        folder = course.documents["course.yml"].path.rpartition("/")[0]
        message = "there is no home page; write index.md in this folder"
        findings.append(Finding(f"{folder}/{course.source}/index.md", 1, "file/missing", message))
    findings.extend(_copies(course))
    known = {directive.name: directive for kind in kinds for directive in kind.directives}
    for lang in course.languages:
        if lang != course.source:
            meant = partial(directives.meant, course, lang, known)
            findings.extend(_extra_pages(source, course.pages[lang], course.source, lang))
            for path in source.keys() & course.pages[lang].keys():
                findings.extend(_page_differences(source[path], course.pages[lang][path], meant))
    return findings


def check_wording(course: Course, kinds: Kinds, unfit: Collection[str] = ()) -> list[Finding]:
    """Compare all YAML wording with the structure files and with the source language.

    Of `unfit` files only the wording that they lack is told, where the part of the file is there that should hold it.
    """
    files = {kind.name: _worded(course, kind) for kind in kinds if kind.wording is not None}
    files["course"] = _worded_course(course)
    shapes_of = {kind.name: kind.wording for kind in kinds}
    findings: list[Finding] = [] if any(path.endswith("/course.yml") for path in unfit) else [*_sides(course, kinds)]
    for name, worded in files.items():
        wording_alone = any(kind.name == name and kind.structure is None and kind.read is None for kind in kinds)
        advice = f"write it in {course.source}/{name}.yml first, or remove it" if wording_alone else _REMOVE
        source = course.documents.get(f"{course.source}/{name}.yml")
        for lang in course.languages:
            other = course.documents.get(f"{lang}/{name}.yml")
            if other is None or f"{course.source}/{name}.yml" in {*unfit} - {f"{lang}/{name}.yml"}:
                continue
            for loc, wanted in worded.items():
                found = _keys(other, loc, wanted, advice, shapes_of.get(name), complete=lang == course.source)
                if f"{lang}/{name}.yml" in unfit:
                    found = (each for each in found if each.rule == "parity/missing-text" and loc in other.lines)
                findings.extend(found)
            if f"{lang}/{name}.yml" not in unfit and source and lang != course.source:
                findings.extend(text_differences(source, other, worded))
    return findings


_REMOVE = "remove it or correct the name"


def _worded(course: Course, kind: Kind[Any, Any]) -> dict[Loc, list[str]]:
    """Return each place in the wording of a kind -> the keys to be worded there."""
    return {loc: list(keys) for loc, keys in kind.worded(kind.of(course), kind.words(course, course.source))}


def _worded_course(course: Course) -> dict[Loc, list[str]]:
    words = course.wording[course.source].course
    return {("sections",): list(words.sections), ("sides",): list(words.sides)}


def _sides(course: Course, kinds: Kinds) -> Iterator[Finding]:
    """Find sides that entries have and a language does not name."""
    sides = {side for kind in kinds for side in kind.sides(kind.of(course))}
    for lang in course.languages:
        for side in sides - course.wording[lang].course.sides.keys():
            name = course.documents[f"{lang}/course.yml"].path
            message = f"'sides' in {name} lacks a title for '{side}', which outcomes, examples or analogies use"
            yield course.documents[f"{lang}/course.yml"].finding(("sides",), "parity/missing-text", message)


def _addresses(course: Course, lang: str, made: Mapping[str, str]) -> Iterator[Finding]:
    seen: dict[str, Page] = {}
    for path, page in sorted(course.pages[lang].items(), key=lambda item: _oddness(course, item[0])):
        for folder, source in made.items():
            if path.startswith(folder) and not page.generated:
                message = f"the pages in {folder} are made from {source}; put this page elsewhere"
                yield Finding(page.file, 1, "address/made", message)
        if path.rpartition("/")[2] == "index.md" and page.meta.slug:
            message = "a page named index.md has the address of its folder; remove its slug"
            yield Finding(page.file, 1, "address/index", message)
        if not page.meta.slug and path.rpartition("/")[2] != "index.md" and page.meta.description:
            message = "the page lacks 'slug: …', the last part of its address, in its front matter"
            yield Finding(page.file, 1, "address/no-slug", message)
            continue
        address = course.address(lang, path)
        if address in seen:
            message = f"its address '{address}' is already that of {seen[address].file}; give it another slug"
            yield Finding(page.file, 1, "address/taken", message)
        elif address.startswith(("assets/", "search/")):
            yield Finding(page.file, 1, "address/taken", f"'{address}' is kept for the site's own files")
        seen[address] = page


def _oddness(course: Course, path: str) -> tuple[bool, bool, str]:
    """Sort pages so that a copy, as `page (1).md`, comes after what it is a copy of."""
    everywhere = all(path in pages for pages in course.pages.values())
    return not everywhere, not re.fullmatch(r"[a-z0-9_/-]+\.md", path), path


def _extra_pages(
    source: Mapping[str, Page], other: Mapping[str, Page], source_lang: str, lang: str
) -> Iterator[Finding]:
    for path in other.keys() - source.keys():
        message = f"the page exists in '{lang}' but not in the source language '{source_lang}'; write it there first"
        yield Finding(other[path].file, 1, "parity/missing-page", message)


def _copies(course: Course) -> Iterator[Finding]:
    """Yield pages that are a second copy of another one, by the name that computers give to it."""
    for pages in course.pages.values():
        for path, page in pages.items():
            original = _COPY.sub("", path)
            if original != path and original in pages:
                message = f"this is a copy of {original}, which stays as it was; put what you changed into that file"
                yield Finding(page.file, 1, "file/copy", f"{message}, and remove this one")


_COPY = re.compile(
    r"(?: ?\(\d{1,4}\)|[ _-]{1,3}(?:copy|copie|copia|kopie)(?: ?\(?\d{1,4}\)?)?)(?=\.md$)", re.IGNORECASE
)
"""What stands at the end of the name of a file that is downloaded or saved a second time."""


def _page_differences(source: Page, other: Page, meant: Meant) -> Iterator[Finding]:
    named = _named(source, other)
    for heading, theirs in named.items():
        there = f"{source.file}:{theirs.line}"
        message = f"give the heading '{heading.title}' the id {{#{theirs.id}}}, which it has in {there}"
        yield Finding(other.file, heading.line, "heading/no-id", message)
    headings = [replace(heading, id=named[heading].id) if heading in named else heading for heading in other.headings]
    yield from twins.check(source, replace(other, headings=tuple(headings)), meant)
    if any(heading.id is None for heading in headings):
        return
    if found := list(_heading_differences(source, other, headings)):
        yield from found
        return
    yield from untranslated.check(source, other)


def _named(source: Page, other: Page) -> dict[Heading, Heading]:
    """Return each heading without an id -> the heading of the source whose id it should have; all, or none."""
    known = {heading.id for heading in other.headings}
    unnamed = [heading for heading in other.headings if heading.id is None]
    lacking = [heading for heading in source.headings if heading.id not in known]
    levels = [heading.level for heading in unnamed] == [heading.level for heading in lacking]
    return dict(zip(unnamed, lacking, strict=True)) if levels else {}


def _heading_differences(source: Page, other: Page, headings: Sequence[Heading]) -> Iterator[Finding]:
    """Yield the first of a page's `headings` that is not the source's."""
    ours_ids, theirs_ids = ({heading.id for heading in found} for found in (headings, source.headings))
    for ours, theirs in zip_longest(headings, source.headings):
        if ours is None:
            message = f"the section {{#{theirs.id}}} of {source.file}:{theirs.line} has no counterpart here"
            yield Finding(other.file, other.headings[-1].line if other.headings else 1, "parity/headings", message)
            return
        if theirs is None or (ours.level, ours.id) != (theirs.level, theirs.id):
            expected = (
                f"'{'#' * theirs.level} … {{#{theirs.id}}}', as {source.file}:{theirs.line}" if theirs else "no section"
            )
            if ours.id not in theirs_ids and (theirs is None or theirs.id in ours_ids):
                message = (
                    f"the section {{#{ours.id}}} is not in {source.file}; write it there too, in the same place, or "
                    "leave it out"
                )
                yield Finding(other.file, ours.line, "parity/headings", message)
                return
            message = f"expected {expected}; found '{'#' * ours.level} … {{#{ours.id}}}'"
            yield Finding(other.file, ours.line, "parity/headings", message)
            return


def slugs(course: Course, name: str, loc: Loc, entries: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield entries of the wording `name` whose `slug` another one below `loc` has already."""
    seen: dict[str, str] = {}
    for ident, entry in entries.items():
        if entry.slug in seen:
            message = f"its slug '{entry.slug}' is already that of '{seen[entry.slug]}'; give it another one"
            yield course.documents[name].finding((*loc, ident, "slug"), "address/taken", message)
        seen.setdefault(entry.slug, ident)


def _keys(
    document: Document, loc: Loc, wanted: Collection[str], advice: str, shape: Any, *, complete: bool
) -> Iterator[Finding]:
    """Find keys that one place of a file has in vain or, if it is to be `complete`, lacks.

    Places in an entry that lacks altogether are left.
    """
    given: Any = {} if document.data is None else document.data  # a translation may begin with comments alone
    for number, key in enumerate(loc, 1):
        if not isinstance(given, dict) or (number < len(loc) and key not in given):
            return
        given = given.get(key, {})
    if not isinstance(given, dict):
        return
    where = document.named(loc)
    lacking = [key for key in wanted if key not in given] if complete else []
    for key in given:
        if key not in wanted:
            renamed = closest(key, lacking)
            lacking = [other for other in lacking if other != renamed]
            hint = f"; did you mean '{renamed}'?" if renamed else f"; {advice}"
            message = f"'{key}' in {where} has wording, but nothing of that name exists{hint}"
            yield document.finding((*loc, key), "parity/extra-text", message)
    for key in lacking:
        message = f"{where} lacks the wording of '{key}'{shapes.skeleton(shape, (*loc, key))}"
        yield document.finding(loc, "parity/missing-text", message)


def text_differences(source: Document, other: Document, worded: Collection[Loc]) -> Iterator[Finding]:
    """Yield texts that the source lacks, or has with other placeholders; `worded` places are told of elsewhere."""
    yield from placeholders(source, other)
    for loc in _lacking(other, source, worded):
        message = f"{other.named(loc)} is missing; {other.path}:{other.line(*loc)} has it"
        yield source.finding(loc, "parity/missing-text", message)


def placeholders(source: Document, other: Document) -> Iterator[Finding]:
    """Yield texts that have other placeholders than in the source."""
    theirs = dict(shared(source.data))
    for loc, text in shared(other.data):
        yield from placeholders_at(loc, source, theirs.get(loc, text), other, text)


def placeholders_at(loc: Loc, source: Document, theirs: str, other: Document, ours: str) -> Iterator[Finding]:
    """Yield the text `ours` at a place if it has other placeholders than that of the source, `theirs`."""
    if set(_PLACEHOLDER.findall(ours)) != set(_PLACEHOLDER.findall(theirs)):
        message = f"{other.named(loc)} does not use the same {{placeholders}} as {source.path}:{source.line(*loc)}"
        yield other.finding(loc, "parity/placeholders", message)


def _lacking(there: Document, here: Document, worded: Collection[Loc]) -> set[Loc]:
    """Return the texts and list entries that only `there` has; `_keys` tells of missing entries with ids."""
    written = {loc for loc, _ in shared(here.data)}
    lacking = set()
    for loc, _ in shared(there.data):
        if loc not in written and loc[:-1] not in worded:
            prefixes = (loc[:length] for length in range(1, len(loc)))
            highest = next((prefix for prefix in prefixes if prefix not in here.lines), loc)
            if highest == loc or isinstance(highest[-1], int):
                lacking.add(highest)
    return lacking
