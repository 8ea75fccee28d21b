"""Drawings that all languages share: shapes and places for words once, and the words of each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.course.base import Id
from sitegen.course.tree import is_named
from sitegen.kind import Directive, Kind, Stage
from sitegen.kinds.illustrations import drawing
from sitegen.kinds.illustrations.shape import Illustration, IllustrationWording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.course.course import Course
    from sitegen.course.reader import Reader
    from sitegen.course.shapes import Loc
    from sitegen.findings import Finding
    from sitegen.show.writer import Writer


def _read(reader: Reader) -> tuple[Illustration, ...]:
    """Return all drawings, by name."""
    found = []
    files = (reader.root / "illustrations").glob("[!.]*.svg")
    for file in sorted(file for file in files if is_named(file.name)):
        path = f"illustrations/{file.name}"
        text = reader.text(path)
        drawn, findings = drawing.parse(text or "", file.stem, reader.shown(path))
        found.append(drawn)
        reader.findings.extend(findings if text is not None else ())
        reader.unfit.update([path] if findings else [])
    return tuple(found)


def _show(writer: Writer, argument: str | None) -> str:
    drawn = next(drawn for drawn in ILLUSTRATIONS.of(writer.course) if drawn.id == argument)
    told = ILLUSTRATIONS.words(writer.course, writer.lang)[drawn.id]
    svg = drawing.draw(drawn, told, writer.lang)
    return writer.template("kinds/illustrations/illustration.md.j2", svg=svg, caption=told.caption)


def _worded(
    illustrations: tuple[Illustration, ...], _: dict[str, IllustrationWording]
) -> Iterable[tuple[Loc, Iterable[str]]]:
    yield (), [drawn.id for drawn in illustrations]
    for drawn in illustrations:
        yield (drawn.id, "texts"), [place.key for place in drawn.places]


def _check(course: Course) -> Iterator[Finding]:
    """Yield words that are too long for their place, in any language."""
    for lang in course.languages:
        words = ILLUSTRATIONS.words(course, lang)
        for drawn in ILLUSTRATIONS.of(course):
            for place in drawn.places if drawn.id in words else ():
                for rule, message in drawing.too_long(place, words[drawn.id].texts, lang):
                    document = course.documents[f"{lang}/illustrations.yml"]
                    yield document.finding((drawn.id, "texts", place.key), rule, message)


def _unused(course: Course) -> Iterator[Finding]:
    """Yield drawings that no page shows: nobody will ever see them."""
    for drawn in ILLUSTRATIONS.of(course):
        if course.place_of("illustration", drawn.id) is None:
            message = f"no page shows '{drawn.id}'; write <!-- illustration: {drawn.id} --> on one"
            document = course.documents[f"{course.source}/illustrations.yml"]
            yield document.finding((drawn.id,), "entry/unused", message, warning=True)


ILLUSTRATIONS: Kind[tuple[Illustration, ...], dict[str, IllustrationWording]] = Kind(
    "illustrations",
    nothing=((), {}),
    read=_read,
    wording=dict[Id, IllustrationWording],
    worded=_worded,
    checks={Stage.SOUND: _check, Stage.RIGHT: _unused},
    directives=(
        Directive("illustration", _show, entries=lambda course: [drawn.id for drawn in ILLUSTRATIONS.of(course)]),
    ),
)
