"""The quiz: a decision graph of facts, what is proved about it, and its pages."""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import chain
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from sitegen import kept
from sitegen.check.coverage import missing_section
from sitegen.check.parity import slugs
from sitegen.course.files import PublishedQuiz
from sitegen.kind import Directive, Kind, Stage
from sitegen.kinds.quiz import clauses, explain, graph, ids, overview, picture, proofs, several
from sitegen.kinds.quiz.data import quiz_data
from sitegen.kinds.quiz.shape import QuizFile, QuizWording
from sitegen.language.scripts import is_rtl
from sitegen.language.typography import polish
from sitegen.show.escape import plain
from sitegen.show.writer import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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
    quiz = several.leading_to(writer.course, outcome)
    words = quiz.words(writer.lang) if quiz else None
    return f"[{plain(polish(words.outcomes[outcome].title, writer.lang))}](/{OUTCOMES}{outcome}.md)" if words else ""


def known(writer: Writer, ident: str | None = None) -> tuple[QuizFile, QuizWording]:
    """Return a quiz, the main one if none is named, and its words; only directives that need a quiz ask for it."""
    quiz = several.chosen(writer.course, ident)
    words = quiz.words(writer.lang)
    assert words
    return quiz.file, words


def _pages(writer: Writer) -> dict[str, Callable[[], str]]:
    return {
        f"{OUTCOMES}{outcome.id}.md": partial(_page, writer, quiz, outcome)
        for quiz in several.quizzes(writer.course)
        for outcome in quiz.file.outcomes
    }


def _page(writer: Writer, quiz: several.Quiz, outcome: Outcome) -> str:
    words, (when, neighbours) = known(writer, quiz.id)[1], _explained(writer.course)[outcome.id]
    return writer.template(
        f"{_TEMPLATES}outcome.md.j2",
        words=words,
        outcome=outcome,
        places=writer.places(outcome.id),
        clauses=partial(_clauses, writer, words),
        when=when,
        neighbours=neighbours,
        quiz_page=quiz.place,
    )


@lru_cache(maxsize=1)
def _explained(course: Course) -> dict[str, tuple[explain.Case, dict[str, list[str]]]]:
    """Return of each outcome when it is given, and which others are one answer away: the same in all languages."""
    return {
        outcome: told
        for quiz in several.quizzes(course)
        for outcome, told in kept.result(
            "quiz", (quiz.file.model_dump_json(),), partial(_explained_of, quiz.file)
        ).items()
    }


def _explained_of(quiz: QuizFile) -> dict[str, tuple[explain.Case, dict[str, list[str]]]]:
    return {
        outcome.id: (explain.grouped(explain.conditions(quiz, outcome.id)), explain.neighbours(quiz, outcome.id))
        for outcome in quiz.outcomes
    }


def _clauses(writer: Writer, words: QuizWording, condition: explain.Condition) -> list[str]:
    """Return a condition as sentences in HTML, one for each question, whose options are joined by "or"."""
    return [
        sentence((words.questions[question].options[option].because for option in options), writer.interface)
        for question, options in condition.items()
    ]


