"""Examples: stories with two sides, each with the answers that its people would give to the quiz."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sitegen.check.parity import slugs
from sitegen.course.base import Id
from sitegen.kind import Directive, Kind, Stage
from sitegen.kinds.examples import check
from sitegen.kinds.examples.filter import counts, sectors
from sitegen.kinds.examples.shape import Example, ExampleWording
from sitegen.kinds.quiz import QUIZ, explain, graph, known, of_a_quiz, result, several
from sitegen.language.i18n import direction
from sitegen.show.writer import Places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sitegen.course.course import Course
    from sitegen.course.shapes import Loc
    from sitegen.findings import Finding
    from sitegen.kinds.examples.shape import ExampleRun
    from sitegen.show.writer import Writer

FOLDER = "examples/"
"""Folder of the examples' pages; `examples.md` lists them."""

_TEMPLATES = "kinds/examples/templates/"


def _context(writer: Writer) -> dict[str, Any]:
    """Return what all templates of examples use."""
    course = writer.course
    return {
        "words": EXAMPLES.words(course, writer.lang),
        "quiz": QUIZ.of(course),
        "outcomes": several.told(course, writer.lang),
        "result": partial(result, writer),
        "answers": partial(_answers, course),
        "quiz_page": partial(_quiz_page, course),
    }


def quiz_of(course: Course, example: Example) -> several.Quiz | None:
    """Return the quiz that an example answers."""
    return several.answered(course, _given(example))


def _given(example: Example) -> list[dict[str, str]]:
    return [run.answers for run in example.quiz.values()]


def _quiz_page(course: Course, example: Example) -> str | None:
    quiz = quiz_of(course, example)
    return quiz.place if quiz else None


def _answers(course: Course, run: ExampleRun) -> str:
    """Return what opens the quiz with a run's answers, as the part of its address after `#`."""
    quiz = several.answered(course, [run.answers])
    return graph.fragment(quiz.file, graph.walk(quiz.file, run.answers)) if quiz else ""


def _pages(writer: Writer) -> dict[str, Callable[[], str]]:
    return {f"{FOLDER}{example.id}.md": partial(_page, writer, example) for example in EXAMPLES.of(writer.course)}


def _page(writer: Writer, example: Example) -> str:
    return writer.template(f"{_TEMPLATES}example_page.md.j2", example=example, **_context(writer))


def _show(writer: Writer, argument: str | None) -> str:
    example = next(example for example in EXAMPLES.of(writer.course) if example.id == argument)
    return writer.template(f"{_TEMPLATES}example.md.j2", example=example, **_context(writer))


def _list(writer: Writer, _: str | None) -> str:
    examples, words = EXAMPLES.of(writer.course), EXAMPLES.words(writer.course, writer.lang)
    return writer.widget(
        f"{_TEMPLATES}examples.md.j2",
        "examples",
        examples=examples,
        shown={run.outcome for example in examples for run in example.quiz.values()},
        sectors=sectors(examples, words),
        counts=counts(len(examples), writer.interface),
        **_context(writer),
    )


def _answer_sheet(writer: Writer, ident: str | None) -> str:
    quiz, told = known(writer, ident)
    examples = [each for each in EXAMPLES.of(writer.course) if _is_of(writer.course, each, ident)]
    paths = {
        (example.id, side): graph.walk(quiz, run.answers) for example in examples for side, run in example.quiz.items()
    }
    return writer.template(
        f"{_TEMPLATES}answer_sheet.md.j2",
        decided={place: explain.deciding(quiz, path) for place, path in paths.items()},
        examples=examples,
        questions=told.questions,
        steps={place: path.steps for place, path in paths.items()},
        arrow="←" if direction(writer.lang) == "rtl" else "→",
        **_context(writer),
    )


def _is_of(course: Course, example: Example, ident: str | None) -> bool:
    quiz = quiz_of(course, example)
    return quiz is not None and quiz.id == ident


