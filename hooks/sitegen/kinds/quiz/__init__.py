"""The quiz: a decision graph of facts, what is proved about it, and its pages."""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import chain
from string import ascii_uppercase
from typing import TYPE_CHECKING

from sitegen.check.coverage import missing_section
from sitegen.check.parity import slugs
from sitegen.kind import Directive, Kind, Stage
from sitegen.kinds.quiz import explain, graph, ids, overview, picture, proofs
from sitegen.kinds.quiz.data import quiz_data
from sitegen.kinds.quiz.shape import QuizFile, QuizWording
from sitegen.language.scripts import is_rtl
from sitegen.language.typography import polish
from sitegen.show.escape import plain
from sitegen.show.writer import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.course.course import Course
    from sitegen.course.files import Published
    from sitegen.course.shapes import Loc
    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding
    from sitegen.kinds.quiz.shape import Outcome, OutcomeWording
    from sitegen.show.writer import Writer

OUTCOMES = "outcomes/"
"""Folder of the outcomes' pages; `outcomes.md` lists them."""

_TEMPLATES = "kinds/quiz/templates/"


def result(writer: Writer, outcome: str) -> str:
    """Return a link to an outcome's page, in Markdown; nothing where there is no quiz."""
    words = QUIZ.words(writer.course, writer.lang)
    return f"[{plain(polish(words.outcomes[outcome].title, writer.lang))}](/{OUTCOMES}{outcome}.md)" if words else ""


def known(writer: Writer) -> tuple[QuizFile, QuizWording]:
    """Return the quiz and its words; only directives that need the quiz ask for it."""
    quiz, words = QUIZ.of(writer.course), QUIZ.words(writer.course, writer.lang)
    assert quiz
    assert words
    return quiz, words


def _pages(writer: Writer) -> dict[str, str]:
    if QUIZ.of(writer.course) is None:
        return {}
    quiz, words = known(writer)
    return {
        f"{OUTCOMES}{outcome.id}.md": writer.template(
            f"{_TEMPLATES}outcome.md.j2",
            words=words,
            outcome=outcome,
            places=writer.places(outcome.id),
            clauses=partial(_clauses, writer, words),
            when=when,
            neighbours=neighbours,
        )
        for outcome, (when, neighbours) in zip(quiz.outcomes, _explained(writer.course), strict=True)
    }


@lru_cache(maxsize=1)
def _explained(course: Course) -> list[tuple[explain.Case, dict[str, list[str]]]]:
    """Return of each outcome when it is given, and which others are one answer away: the same in all languages."""
    quiz = QUIZ.of(course)
    if quiz is None:
        return []
    return [
        (explain.grouped(explain.conditions(quiz, outcome.id)), explain.neighbours(quiz, outcome.id))
        for outcome in quiz.outcomes
    ]


def _clauses(writer: Writer, words: QuizWording, condition: explain.Condition) -> list[str]:
    """Return a condition as sentences in HTML, one for each question, whose options are joined by "or"."""
    return [
        sentence((words.questions[question].options[option].because for option in options), writer.interface)
        for question, options in condition.items()
    ]


