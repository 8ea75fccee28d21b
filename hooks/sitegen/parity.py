"""The bilingual contract: every language has the same pages, sections, directives and words as the source language."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from sitegen import calculator, untranslated
from sitegen.findings import Finding
from sitegen.yamlfile import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.course import Course
    from sitegen.models import ExampleWording, Outcome, OutcomeWording
    from sitegen.page import Page
    from sitegen.shapes import Loc
    from sitegen.yamlfile import Document

_WORDING = (
    "course.yml",
    "quiz.yml",
    "examples.yml",
    "analogies.yml",
    "glossary.yml",
    "illustrations.yml",
    "calculator.yml",
    "sorting.yml",
)

_NAMED = {("texts",), ("sides",), ("sections",), ("units",), ("invariants",)}
"""Keys under which a structure file, or the source language, says what is to be worded; see `_keys`."""

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def check_pages(course: Course) -> list[Finding]:
    """Compare the written pages of each language with the source language, and addresses within each language."""
    findings = [finding for lang in course.languages for finding in _addresses(course, lang)]
    if course.source not in course.languages:
        document = course.documents["course.yml"]
        message = f"the source language '{course.source}' is not among the languages {', '.join(course.languages)}"
        return [*findings, document.finding(("source",), "reference/unknown", message)]
    source = course.pages[course.source]
    if "index.md" not in source:
        folder = course.documents["course.yml"].path.rpartition("/")[0]
        message = "there is no home page; write index.md in this folder"
        findings.append(Finding(f"{folder}/{course.source}/index.md", 1, "file/missing", message))
    for lang in course.languages:
        if lang != course.source:
            findings.extend(_missing_pages(source, course.pages[lang], course.source, lang))
            for path in source.keys() & course.pages[lang].keys():
                findings.extend(_page_differences(source[path], course.pages[lang][path]))
    return findings


def check_wording(course: Course) -> list[Finding]:
    """Compare all YAML wording with the structure files and with the source language."""
    findings: list[Finding] = []
    for lang in course.languages:
        findings.extend(_against_structure(course, lang))
        findings.extend(_sectors(course, lang))
    for name in _WORDING:
        source = course.documents.get(f"{course.source}/{name}")
        for lang in course.languages:
            other = course.documents.get(f"{lang}/{name}")
            if source and other and lang != course.source:
                findings.extend(_text_differences(source, other))
    return findings


def _addresses(course: Course, lang: str) -> Iterator[Finding]:
    seen: dict[str, Page] = {}
    made = {"outcomes/": "quiz.yml"} if course.quiz else {}
    made |= {"examples/": "examples.yml"} if course.examples else {}
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


def _missing_pages(source: dict[str, Page], other: dict[str, Page], source_lang: str, lang: str) -> Iterator[Finding]:
    for path in source.keys() - other.keys():
        missing = source[path].file.removesuffix(f"{source_lang}/{path}") + f"{lang}/{path}"
        message = f"this page is missing; write it, as {source[path].file} has it, or remove both"
        yield Finding(missing, 1, "parity/missing-page", message)
    for path in other.keys() - source.keys():
        message = f"the page exists in '{lang}' but not in the source language '{source_lang}'; write it there first"
        yield Finding(other[path].file, 1, "parity/missing-page", message)


def _page_differences(source: Page, other: Page) -> Iterator[Finding]:
    for ours, theirs in zip_longest(other.headings, source.headings):
        if ours is None:
            message = f"the section {{#{theirs.id}}} of {source.file}:{theirs.line} has no counterpart here"
            yield Finding(other.file, other.headings[-1].line if other.headings else 1, "parity/headings", message)
            return
        if theirs is None or (ours.level, ours.id) != (theirs.level, theirs.id):
            expected = (
                f"'{'#' * theirs.level} … {{#{theirs.id}}}', as {source.file}:{theirs.line}" if theirs else "no section"
            )
            message = f"expected {expected}; found '{'#' * ours.level} … {{#{ours.id}}}'"
            yield Finding(other.file, ours.line, "parity/headings", message)
            return
    yield from untranslated.check(source, other)
    for mine, wanted in zip_longest(other.directives, source.directives):
        if mine is None or wanted is None or (mine.name, mine.argument) != (wanted.name, wanted.argument):
            line = mine.line if mine else 1
            shown = f"'{wanted.name}: {wanted.argument}'" if wanted else "nothing"
            message = f"expected the directive {shown} in this place, as in {source.file}"
            yield Finding(other.file, line, "parity/directives", message)
            return


def _against_structure(course: Course, lang: str) -> Iterator[Finding]:
    words = course.wording[lang]
    for key in ("sections", "sides"):
        wanted = getattr(course.wording[course.source].course, key)
        yield from _keys(course, f"{lang}/course.yml", (key,), getattr(words.course, key), wanted)
    sides: set[str] = set()
    if course.quiz and words.quiz:
        name = f"{lang}/quiz.yml"
        questions = {question.id: question for question in course.quiz.questions}
        yield from _keys(course, name, ("questions",), words.quiz.questions, questions)
        yield from _keys(course, name, ("outcomes",), words.quiz.outcomes, [o.id for o in course.quiz.outcomes])
        for outcome in course.quiz.outcomes:
            if outcome.id in words.quiz.outcomes:
                yield from _situations(course, name, outcome, words.quiz.outcomes[outcome.id])
        sides.update(outcome.side for outcome in course.quiz.outcomes if outcome.side)
        source = course.wording[course.source].quiz
        told = [invariant.id for invariant in course.quiz.invariants] if source and source.invariants else []
        yield from _keys(course, name, ("invariants",), words.quiz.invariants, told)
        for ident, question in words.quiz.questions.items():
            if ident in questions:
                loc: Loc = ("questions", ident, "options")
                yield from _keys(course, name, loc, question.options, questions[ident].options)
    if course.examples:
        name = f"{lang}/examples.yml"
        yield from _keys(course, name, (), words.examples, [example.id for example in course.examples])
        for example in course.examples:
            sides.update(example.quiz)
            if example.id in words.examples:
                loc = (example.id, "sides")
                yield from _keys(course, name, loc, words.examples[example.id].sides, example.quiz)
    if course.analogies:
        name = f"{lang}/analogies.yml"
        yield from _keys(course, name, (), words.analogies, [analogy.id for analogy in course.analogies])
        for analogy in course.analogies:
            sides.update(analogy.outcomes)
            if analogy.id in words.analogies:
                loc = (analogy.id, "sides")
                yield from _keys(course, name, loc, words.analogies[analogy.id].sides, analogy.outcomes)
    if course.illustrations:
        name = f"{lang}/illustrations.yml"
        yield from _keys(course, name, (), words.illustrations, [drawn.id for drawn in course.illustrations])
        for drawn in course.illustrations:
            if drawn.id in words.illustrations:
                loc = (drawn.id, "texts")
                places = [place.key for place in drawn.places]
                yield from _keys(course, name, loc, words.illustrations[drawn.id].texts, places)
    if course.calculator and words.calculator:
        name = f"{lang}/calculator.yml"
        used = {entry.unit: None for entry in course.calculator.entries}
        units = [unit for unit in used if unit and unit != calculator.PERCENT]
        yield from _keys(course, name, ("inputs",), words.calculator.inputs, [i.id for i in course.calculator.inputs])
        yield from _keys(course, name, ("rows",), words.calculator.rows, [row.id for row in course.calculator.rows])
        yield from _keys(course, name, ("units",), words.calculator.units, units)
    if course.sorting:
        yield from _keys(course, f"{lang}/sorting.yml", (), words.sorting, [group.id for group in course.sorting])
    yield from _slugs(course, f"{lang}/quiz.yml", ("outcomes",), words.quiz.outcomes if words.quiz else {})
    yield from _slugs(course, f"{lang}/examples.yml", (), words.examples)
    for side in sides - words.course.sides.keys():
        message = f"sides lacks a title for '{side}', which outcomes, examples or analogies use"
        yield course.documents[f"{lang}/course.yml"].finding(("sides",), "parity/missing-text", message)
    if words.glossary or course.wording[course.source].glossary:
        terms = course.wording[course.source].glossary
        advice = f"write it in {course.source}/glossary.yml first, or remove it"
        yield from _keys(course, f"{lang}/glossary.yml", (), words.glossary, terms, advice)


def _situations(course: Course, name: str, outcome: Outcome, told: OutcomeWording) -> Iterator[Finding]:
    """Find situations without words, words without a situation, and an outcome that says nothing of its own paths."""
    document = course.documents[name]
    loc: Loc = ("outcomes", outcome.id)
    yield from _keys(course, name, (*loc, "situations"), told.situations, [each.id for each in outcome.situations])
    if told.why is None and not outcome.situations:
        yield document.finding(loc, "parity/missing-text", f"{document.named(loc)} lacks 'why'")
    if outcome.situations and (told.why or told.first or told.actions):
        message = f"'{outcome.id}' has situations, so 'why', 'first' and 'actions' stand in each of them, not here"
        yield document.finding(loc, "parity/extra-text", message)


def _sectors(course: Course, lang: str) -> Iterator[Finding]:
    """Find examples that a language groups otherwise than the source language: a filter means the same in both."""
    ours, theirs = (course.wording[each].examples for each in (lang, course.source))
    idents = [example.id for example in course.examples if example.id in ours and example.id in theirs]
    here, there = _firsts(idents, ours), _firsts(idents, theirs)
    for ident in idents:
        if here[ident] != there[ident]:
            source = course.documents[f"{course.source}/examples.yml"]
            place = f"{source.path}:{source.line(ident, 'sector')}"
            message = f"'{ident}' has {_shared(ident, here)} here, but {_shared(ident, there)} in {place}"
            message += "; examples share a sector in every language, or in none"
            yield course.documents[f"{lang}/examples.yml"].finding((ident, "sector"), "parity/sector", message)


def _firsts(idents: list[str], words: Mapping[str, ExampleWording]) -> dict[str, str]:
    """Return each example with the first one of its sector."""
    firsts: dict[str, str] = {}
    return {ident: firsts.setdefault(words[ident].sector, ident) for ident in idents}


def _shared(ident: str, firsts: dict[str, str]) -> str:
    return "a sector that none before it has" if firsts[ident] == ident else f"the sector of '{firsts[ident]}'"


def _slugs(
    course: Course, name: str, loc: Loc, entries: Mapping[str, OutcomeWording | ExampleWording]
) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for ident, entry in entries.items():
        if entry.slug in seen:
            message = f"its slug '{entry.slug}' is already that of '{seen[entry.slug]}'; give it another one"
            yield course.documents[name].finding((*loc, ident, "slug"), "address/taken", message)
        seen.setdefault(entry.slug, ident)


def _keys(
    course: Course,
    name: str,
    loc: Loc,
    given: Iterable[str],
    wanted: Iterable[str],
    advice: str = "remove it or correct the name",
) -> Iterator[Finding]:
    document = course.documents[name]
    given, wanted = list(given), list(wanted)
    where = document.named(loc)
    for key in wanted:
        if key not in given:
            yield document.finding(loc, "parity/missing-text", f"{where} lacks the wording of '{key}'")
    for key in given:
        if key not in wanted:
            message = f"'{key}' in {where} has wording, but nothing of that name exists; {advice}"
            yield document.finding((*loc, key), "parity/extra-text", message)


def _text_differences(source: Document, other: Document) -> Iterator[Finding]:
    theirs = dict(_shared_texts(source))
    for loc, text in _shared_texts(other):
        if loc not in theirs or loc[-1] == "slug":
            continue
        where = other.named(loc)
        if text == theirs[loc] and len(text.split()) >= untranslated.SAME_TEXT_WORDS:
            message = f"{where} is the same as in {source.path}:{source.line(*loc)}; translate it"
            yield other.finding(loc, "parity/not-translated", message)
        if set(_PLACEHOLDER.findall(text)) != set(_PLACEHOLDER.findall(theirs[loc])):
            message = f"{where} does not use the same {{placeholders}} as {source.path}:{source.line(*loc)}"
            yield other.finding(loc, "parity/placeholders", message)
    yield from _optional_differences(source, other)


def _optional_differences(source: Document, other: Document) -> Iterator[Finding]:
    """Find texts and list entries that one language has and the other lacks."""
    for there, here in ((source, other), (other, source)):
        for loc in _lacking(there, here):
            message = f"{there.named(loc)} is missing; {there.path}:{there.line(*loc)} has it"
            yield here.finding(loc, "parity/missing-text", message)


def _lacking(there: Document, here: Document) -> set[Loc]:
    """Return the texts and list entries that only `there` has; `_keys` tells of missing entries with ids."""
    written = {loc for loc, _ in _shared_texts(here)}
    lacking = set()
    for loc, _ in _shared_texts(there):
        if loc not in written and loc[-2:-1] not in _NAMED:
            prefixes = (loc[:length] for length in range(1, len(loc)))
            highest = next((prefix for prefix in prefixes if prefix not in here.lines), loc)
            if highest == loc or isinstance(highest[-1], int):
                lacking.add(highest)
    return lacking


def _shared_texts(document: Document) -> Iterator[tuple[Loc, str]]:
    """Yield the texts that every language has; what a language says of itself alone is as long as it needs."""
    return (
        (loc, text)
        for loc, text in texts(document.data)
        if loc[-2:-1] not in {("forms",), ("variants",)} and loc != ("locale",)
    )
