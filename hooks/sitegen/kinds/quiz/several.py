"""The quizzes of a course: the main one in `quiz.yml`, further ones in `quizzes/`, each on a page of its own.

The ids of questions and outcomes are unique in the course: whoever names one of them means one quiz.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sitegen.course.course import Course
    from sitegen.course.yamlfile import Document
    from sitegen.findings import Finding
    from sitegen.kinds.quiz.shape import OutcomeWording, QuizFile, QuizWording

NAME, FURTHER = "quiz", "quizzes/"
"""The main one's file, and the folder of all others."""


@dataclass(frozen=True)
class Quiz:
    """One quiz of a course."""

    course: Course
    id: str | None
    """The argument by which directives name it; the main one has none."""
    file: QuizFile

    @property
    def name(self) -> str:
        """What its files are called, without `.yml`."""
        return f"{FURTHER}{self.id}" if self.id else NAME

    @property
    def document(self) -> Document:
        """Its file, for the lines of findings."""
        return self.course.documents[f"{self.name}.yml"]

    @property
    def place(self) -> str | None:
        """Path of the page on which it stands."""
        return self.course.place_of("quiz", self.id)

    @property
    def tail(self) -> str:
        """What tells ids that directives make of it from those that they make of others, at the end."""
        return f"-{self.id}" if self.id else ""

    def words(self, lang: str) -> QuizWording | None:
        """Return its words in one language."""
        words: QuizWording | None = self.course.wording[lang].kinds.get(self.name)
        return words

    def title(self, lang: str) -> str:
        """Return what it is called: the title of its page, if it has one."""
        return self.course.pages[lang][self.place].title if self.place else self.name


def quizzes(course: Course) -> list[Quiz]:
    """Return all quizzes that could be read, the main one first."""
    known = [(name.removeprefix(FURTHER), file) for name, file in course.kinds.items() if name.startswith(FURTHER)]
    every: list[tuple[str | None, QuizFile | None]] = [(None, course.kinds.get(NAME)), *known]
    return [Quiz(course, ident, file) for ident, file in every if file]


def chosen(course: Course, ident: str | None) -> Quiz:
    """Return the quiz that a directive names; the main one where it names none."""
    return next(quiz for quiz in quizzes(course) if quiz.id == ident)


def further(course: Course) -> list[str]:
    """Return what directives may name."""
    return [quiz.id for quiz in quizzes(course) if quiz.id]


def leading_to(course: Course, outcome: str) -> Quiz | None:
    """Return the quiz that has an outcome."""
    return next((quiz for quiz in quizzes(course) if outcome in _outcomes(quiz)), None)


def outcomes(course: Course) -> list[str]:
    """Return the outcomes of all quizzes."""
    return [outcome for quiz in quizzes(course) for outcome in _outcomes(quiz)]


def told(course: Course, lang: str) -> dict[str, OutcomeWording]:
    """Return outcome -> its words, of all quizzes, in the order of the quizzes."""
    words = [(outcome, quiz.words(lang)) for quiz in quizzes(course) for outcome in _outcomes(quiz)]
    return {outcome: said.outcomes[outcome] for outcome, said in words if said}


def answered(course: Course, given: Iterable[Mapping[str, str]]) -> Quiz | None:
    """Return the quiz that asks the first of the questions answered that any asks; the main one if none does."""
    known = quizzes(course)
    asked = (quiz for answers in given for question in answers for quiz in known if question in _questions(quiz))
    return next(asked, known[0] if known else None)


def divided(course: Course, entries: Sequence[Sequence[Mapping[str, str]]]) -> list[tuple[Quiz, set[int]]]:
    """Return each quiz with the numbers of the entries, each with all its answers, that are none of its own."""
    owners = [answered(course, given) for given in entries]
    return [(quiz, {at for at, owner in enumerate(owners) if owner != quiz}) for quiz in quizzes(course)]


