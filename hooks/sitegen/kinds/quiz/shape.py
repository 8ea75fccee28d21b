"""The shapes of `quiz.yml` and of its wording."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sitegen.course.base import Id, Markdown, Model, PointId, Section, Slug, Text


class Target(Model):
    """Where an option leads: to a node, or to an outcome."""

    node: Id | None = None
    outcome: Id | None = None

    @model_validator(mode="before")
    @classmethod
    def _node_is_the_short_form(cls, value: Any) -> Any:
        return {"node": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _exactly_one(self) -> Target:
        if (self.node is None) == (self.outcome is None):
            raise ValueError("the name of a node, or an outcome, as {outcome: name}")
        return self


class SameAs(Model):
    """Says that two options of a question lead to the same results on purpose."""

    option: Id
    why: Text


Condition = dict[Id, Annotated[tuple[Id, ...], Field(min_length=1)]]


class Question(Model):
    """Something asked, whatever the context."""

    id: Id
    options: Annotated[tuple[Id, ...], Field(min_length=2)]
    points: tuple[PointId, ...] = ()
    controllable: dict[Id, Annotated[tuple[Id, ...], Field(min_length=1)]] = {}
    """Option -> the options that readers can change this answer into by what they do next."""
    veto: tuple[Id, ...] = ()
    """Options that settle the matter: once given, they are never offered as something to change."""
    unknown: Id | None = None
    """The option that says "I do not know"."""
    same_as: dict[Id, SameAs] = {}


class Node(Model):
    """A question asked in one context, with a target for every option."""

    ask: Id
    goto: dict[Id, Target]


class Situation(Model):
    """What one path to an outcome says of the reader: the first one whose `when` answers all stand on the path."""

    id: Id
    when: Annotated[Condition, Field(min_length=1)] | None = None
    """One of these answers to each of these questions; without it, every path to the outcome."""
    action: Id | None = None
    """What the reader is told to do first, where it is not what the outcome says."""


class Outcome(Model):
    """Where a path ends."""

    id: Id
    tone: Literal["corrective", "constructive", "neutral"]
    chapter: Section
    decisive: Condition = {}
    """The answers of which the first on a path is shown as what decided; without any, the last one of its reason."""
    action: Id | None = None
    """What the reader is told to do first, of those that the quiz names."""
    situations: tuple[Situation, ...] = ()
    side: Id | None = None
    """The side of the subject that it belongs to; without one it belongs to both, or to neither."""
    after_unknown: Text | None = None
    """Why a corrective outcome may follow from "I do not know"."""
    points: tuple[PointId, ...] = ()


class Invariant(Model):
    """A promise about the graph, proved at every build; one of three kinds.

    `when` + `never`: these answers never end in these outcomes.
    `outcome` + `needs`: this outcome is only reached with one of these answers to each question.
    `monotone` + `order` + `never_gains`: going up the order never opens an outcome that the lower answer did not.
    """

    id: Id
    when: Annotated[Condition, Field(min_length=1)] | None = None
    never: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    outcome: Id | None = None
    needs: Annotated[Condition, Field(min_length=1)] | None = None
    monotone: Id | None = None
    order: Annotated[tuple[Id, ...], Field(min_length=2)] | None = None
    never_gains: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Invariant:
        kinds = ({"when", "never"}, {"outcome", "needs"}, {"monotone", "order", "never_gains"})
        given = {name for name in type(self).model_fields if getattr(self, name) is not None} - {"id"}
        if given not in kinds:
            raise ValueError("when and never, or outcome and needs, or monotone, order and never_gains")
        return self


class Retired(Model):
    """An id that links may still carry, and what stands for it now; without `now` it means nothing any more.

    It is a question's id, an option's (with the current id of its question), or an outcome's.
    """

    question: Id | None = None
    option: Id | None = None
    outcome: Id | None = None
    now: Id | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Retired:
        if (self.question is None) == (self.outcome is None) or (self.option is not None and self.question is None):
            raise ValueError("one line for what is gone: question; question and option; or outcome")
        return self


class QuizFile(Model):
    """`content/quiz.yml`: the decision graph, without a word of text."""

    start: Id
    longest: Annotated[int, Field(gt=0, strict=True)] | None = None
    """Most questions that a reader may meet."""
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    nodes: dict[Id, Node]
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    actions: tuple[Id, ...] = ()
    """What its outcomes can tell the reader to do first; a quiz that names any has one for each outcome."""
    invariants: tuple[Invariant, ...] = ()
    retired: tuple[Retired, ...] = ()


class OptionWording(Model):
    """Words of one option."""

    label: Text
    because: Text
    """The reason that this answer gives, as a clause that can be joined with others."""


class QuestionWording(Model):
    """Words of one question."""

    title: Text
    hint: Text | None = None
    error: Text
    """Said when nothing is chosen."""
    options: dict[Id, OptionWording]


class Advice(Model):
    """What a reader is told to do."""

    first: Markdown | None = None
    """The one thing to do today."""
    actions: tuple[Markdown, ...] = ()
    """The rest."""

    @property
    def steps(self) -> tuple[Markdown, ...]:
        """All of it, in order."""
        return (self.first, *self.actions) if self.first else self.actions


class SituationWording(Advice):
    """Words of one situation, for the reader whose path meets it; all but `title` are Markdown."""

    title: Text
    why: Markdown


class OutcomeWording(Advice):
    """Words of one outcome; `summary`, `why`, `first`, `actions` and `signs` are Markdown.

    An outcome with situations has `why`, `first` and `actions` in each of them, any other has them itself.
    """

    slug: Slug
    title: Text
    line: Text
    """The outcome in one short sentence, for lists."""
    summary: Markdown
    why: Markdown | None = None
    situations: dict[Id, SituationWording] = {}
    signs: tuple[Markdown, ...]


class QuizWording(Model):
    """`content/<lang>/quiz.yml`."""

    scope: Markdown
    """Said before the first question."""
    limits: Markdown
    questions: dict[Id, QuestionWording]
    outcomes: dict[Id, OutcomeWording]
    invariants: dict[Id, Text] = {}
    """Each promise about the graph in a sentence, for a page that says what is proved: all of them, or none."""
