"""Cards to cut out and put into a table: the cards, the table with its cells empty, and the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.kind import Directive, Kind, Stage
from sitegen.kinds.cards.check import check
from sitegen.kinds.cards.shape import CardsFile, CardsWording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sitegen.course.course import Course
    from sitegen.course.shapes import Loc
    from sitegen.findings import Finding
    from sitegen.show.writer import Writer


def _shown(template: str) -> Callable[[Writer, str | None], str]:
    """Return what renders a template of the cards and their table."""

    def show(writer: Writer, _: str | None) -> str:
        file, words = CARDS.of(writer.course), CARDS.words(writer.course, writer.lang)
        return writer.template(f"kinds/cards/{template}.md.j2", file=file, words=words)

    return show


def _worded(file: CardsFile | None, _: object) -> Iterable[tuple[Loc, Iterable[str]]]:
    if file:
        yield ("rows",), file.rows
        yield ("columns",), file.columns
        yield ("cards",), [card.id for card in file.cards]


def _check(course: Course) -> Iterator[Finding]:
    if file := CARDS.of(course):
        yield from check(file, course.documents["cards.yml"])


CARDS: Kind[CardsFile | None, CardsWording | None] = Kind(
    "cards",
    nothing=(None, None),
    structure=CardsFile,
    wording=CardsWording,
    worded=_worded,
    checks={Stage.STRUCTURE: _check},
    directives=(
        Directive("cards", _shown("cards"), needs=("cards.yml",)),
        Directive("cards_table", _shown("table"), needs=("cards.yml",)),
        Directive("cards_key", _shown("key"), needs=("cards.yml",)),
    ),
)
