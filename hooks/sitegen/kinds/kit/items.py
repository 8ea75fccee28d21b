"""The questions that other systems take: each situation of the examples, and which answer decided in it.

Texts are plain, in the words and the typography of the practice page. An id is made of ids of the content alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from sitegen import kept
from sitegen.kinds.examples import EXAMPLES, quiz_of
from sitegen.kinds.quiz import explain, graph
from sitegen.kinds.sorting import SORTING, dealt
from sitegen.kinds.sorting.cards import order
from sitegen.language.typography import polish
from sitegen.show.escape import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.kinds.examples.shape import Example
    from sitegen.kinds.quiz.shape import QuizFile, QuizWording
    from sitegen.kinds.sorting.shape import GroupWording
    from sitegen.show.writer import Writer

DISTRACTORS = 3
"""Most answers beside the one that decided: as many as one compares at a glance."""


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen."""

    id: str
    text: str
    right: bool
    feedback: str
    """What is said to who chose it."""


@dataclass(frozen=True)
class Item:
    """One question, of whose choices one is right."""

    id: str
    """`example.side`, or `example.side.decided`."""
    set: str
    """The name of the questions of its sort."""
    title: str
    """What trainers find it by; it gives nothing away."""
    stem: tuple[str, ...]
    """The story, in paragraphs."""
    question: str
    choices: tuple[Choice, ...]
    reason: tuple[str, ...]
    """What is said after any answer, in sentences that stand by themselves."""

    @property
    def texts(self) -> tuple[str, ...]:
        """What one reads to answer it and to learn from it."""
        right = self.right
        return (*self.stem, self.question, *(choice.text for choice in self.choices), right.feedback, *self.reason)

    @property
    def right(self) -> Choice:
        """The choice that scores."""
        return next(choice for choice in self.choices if choice.right)


def items(writer: Writer) -> tuple[Item, ...]:
    """Return all questions of a language; they follow from the files of data alone."""
    files = [(name, document.source) for name, document in sorted(writer.course.documents.items())]
    return kept.result("kit.items", (writer.lang, files), lambda: tuple(made(writer)))


def made(writer: Writer) -> Iterator[Item]:
    """Yield the same one by one: the situations to sort first, then those about what decided."""
    yield from _situations(writer)
    yield from _decided(writer)


def _situations(writer: Writer) -> Iterator[Item]:
    course, _ = writer.course, writer.interface.gettext
    groups = {group.id: SORTING.words(course, writer.lang)[group.id] for group in SORTING.of(course)}
    for card in dealt(course):
        choices = [
            Choice(ident, _typeset(writer, told.label), ident == card.group, _belongs(writer, told))
            for ident, told in groups.items()
        ]
        yield Item(
            f"{card.example.id}.{card.side}",
            _("Sort the situations"),
            _title(writer, card.example),
            _stem(writer, card.example, card.side),
            _("Where does this situation belong?"),
            tuple(choices),
            _reason(writer, card.example, card.side),
        )


def _belongs(writer: Writer, told: GroupWording) -> str:
    label, definition = (_typeset(writer, text) for text in (told.label, told.definition))
    return writer.interface.gettext("What belongs under “%(group)s”: %(what)s", group=label, what=definition)


def _decided(writer: Writer) -> Iterator[Item]:
    course, _ = writer.course, writer.interface.gettext
    for example in EXAMPLES.of(course):
        quiz = quiz_of(course, example)
        words = quiz.words(writer.lang) if quiz else None
        for side, run in example.quiz.items() if quiz and words else ():
            assert quiz
            assert words
            ident = f"{example.id}.{side}.decided"
            if len(choices := _answers(writer, quiz.file, words, graph.walk(quiz.file, run.answers), ident)) > 1:
                yield Item(
                    ident,
                    _("Find the answer that decided"),
                    _title(writer, example),
                    _stem(writer, example, side),
                    _(
                        "The quiz gives “%(result)s”. Which answer decided?",
                        result=_typeset(writer, words.outcomes[run.outcome].title),
                    ),
                    choices,
                    _reason(writer, example, side),
                )