def _show(writer: Writer, _: str | None) -> str:
    """Return the quiz with its determination key."""
    quiz, words = known(writer)
    here = writer.course.place_of("quiz") or "index.md"
    asked = _asked(quiz)
    return writer.widget(
        f"{_TEMPLATES}quiz.md.j2",
        "quiz",
        quiz=quiz,
        words=words,
        asked=asked,
        numbers={name: number for number, name in enumerate(chain(*asked.values()), 1)},
        options=graph.options(quiz),
        letters={outcome.id: ascii_uppercase[at % 26] * (at // 26 + 1) for at, outcome in enumerate(quiz.outcomes)},
        data=quiz_data(writer, quiz, words, here),
    )


def _asked(quiz: QuizFile) -> dict[str, list[str]]:
    """Return question -> the nodes that ask it, so ordered that next to all lead on to later ones."""
    before = graph.before(quiz)
    nodes = sorted(quiz.nodes, key=before.__getitem__)
    last = {quiz.nodes[name].ask: place for place, name in enumerate(nodes)}
    return {
        question: [name for name in nodes if quiz.nodes[name].ask == question]
        for question in sorted(last, key=last.__getitem__)
    }


def _flow(writer: Writer, _: str | None) -> str:
    drawn = picture.layout(known(writer)[0])
    return writer.template(f"{_TEMPLATES}flow.md.j2", box_width=picture.BOX, **vars(drawn))


def _flow_overview(writer: Writer, _: str | None) -> str:
    quiz, words = known(writer)
    titles = {ident: polish(told.title, writer.lang) for ident, told in words.outcomes.items()}
    return writer.template(f"{_TEMPLATES}flow_overview.md.j2", drawn=overview.draw(quiz, titles), is_rtl=is_rtl)


def _outcomes(writer: Writer, _: str | None) -> str:
    """Return all outcomes, by their sides; last those that belong to no side alone."""
    quiz, words = known(writer)
    families: dict[str | None, list[Outcome]] = {}
    for outcome in quiz.outcomes:
        families.setdefault(outcome.side, []).append(outcome)
    ordered = dict(sorted(families.items(), key=lambda family: family[0] is None))
    return writer.template(f"{_TEMPLATES}outcomes.md.j2", words=words, families=ordered)


def _proofs(writer: Writer, _: str | None) -> str:
    quiz, words = known(writer)
    return writer.template(
        f"{_TEMPLATES}proofs.md.j2",
        quiz=quiz,
        words=words,
        figures=graph.figures(quiz),
        fingerprint=graph.fingerprint(quiz),
        proved=[sentence for proves in writer.tables.proves for sentence in proves(writer)],
    )


def _worded(quiz: QuizFile | None, source: QuizWording | None) -> Iterable[tuple[Loc, Iterable[str]]]:
    if quiz:
        yield ("questions",), [question.id for question in quiz.questions]
        yield ("outcomes",), [outcome.id for outcome in quiz.outcomes]
        yield ("invariants",), [each.id for each in quiz.invariants] if source and source.invariants else ()
        for question in quiz.questions:
            yield ("questions", question.id, "options"), question.options
        for outcome in quiz.outcomes:
            yield ("outcomes", outcome.id, "situations"), [each.id for each in outcome.situations]


def _points(quiz: QuizFile | None) -> Iterable[tuple[Loc, tuple[str, ...]]]:
    for key in ("questions", "outcomes") if quiz else ():
        for index, entry in enumerate(getattr(quiz, key)):
            yield (key, index, "points"), entry.points


def _chapters(course: Course) -> Iterator[Finding]:
    """Yield outcomes whose chapter is missing in some language."""
    quiz = QUIZ.of(course)
    for index, outcome in enumerate(quiz.outcomes if quiz else ()):
        if problem := missing_section(course, outcome.chapter):
            message = f"outcome '{outcome.id}': {problem}"
            loc = ("outcomes", index, "chapter")
            yield course.documents["quiz.yml"].finding(loc, "link/missing", message, about=outcome.chapter)


def _check(course: Course) -> Iterator[Finding]:
    quiz, published = QUIZ.of(course), course.published
    recorded = course.documents.get("published.yml")
    if quiz is None:
        if published and recorded and (published.questions or published.outcomes):
            yield recorded.finding(("questions",), "link/killed", ids.NO_QUIZ)
        return
    findings = proofs.check(quiz, course.documents["quiz.yml"])
    yield from findings
    if published and recorded and all(finding.warning for finding in findings):
        yield from ids.check(quiz, published, course.documents["quiz.yml"], recorded)
    for lang in course.languages:
        words = QUIZ.words(course, lang)
        told = words.outcomes if words else {}
        for outcome in quiz.outcomes:
            yield from _situations(outcome, told.get(outcome.id), course.documents[f"{lang}/quiz.yml"])
        yield from slugs(course, f"{lang}/quiz.yml", ("outcomes",), told)


def _situations(outcome: Outcome, told: OutcomeWording | None, document: Document) -> Iterator[Finding]:
    """Yield an outcome that says nothing of its own paths, or says what its situations should say."""
    loc: Loc = ("outcomes", outcome.id)
    if told and told.why is None and not outcome.situations:
        yield document.finding(loc, "parity/missing-text", f"{document.named(loc)} lacks 'why'")
    if told and outcome.situations and (told.why or told.first or told.actions):
        message = f"'{outcome.id}' has situations, so 'why', 'first' and 'actions' stand in each of them, not here"
        yield document.finding(loc, "parity/extra-text", message)


def _moved(course: Course) -> dict[str, str | None]:
    """Return what stands for outcomes' pages that are gone, and for questions in the quiz's key."""
    quiz, here = QUIZ.of(course), course.place_of("quiz")
    moved: dict[str, str | None] = {}
    for entry in quiz.retired if quiz else ():
        if entry.outcome:
            moved[f"c/{OUTCOMES}{entry.outcome}/"] = f"{OUTCOMES}{entry.now}.md" if entry.now else None
        elif entry.question and not entry.option:
            moved[f"{here}#asked-{entry.question}"] = f"{here}#asked-{entry.now}" if entry.now else None
    return moved


def _record(course: Course, earlier: Published) -> Published:
    quiz = QUIZ.of(course)
    return ids.record(quiz, earlier) if quiz else earlier


_NEEDS = ("quiz.yml",)

QUIZ: Kind[QuizFile | None, QuizWording | None] = Kind(
    "quiz",
    nothing=(None, None),
    structure=QuizFile,
    wording=QuizWording,
    worded=_worded,
    sides=lambda quiz: [outcome.side for outcome in quiz.outcomes if outcome.side] if quiz else (),
    points=_points,
    checks={Stage.READ: _chapters, Stage.SOUND: _check},
    directives=(
        Directive("quiz", _show, needs=_NEEDS, widget="quiz"),
        Directive("flow", _flow, needs=_NEEDS),
        Directive("flow_overview", _flow_overview, needs=_NEEDS),
        Directive("outcomes", _outcomes, needs=_NEEDS),
        Directive("proofs", _proofs, needs=_NEEDS),
    ),
    folder=OUTCOMES,
    pages=_pages,
    moved=_moved,
    record=_record,
)
