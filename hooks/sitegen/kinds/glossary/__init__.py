"""The glossary: terms with their definitions, hints where they are first used, and wordings that it rules out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.course.base import Id
from sitegen.course.files import FOLDERS
from sitegen.kind import Directive, Kind, Stage
from sitegen.kinds.glossary import terms
from sitegen.kinds.glossary.hints import HintExtension, hints
from sitegen.kinds.glossary.shape import Term
from sitegen.language.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown.extensions import Extension

    from sitegen.course.course import Course
    from sitegen.findings import Finding
    from sitegen.show.writer import Writer


def _show(writer: Writer, _: str | None) -> str:
    """Return the terms in the order of the language's alphabet, accents aside."""
    course = writer.course
    glossaries = {lang: GLOSSARY.words(course, lang) for lang in course.languages}
    return writer.template(
        "kinds/glossary/glossary.md.j2",
        place=course.place_of("glossary"),
        terms=sorted(glossaries[writer.lang].items(), key=lambda item: fold(item[1].term)),
        glossaries=glossaries,
    )


def _extensions(writer: Writer) -> list[Extension]:
    glossary, place = GLOSSARY.words(writer.course, writer.lang), writer.course.place_of("glossary")
    return [HintExtension(glossary, hints(glossary, place, writer.html(place)))] if place else []


def _check(course: Course) -> Iterator[Finding]:
    for lang in course.languages:
        yield from terms.check(course, lang, GLOSSARY.words(course, lang))


def _placed(course: Course) -> dict[str, str]:
    place, terms = course.place_of("glossary"), GLOSSARY.words(course, course.source)
    return {f"{FOLDERS['term']}{ident}/": f"{place}#{ident}" for ident in terms} if place else {}


GLOSSARY: Kind[None, dict[str, Term]] = Kind(
    "glossary",
    nothing=(None, {}),
    wording=dict[Id, Term],
    worded=lambda _, source: [((), source)],
    checks={Stage.READ: _check},
    directives=(Directive("glossary", _show, needs=("{lang}/glossary.yml",)),),
    extensions=_extensions,
    placed=_placed,
)
