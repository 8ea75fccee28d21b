"""The glossary: terms with their definitions, hints where they are first used, and wordings that it rules out."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from sitegen.course.base import Id
from sitegen.course.files import FOLDERS
from sitegen.kind import Directive, Kind, Stage
from sitegen.kinds.glossary import terms
from sitegen.kinds.glossary.hints import HintExtension, hints
from sitegen.kinds.glossary.shape import Term
from sitegen.language.typography import polish
from sitegen.language.words import fold
from sitegen.show.borrowed import borrowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown.extensions import Extension

    from sitegen.course.course import Course
    from sitegen.findings import Finding
    from sitegen.show.writer import Writer


def _show(writer: Writer, _: str | None) -> str:
    """Return the terms in the order of the language's alphabet, accents aside."""
    course = writer.course
    glossaries = {lang: _own(course, lang) for lang in course.languages}
    return writer.template(
        "kinds/glossary/glossary.md.j2",
        place=course.place_of("glossary"),
        terms=sorted(GLOSSARY.words(course, writer.lang).items(), key=lambda item: fold(item[1].term)),
        glossaries=glossaries,
    )


def _own(course: Course, lang: str) -> dict[str, Term]:
    """Return the terms of a language that it does not borrow."""
    borrowed = course.wording[lang].borrowed.get("glossary", ())
    return {ident: term for ident, term in GLOSSARY.words(course, lang).items() if (ident, "term") not in borrowed}


def _extensions(writer: Writer) -> list[Extension]:
    """Return what shows hints, in borrowed texts those of the source language."""
    course, lang, place = writer.course, writer.lang, writer.course.place_of("glossary")
    if place is None:
        return []
    html, texts = writer.html(place), borrowed(course, lang)
    lent = GLOSSARY.words(course, course.source) if texts else {}
    lender = (HintExtension(lent, hints(lent, place, html)), texts) if texts else None
    return [HintExtension(_own(course, lang), hints(_own(course, lang), place, html), lender)]


def _facts(writer: Writer, path: str, address: str) -> dict[str, Any]:
    """Return the terms of the page where they stand, each with its definition."""
    if path != writer.course.place_of("glossary"):
        return {}
    html = writer.html(path)
    terms = [
        {
            "@type": "DefinedTerm",
            "@id": f"{address}#{ident}",
            "url": f"{address}#{ident}",
            "name": polish(term.term, writer.lang),
            "description": " ".join(unescape(Markup(html(term.definition)).striptags()).split(" ")),
            "inDefinedTermSet": {"@id": address},
        }
        for ident, term in _own(writer.course, writer.lang).items()
    ]
    return {"@type": ["WebPage", "DefinedTermSet"], **({"hasDefinedTerm": terms} if terms else {})}


def _check(course: Course) -> Iterator[Finding]:
    for lang in course.languages:
        yield from terms.check(course, lang, _own(course, lang))


def _placed(course: Course) -> dict[str, str]:
    place, terms = course.place_of("glossary"), GLOSSARY.words(course, course.source)
    return {f"{FOLDERS['term']}{ident}/": f"{place}#{ident}" for ident in terms} if place else {}


def _aliases(course: Course, lang: str) -> dict[str, tuple[str, ...]]:
    place, terms = course.place_of("glossary"), _own(course, lang)
    named = {ident: (*term.forms, *term.variants, *term.aliases) for ident, term in terms.items()}
    return {f"{place}#{ident}": words for ident, words in named.items() if words}


GLOSSARY: Kind[None, dict[str, Term]] = Kind(
    "glossary",
    nothing=(None, {}),
    wording=dict[Id, Term],
    worded=lambda _, source: [((), source)],
    checks={Stage.READ: _check},
    directives=(Directive("glossary", _show, needs=("{lang}/glossary.yml",)),),
    facts=_facts,
    extensions=_extensions,
    placed=_placed,
    aliases=_aliases,
)