def _show(writer: Writer, ident: str | None) -> str:
    """Return a quiz with its determination key."""
    quiz, words = known(writer, ident)
    here = writer.course.place_of("quiz", ident) or "index.md"
    asked = _asked(quiz)
    return writer.widget(
        f"{_TEMPLATES}quiz.md.j2",
        "quiz",
        ident,
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


def _flow(writer: Writer, ident: str | None) -> str:
    drawn = picture.layout(known(writer, ident)[0])
    return writer.template(f"{_TEMPLATES}flow.md.j2", box_width=picture.BOX, tail=_tail(writer, ident), **vars(drawn))


def _flow_overview(writer: Writer, ident: str | None) -> str:
    quiz, words = known(writer, ident)
    titles = {outcome: polish(told.title, writer.lang) for outcome, told in words.outcomes.items()}
    drawn = overview.draw(quiz, titles)
    return writer.template(f"{_TEMPLATES}flow_overview.md.j2", drawn=drawn, tail=_tail(writer, ident), is_rtl=is_rtl)


def _tail(writer: Writer, ident: str | None) -> str:
    return several.chosen(writer.course, ident).tail


def _outcomes(writer: Writer, ident: str | None) -> str:
    """Return all outcomes of a quiz, by their sides; last those that belong to no side alone."""
    quiz, words = known(writer, ident)
    families: dict[str | None, list[Outcome]] = {}
    for outcome in quiz.outcomes:
        families.setdefault(outcome.side, []).append(outcome)
    ordered = dict(sorted(families.items(), key=lambda family: family[0] is None))
    return writer.template(f"{_TEMPLATES}outcomes.md.j2", words=words, families=ordered, tail=_tail(writer, ident))


def _first_actions(writer: Writer, ident: str | None) -> str:
    """Return of each outcome what to do first: in its last situation, which is the one for all that no other tells."""
    quiz, words = known(writer, ident)
    last = {outcome.id: outcome.situations[-1].id for outcome in quiz.outcomes if outcome.situations}
    told = words.outcomes
    firsts = {
        outcome.id: (told[outcome.id].situations[last[outcome.id]] if outcome.id in last else told[outcome.id]).first
        for outcome in quiz.outcomes
    }
    return writer.template(f"{_TEMPLATES}first_actions.md.j2", words=words, firsts=firsts)


def _proofs(writer: Writer, ident: str | None) -> str:
    quiz, words = known(writer, ident)
    return writer.template(
        f"{_TEMPLATES}proofs.md.j2",
        quiz=quiz,
        words=words,
        figures=graph.figures(quiz),
        fingerprint=graph.fingerprint(quiz),
        proved=[sentence for proves in writer.tables.proves for sentence in proves(writer)],
        tail=_tail(writer, ident),
    )


def _facts(writer: Writer, path: str, _: str) -> dict[str, Any]:
    """Return the questions of the page where a quiz is taken."""
    asked = [
        {"@type": "Question", "name": polish(words.questions[question.id].title, writer.lang)}
        for quiz in several.quizzes(writer.course)
        if quiz.place == path and (words := quiz.words(writer.lang))
        for question in quiz.file.questions
    ]
    return {"@type": ["WebPage", "Quiz"], "hasPart": asked} if asked else {}


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


def _check_read(course: Course) -> Iterator[Finding]:
    """Yield quizzes without a main one, and outcomes whose chapter is missing in some language."""
    yield from several.no_main(course)
    for quiz in several.quizzes(course):
        for index, outcome in enumerate(quiz.file.outcomes):
            if problem := missing_section(course, outcome.chapter):
                message = f"outcome '{outcome.id}': {problem}"
                loc = ("outcomes", index, "chapter")
                yield quiz.document.finding(loc, "link/missing", message, about=outcome.chapter)


def _check_graphs(course: Course) -> Iterator[Finding]:
    published, recorded = course.published, course.documents.get("published.yml")
    if published and recorded:
        yield from _gone(course, published, recorded)
    for quiz in several.quizzes(course):
        findings = proofs.check(quiz.file, quiz.document)
        yield from findings
        if published and recorded and all(finding.warning for finding in findings):
            known = published.quizzes.get(quiz.id, PublishedQuiz()) if quiz.id else published
            yield from ids.check(quiz.file, known, quiz.document, recorded, several.outcomes(course))


def _check_words(course: Course) -> Iterator[Finding]:
    yield from several.check(course)
    for quiz in several.quizzes(course):
        yield from _worded_right(quiz)


def _gone(course: Course, published: Published, recorded: Document) -> Iterator[Finding]:
    """Yield what was published of quizzes that are gone."""
    if QUIZ.of(course) is None and (published.questions or published.outcomes):
        yield recorded.finding(("questions",), "link/killed", ids.NO_QUIZ)
    for ident in published.quizzes.keys() - {quiz.id for quiz in several.quizzes(course)}:
        yield recorded.finding(("quizzes", ident), "link/killed", ids.no_quiz(f"{several.FURTHER}{ident}.yml", ident))


def _worded_right(quiz: several.Quiz) -> Iterator[Finding]:
    course = quiz.course
    for lang in course.languages:
        words, file = quiz.words(lang), f"{lang}/{quiz.name}.yml"
        told = words.outcomes if words else {}
        if words:
            borrowed = course.wording[lang].borrowed.get(quiz.name, ())
            yield from clauses.check(words, course.documents[file], borrowed)
        for outcome in quiz.file.outcomes:
            yield from _situations(outcome, told.get(outcome.id), course.documents[file])
        yield from slugs(course, file, ("outcomes",), told)


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
    moved: dict[str, str | None] = {}
    for here, entry in ((quiz.place, entry) for quiz in several.quizzes(course) for entry in quiz.file.retired):
        if entry.outcome:
            moved[f"c/{OUTCOMES}{entry.outcome}/"] = f"{OUTCOMES}{entry.now}.md" if entry.now else None
        elif entry.question and not entry.option:
            moved[f"{here}#asked-{entry.question}"] = f"{here}#asked-{entry.now}" if entry.now else None
    return moved


def _record(course: Course, earlier: Published) -> Published:
    quizzes = several.quizzes(course)
    own = {quiz.id: ids.record(quiz.file, earlier.quizzes.get(quiz.id, PublishedQuiz())) for quiz in quizzes if quiz.id}
    record = earlier.model_copy(update={"quizzes": earlier.quizzes | own})
    quiz = QUIZ.of(course)
    return ids.record(quiz, record) if quiz else record


def of_a_quiz(
    name: str, render: Callable[[Writer, str | None], str], needs: tuple[str, ...] = (), widget: str = ""
) -> Directive:
    """Return a directive that shows something of a quiz: the one that its argument names, or the main one."""
    return Directive(name, render, several.further, "quiz", ("quiz.yml", *needs), widget)


QUIZ: Kind[QuizFile | None, QuizWording | None] = Kind(
    "quiz",
    nothing=(None, None),
    structure=QuizFile,
    wording=QuizWording,
    worded=_worded,
    sides=lambda quiz: [outcome.side for outcome in quiz.outcomes if outcome.side] if quiz else (),
    points=_points,
    further=several.FURTHER,
    checks={
        Stage.READ: _check_read,
        Stage.STRUCTURE: _check_graphs,
        Stage.SOUND: _check_words,
        Stage.RIGHT: several.unused,
    },
    directives=(
        of_a_quiz("quiz", _show, widget="quiz"),
        of_a_quiz("flow", _flow),
        of_a_quiz("flow_overview", _flow_overview),
        of_a_quiz("outcomes", _outcomes),
        of_a_quiz("first_actions", _first_actions),
        of_a_quiz("proofs", _proofs),
    ),
    folder=OUTCOMES,
    pages=_pages,
    facts=_facts,
    written=lambda path: ("quiz.yml", ("outcomes", path.removeprefix(OUTCOMES).removesuffix(".md"))),
    aliases=lambda course, lang: {
        f"{OUTCOMES}{outcome}.md": words.aliases for outcome, words in several.told(course, lang).items()
    },
    moved=_moved,
    record=_record,
)
