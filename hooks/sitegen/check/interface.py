"""The interface catalogues: what is wrong in them, and what that of the source language lacks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel.messages.catalog import TranslationError

from sitegen.findings import ContentError, Finding
from sitegen.language import catalogues
from sitegen.language.catalogues import locale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel.messages import Catalog, Message

    from sitegen.course.course import Course

_MISSING = "interface/missing"
_PLACEHOLDER = re.compile(r"\{\w+\}|%\(\w+\)")
_FORMAT = re.compile(r"%\(\w+\)[ds]|%%")


def check(languages: Iterable[str], source: str, course_file: str) -> list[Finding]:
    """Return what is wrong in the catalogues of `languages`: a damaged file, a placeholder that is not the message's.

    That of the `source` language is complete; where others lack a message, a plural form or the whole catalogue, they
    borrow from it.
    """
    wanted = catalogues.template()
    findings = []
    for lang in languages:
        if locale(lang) is None:
            findings.append(catalogues.unknown(lang, course_file))
            continue
        if not catalogues.catalogue_path(lang).exists():
            if lang != source:
                continue
            message = f"'{lang}' has no interface catalogue; begin one with 'make messages LANGUAGE={lang}'"
            findings.append(Finding(course_file, 1, "language/no-catalogue", message))
            continue
        found = _catalogue_findings(lang, wanted)
        findings.extend(finding for finding in found if lang == source or finding.rule != _MISSING)
    return findings


def check_varieties(course: Course) -> list[Finding]:
    """Return the `locale` of each language that Babel does not know, or that is another language's."""
    findings = []
    for lang, words in course.wording.items():
        chosen, folder = words.course.locale, locale(lang)
        if chosen and folder and getattr(locale(chosen), "language", None) != folder.language:
            message = f"'{chosen}' is no variety of '{lang}'; use a tag such as 'en-GB' or 'fr-CA', or leave it out"
            findings.append(course.documents[f"{lang}/course.yml"].finding(("locale",), "language/variety", message))
    return findings


def _catalogue_findings(lang: str, wanted: Catalog) -> Iterable[Finding]:
    try:
        catalog = catalogues.read(lang)
    except ContentError as error:
        yield from error.findings
        return
    path = catalogues.shown(lang)
    for message in wanted:
        if not message.id:
            continue
        translated = catalog.get(message.id, message.context)
        shown = message.id if isinstance(message.id, str) else message.id[0]
        strings = (
            translated.string
            if translated and isinstance(translated.string, tuple)
            else [translated and translated.string]
        )
        line = (translated and translated.lineno) or 1
        if not translated or not all(strings) or translated.fuzzy:
            yield Finding(path, line, _MISSING, f"'{shown}' is not translated")
            continue
        if isinstance(message.id, str) and _placeholders(str(translated.string)) != _placeholders(message.id):
            yield Finding(
                path, line, "interface/placeholder", f"'{shown}': the translation needs the same placeholders"
            )
            continue
        if wrong := _misformatted(catalog, translated):
            yield Finding(path, line, "interface/placeholder", f"'{shown}': {wrong}")


def _misformatted(catalog: Catalog, message: Message) -> str:
    """Return what Babel says of formats in a translation that are not plainly those of the message."""
    if _plainly_right(message):
        return ""
    from babel.messages.checkers import python_format  # it looks for plug-ins of all packages: slow, and seldom needed

    try:
        python_format(catalog, message)
    except TranslationError as error:
        return str(error)
    return ""


def _plainly_right(message: Message) -> bool:
    ours, theirs = (text if isinstance(text, tuple) else (text,) for text in (message.id, message.string))
    pairs = zip([ours[0], *(ours[-1] for _ in theirs[1:])], theirs, strict=True)
    return all(_takes_no_more(str(original), str(translated)) for original, translated in pairs)


def _takes_no_more(original: str, translated: str) -> bool:
    plain = "%" not in _FORMAT.sub("", f"{original} {translated}")
    return plain and set(_FORMAT.findall(translated)) <= set(_FORMAT.findall(original))


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))
