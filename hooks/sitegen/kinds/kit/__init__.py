"""The kit: files for learning management systems, made of the examples and the quiz; a new format is a line below."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sitegen.kind import Directive, Kind
from sitegen.kinds.kit import cite
from sitegen.kinds.kit.about import NAME, about
from sitegen.kinds.kit.cartridge import CARTRIDGE
from sitegen.kinds.kit.gift import GIFT
from sitegen.kinds.kit.items import items, made
from sitegen.kinds.kit.qti import QTI
from sitegen.kinds.kit.scorm import SCORM
from sitegen.language.ease import minutes
from sitegen.show import offline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sitegen.course.course import Course
    from sitegen.kinds.kit.about import About
    from sitegen.kinds.kit.format import Format
    from sitegen.kinds.kit.items import Item
    from sitegen.show.writer import Writer

FORMATS = (GIFT, SCORM, QTI, CARTRIDGE)


def files(writer: Writer) -> dict[str, bytes]:
    """Return name -> content of all files of a language; `extra` of the writer has `site_url` and `repo_url` as well.

    They stand in the folder of the language.
    """
    known, told = items(writer), about(writer)
    return {f"{told.name}{each.ending}": each.write(known, told) for each in FORMATS if _is_made(each, known, told)}


def texts(course: Course) -> list[str]:
    """Return the paths, inside the site, of the files that a browser would show as text."""
    return [f"{lang}/{name}" for lang in course.languages for name in named(course, lang) if name.endswith(".txt")]


def named(course: Course, lang: str) -> list[str]:
    """Return what the files of a language are called, whichever of them are made; none where no page links to them."""
    return [f"{offline.name(course, lang)}{each.ending}" for each in FORMATS] if course.place_of(NAME) else []


def _is_made(format_: Format, known: Sequence[Item], told: About) -> bool:
    return bool(told.places if format_.linked else known)


def _show(writer: Writer, argument: str | None) -> str:
    alone = argument is not None
    known, told = tuple(islice(made(writer), 1)) if alone else items(writer), about(writer)
    return writer.template(
        "kinds/kit/kit.md.j2",
        alone=alone,
        held={} if alone else {False: _questions(writer, known), True: _links(writer, told)},
        formats=[each for each in FORMATS if argument in (None, each.name)],
        made={each.name: f"{told.name}{each.ending}" for each in FORMATS if _is_made(each, known, told)},
    )


def _questions(writer: Writer, known: Sequence[Item]) -> str:
    """Return how many questions there are, and how many minutes they take to read, in fives."""
    read = minutes(text.split() for item in known for text in item.texts)
    return writer.interface.ngettext(
        "%(num)s question, about %(minutes)s minutes",
        "%(num)s questions, about %(minutes)s minutes",
        len(known),
        minutes=max(1, round(read / 5)) * 5,
    )


def _links(writer: Writer, told: About) -> str:
    return writer.interface.ngettext("%(num)s link", "%(num)s links", len(told.places))


KIT: Kind[None, None] = Kind(
    NAME,
    nothing=(None, None),
    directives=(
        Directive(NAME, _show, lambda _: [each.name for each in FORMATS], "format", needs=("quiz.yml", "examples.yml")),
        Directive("cite", cite.show),
    ),
)
