"""Analogies: pictures whose sides stand for outcomes of the quiz, and where each picture breaks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sitegen.course.base import Id
from sitegen.findings import choices
from sitegen.kind import Directive, Kind, Stage
from sitegen.kinds.analogies.shape import Analogy, AnalogyWording
from sitegen.kinds.quiz import QUIZ, result, several
from sitegen.show.writer import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sitegen.course.course import Course
    from sitegen.course.shapes import Loc
    from sitegen.findings import Finding
    from sitegen.show.writer import Writer


def _write(writer: Writer, analogies: Sequence[Analogy]) -> str:
    return writer.template(
        "kinds/analogies/analogies.md.j2",
        analogies=analogies,
        words=ANALOGIES.words(writer.course, writer.lang),
        result=partial(result, writer),
    )


def _show(writer: Writer, argument: str | None) -> str:
    return _write(writer, [analogy for analogy in ANALOGIES.of(writer.course) if analogy.id == argument])


def _shows(writer: Writer, outcome: str) -> Places:
    course, words = writer.course, ANALOGIES.words(writer.course, writer.lang)
    links = []
    for analogy in ANALOGIES.of(course):
        place = course.place_of("analogy", analogy.id) or course.place_of("analogies")
        if outcome in analogy.outcomes.values() and place:
            links.append((f"{place}#analogy-{analogy.id}", words[analogy.id].title))
    label = writer.interface.ngettext("Analogy:", "Analogies:", len(links))
    return Places("analogy", label, tuple(links), single=True)


def _worded(analogies: tuple[Analogy, ...], _: object) -> Iterable[tuple[Loc, Iterable[str]]]:
    yield (), [analogy.id for analogy in analogies]
    for analogy in analogies:
        yield (analogy.id, "sides"), analogy.outcomes


def _outcomes(course: Course) -> Iterator[Finding]:
    """Yield outcomes that do not exist."""
    outcomes = several.outcomes(course)
    for index, analogy in enumerate(ANALOGIES.of(course) if QUIZ.of(course) else ()):
        for side, outcome in analogy.outcomes.items():
            if outcome not in outcomes:
                message = f"there is no outcome '{outcome}'{choices(outcome, outcomes)}"
                loc = (index, "outcomes", side)
                yield course.documents["analogies.yml"].finding(loc, "reference/unknown", message)


def _unused(course: Course) -> Iterator[Finding]:
    """Yield analogies that no page shows: nobody will ever see them."""
    for index, analogy in enumerate(ANALOGIES.of(course)):
        if course.place_of("analogy", analogy.id) is None and course.place_of("analogies") is None:
            message = f"no page shows '{analogy.id}'; write <!-- analogy: {analogy.id} --> on one"
            yield course.documents["analogies.yml"].finding((index,), "entry/unused", message, warning=True)


_NEEDS = ("analogies.yml",)

ANALOGIES: Kind[tuple[Analogy, ...], dict[str, AnalogyWording]] = Kind(
    "analogies",
    nothing=((), {}),
    structure=list[Analogy],
    wording=dict[Id, AnalogyWording],
    worded=_worded,
    sides=lambda analogies: [side for analogy in analogies for side in analogy.outcomes],
    points=lambda analogies: [((index, "points"), analogy.points) for index, analogy in enumerate(analogies)],
    checks={Stage.READ: _outcomes, Stage.RIGHT: _unused},
    directives=(
        Directive(
            "analogy", _show, entries=lambda course: [analogy.id for analogy in ANALOGIES.of(course)], needs=_NEEDS
        ),
        Directive("analogies", lambda writer, _: _write(writer, ANALOGIES.of(writer.course)), needs=_NEEDS),
    ),
    shows=_shows,
)
