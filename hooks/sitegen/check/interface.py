"""The interface catalogues: what is wrong in them, and what that of the source language lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitegen.findings import ContentError, Finding
from sitegen.language import catalogues, gaps
from sitegen.language.catalogues import locale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel.messages import Catalog

    from sitegen.course.course import Course

_MISSING = "interface/missing"


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
        if not translated or not all(strings) or translated.fuzzy or translated.pluralizable != message.pluralizable:
            yield Finding(path, line, _MISSING, f"'{shown}' is not translated")
            continue
        for wrong in gaps.faults(_forms(message.id), _forms(translated.string)):
            yield Finding(path, line, "interface/placeholder", f"'{shown}': {wrong}")
            break


def _forms(text: Any) -> list[str]:
    """Return a text in all its plural forms, of which most have but one."""
    return [str(form) for form in text] if isinstance(text, tuple | list) else [str(text)]