def _answers(writer: Writer, quiz: QuizFile, words: QuizWording, path: graph.Path, seed: str) -> tuple[Choice, ...]:
    """Return the answer that decided, among some that did not, in an order that tells nothing."""
    _, right = writer.interface.gettext, explain.deciding(quiz, path)
    beside = _("This is true here, but the result would be the same without it.")
    instead = _("This is not what the story tells.")
    told = [
        (right.question, right.option, _("Yes: this is the answer that decided.")),
        *((step.question, step.option, beside) for step in _beside(quiz, path, right)[:2]),
        *((question, option, instead) for question, option in _instead(quiz, path, right)),
    ]
    found = {
        (ident := f"{question}.{option}"): Choice(ident, _said(writer, words, question, option), not at, feedback)
        for at, (question, option, feedback) in enumerate(told[: DISTRACTORS + 1])
    }
    return tuple(found[ident] for ident in order(found, seed))


def _beside(quiz: QuizFile, path: graph.Path, right: graph.Step) -> list[graph.Step]:
    """Return the answers of a path that could be any other, the last ones first: they are the most alike."""
    outcome = next(each for each in quiz.outcomes if each.id == path.outcome)
    needed = explain.reason(quiz, path)
    return [
        step
        for step in reversed(path.steps)
        if step != right and step.question not in needed and step.option not in outcome.decisive.get(step.question, ())
    ]


def _instead(quiz: QuizFile, path: graph.Path, right: graph.Step) -> list[tuple[str, str]]:
    """Return answers that the story belies and that would lead elsewhere: two to the question that decided come first.

    Those that are offered before the one that was given are safest: where several are true, people take the first.
    """
    offered = graph.options(quiz)
    own = [(right.question, option) for option in _leading(quiz, path, right)]
    own.sort(key=lambda each: offered[right.question].index(each[1]) > offered[right.question].index(right.option))
    others = []
    for step in reversed(path.steps):
        earlier = offered[step.question][: offered[step.question].index(step.option)]
        found = [option for option in _leading(quiz, path, step) if option in earlier and step != right]
        others += [(step.question, option) for option in found[:1]]
    return [*own[:2], *others, *own[2:]]


def _leading(quiz: QuizFile, path: graph.Path, step: graph.Step) -> list[str]:
    """Return the other answers to a question of a path with which its outcome cannot follow any more."""
    given = {question: (option,) for question, option in path.answers.items()}
    return [
        option
        for option in graph.options(quiz)[step.question]
        if path.outcome not in explain.possible(quiz, {**given, step.question: (option,)})
    ]


def _said(writer: Writer, words: QuizWording, question: str, option: str) -> str:
    """Return a question of the quiz with an answer to it."""
    asked = words.questions[question]
    return f"{_typeset(writer, asked.title)} {_typeset(writer, asked.options[option].label)}"


def _reason(writer: Writer, example: Example, side: str) -> tuple[str, ...]:
    _, run, quiz = writer.interface.gettext, example.quiz[side], quiz_of(writer.course, example)
    words = quiz.words(writer.lang) if quiz else None
    assert quiz
    assert words
    right = explain.deciding(quiz.file, graph.walk(quiz.file, run.answers))
    telltale = _plain(writer, EXAMPLES.words(writer.course, writer.lang)[example.id].sides[side].telltale)
    told = (
        (_("Telltale sign:"), telltale),
        (_("The answer that decided:"), _said(writer, words, right.question, right.option)),
        (_("Quiz result:"), _typeset(writer, words.outcomes[run.outcome].title)),
    )
    return tuple(f"{label} {text}" for label, text in told)


def _title(writer: Writer, example: Example) -> str:
    return _typeset(writer, EXAMPLES.words(writer.course, writer.lang)[example.id].title)


def _stem(writer: Writer, example: Example, side: str) -> tuple[str, ...]:
    told = EXAMPLES.words(writer.course, writer.lang)[example.id]
    return _plain(writer, told.context), _plain(writer, told.sides[side].story)


def _typeset(writer: Writer, text: str) -> str:
    return one_line(polish(text, writer.lang))


def _plain(writer: Writer, markdown: str) -> str:
    """Return Markdown as a reader sees it, on one line."""
    here = writer.course.place_of("sorting") or "index.md"
    return one_line(LexborHTMLParser(writer.html(here)(markdown)).text())