def _shows(writer: Writer, outcome: str) -> Places:
    words = EXAMPLES.words(writer.course, writer.lang)
    links = []
    for example in EXAMPLES.of(writer.course):
        side = next((side for side, run in example.quiz.items() if run.outcome == outcome), None)
        if side:
            links.append((f"{FOLDER}{example.id}.md#{side}", words[example.id].title))
    return Places("examples", writer.interface.ngettext("Example:", "Examples:", len(links)), tuple(links))


def _worded(examples: tuple[Example, ...], _: object) -> Iterable[tuple[Loc, Iterable[str]]]:
    yield (), [example.id for example in examples]
    for example in examples:
        yield (example.id, "sides"), example.quiz


def _check_read(course: Course) -> Iterator[Finding]:
    """Yield examples without a sector; a translation borrows that of the source."""
    if document := course.documents.get(f"{course.source}/examples.yml"):
        yield from check.ungrouped(document, EXAMPLES.wording)


def _check_answers(course: Course) -> Iterator[Finding]:
    examples = EXAMPLES.of(course)
    if document := course.documents.get("examples.yml"):
        given, each = [_given(example) for example in examples], course.file.example_for_each_outcome
        yield from (mixed := list(several.mixed(course, given, document)))
        for quiz, others in several.divided(course, given) if not mixed else ():
            yield from check.check(quiz.file, examples, quiz.document, document, others, each=each)


def _check_words(course: Course) -> Iterator[Finding]:
    for lang in course.languages:
        words = EXAMPLES.words(course, lang)
        yield from check.sectors(course, lang, _grouped(course, lang), words, EXAMPLES.words(course, course.source))
        yield from slugs(course, f"{lang}/examples.yml", (), words)


def _grouped(course: Course, lang: str) -> list[Example]:
    """Return the examples whose sector a language names itself."""
    borrowed = course.wording[lang].borrowed.get("examples", ())
    return [example for example in EXAMPLES.of(course) if (example.id, "sector") not in borrowed]


def _check_sides(course: Course) -> Iterator[Finding]:
    """Yield sides that bear the name of a section that the page of every example has."""
    for index, example in enumerate(EXAMPLES.of(course)):
        page = course.pages[course.source][f"{FOLDER}{example.id}.md"]
        yield from check.sides(index, example, page, course.documents["examples.yml"])


def _proves(writer: Writer) -> list[str]:
    if "examples.yml" not in writer.course.documents:
        return []
    if writer.course.file.example_for_each_outcome:
        return [writer.interface.gettext("Every example leads where it says, and every result has an example.")]
    return [writer.interface.gettext("Every example leads where it says.")]


EXAMPLES: Kind[tuple[Example, ...], dict[str, ExampleWording]] = Kind(
    "examples",
    nothing=((), {}),
    structure=list[Example],
    wording=dict[Id, ExampleWording],
    worded=_worded,
    sides=lambda examples: [side for example in examples for side in example.quiz],
    points=lambda examples: [((index, "points"), example.points) for index, example in enumerate(examples)],
    checks={
        Stage.READ: _check_read,
        Stage.STRUCTURE: _check_answers,
        Stage.SOUND: _check_words,
        Stage.COMPLETE: _check_sides,
    },
    after=(QUIZ,),
    directives=(
        Directive(
            "example",
            _show,
            entries=lambda course: [example.id for example in EXAMPLES.of(course)],
            needs=("examples.yml",),
        ),
        Directive("examples", _list, needs=("examples.yml",), widget="list of examples"),
        of_a_quiz("answer_sheet", _answer_sheet),
    ),
    folder=FOLDER,
    pages=_pages,
    written=lambda path: ("examples.yml", (path.removeprefix(FOLDER).removesuffix(".md"),)),
    aliases=lambda course, lang: {
        f"{FOLDER}{ident}.md": words.aliases for ident, words in EXAMPLES.words(course, lang).items()
    },
    shows=_shows,
    proves=_proves,
)