def mixed(course: Course, entries: Sequence[Sequence[Mapping[str, str]]], document: Document) -> Iterator[Finding]:
    """Yield entries of a file that answer the questions of two quizzes."""
    owners = {question: quiz for quiz in quizzes(course) for question in _questions(quiz)}
    for at, given in enumerate(entries):
        known = [(question, owners[question]) for answers in given for question in answers if question in owners]
        strange = next(((question, quiz) for question, quiz in known if quiz != known[0][1]), None)
        if strange:
            (first, ours), (second, theirs) = known[0], strange
            message = (
                f"it answers '{first}' of {ours.document.path} and '{second}' of {theirs.document.path}; "
                "all answers of one entry are to one quiz: make two entries of it"
            )
            yield document.finding((at,), "quiz/mixed", message)


def check(course: Course) -> Iterator[Finding]:
    """Yield ids and addresses that two quizzes have."""
    known = quizzes(course)
    for at, quiz in enumerate(known):
        for other in known[:at]:
            yield from _shared(quiz, other)
            yield from _retired(quiz, other)
            yield from _retired(other, quiz)
            yield from _addressed(quiz, other)


def no_main(course: Course) -> Iterator[Finding]:
    """Yield the first of further quizzes without a main one."""
    files = [name for name in course.documents if name.startswith(FURTHER)]
    if files and course.kinds.get(NAME) is None and f"{NAME}.yml" not in course.documents:
        message = f"a course with quizzes has a main one, in {NAME}.yml beside this folder; give one that name"
        yield course.documents[files[0]].finding((), "quiz/no-main", message)


def unused(course: Course) -> Iterator[Finding]:
    """Yield further quizzes that no page shows: nobody will ever take them."""
    for quiz in quizzes(course):
        if quiz.id and quiz.place is None:
            message = f"no page shows the quiz '{quiz.id}'; write <!-- quiz: {quiz.id} --> on one"
            yield quiz.document.finding((), "entry/unused", message, warning=True)


def _questions(quiz: Quiz) -> list[str]:
    return [question.id for question in quiz.file.questions]


def _outcomes(quiz: Quiz) -> list[str]:
    return [outcome.id for outcome in quiz.file.outcomes]


def _shared(quiz: Quiz, other: Quiz) -> Iterator[Finding]:
    for key, named in (("questions", _questions), ("outcomes", _outcomes)):
        theirs = named(other)
        for at, ident in enumerate(named(quiz)):
            if ident in theirs:
                there = f"{other.document.path}:{other.document.line(key, theirs.index(ident))}"
                message = f"the id '{ident}' stands in {key} of {there} already; links need one of its own in each quiz"
                yield quiz.document.finding((key, at), "reference/duplicate", message)


def _retired(quiz: Quiz, other: Quiz) -> Iterator[Finding]:
    """Yield outcomes that one quiz has retired and another has: their pages lie side by side."""
    for at, entry in enumerate(quiz.file.retired):
        if entry.outcome in _outcomes(other):
            message = f"'{entry.outcome}' is in use in {other.document.path}; only what is gone can be retired"
            yield quiz.document.finding(("retired", at), "retired/in-use", message)


def _addressed(quiz: Quiz, other: Quiz) -> Iterator[Finding]:
    for lang in quiz.course.languages:
        ours, theirs = quiz.words(lang), other.words(lang)
        taken = {told.slug: ident for ident, told in theirs.outcomes.items()} if theirs else {}
        for ident, told in ours.outcomes.items() if ours else ():
            if told.slug in taken:
                document = quiz.course.documents[f"{lang}/{other.name}.yml"]
                there = f"{document.path}:{document.line('outcomes', taken[told.slug], 'slug')}"
                message = (
                    f"its slug '{told.slug}' is already that of '{taken[told.slug]}' in {there}; give it another one"
                )
                file = quiz.course.documents[f"{lang}/{quiz.name}.yml"]
                yield file.finding(("outcomes", ident, "slug"), "address/taken", message)
