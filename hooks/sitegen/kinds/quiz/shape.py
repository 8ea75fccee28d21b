"""The shapes of `quiz.yml` and of its wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, TypeAdapter, model_validator

from sitegen.course.base import Id, Markdown, Model, PointId, Section, Slug, Text, one_of

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class Target(Model):
    """Where an option leads: to a node, or to an outcome."""

    model_config = one_of("node", "outcome")

    node: Id | None = None
    """The node that comes next."""
    outcome: Id | None = None
    """The result at which the path ends."""

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the long form or the short one."""
        return {"anyOf": [TypeAdapter(Id).json_schema(), handler(schema)]}

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
    """The other option."""
    why: Text
    """Why both are asked all the same; for authors, never shown."""


Condition = dict[Id, Annotated[tuple[Id, ...], Field(min_length=1)]]


class Question(Model):
    """Something asked, whatever the context."""

    id: Id
    """Name of the question; links carry it, so retire it when you rename it."""
    options: Annotated[tuple[Id, ...], Field(min_length=2)]
    """Names of its options, in the order in which they are shown."""
    points: tuple[PointId, ...] = ()
    """Points of the article, of those in `course.yml`, that it is about."""
    controllable: dict[Id, Annotated[tuple[Id, ...], Field(min_length=1)]] = {}
    """Option -> the options that readers can change this answer into by what they do next."""
    veto: tuple[Id, ...] = ()
    """Options that settle the matter: once given, they are never offered as something to change."""
    unknown: Id | None = None
    """The option that says "I do not know"."""
    same_as: dict[Id, SameAs] = {}
    """Option -> the one that leads to the same results on purpose."""


class Node(Model):
    """A question asked in one context, with a target for every option."""

    ask: Id
    """The question that is asked here."""
    goto: dict[Id, Target]
    """Option -> where it leads: the name of a node, or `{outcome: name}`."""


class Situation(Model):
    """What one path to an outcome says of the reader: the first one whose `when` answers all stand on the path."""

    id: Id
    """Name of the situation, under which its words stand."""
    when: Annotated[Condition, Field(min_length=1)] | None = None
    """One of these answers to each of these questions; without it, every path to the outcome."""
    action: Id | None = None
    """What the reader is told to do first, where it is not what the outcome says."""


class Outcome(Model):
    """Where a path ends."""

    id: Id
    """Name of the result; links carry it, so retire it when you rename it."""
    tone: Literal["corrective", "constructive", "neutral"]
    """Whether the result corrects the reader, encourages, or does neither."""
    chapter: Section
    """The section that teaches it, as `page.md#section`."""
    decisive: Condition = {}
    """The answers of which the first on a path is shown as what decided; without any, the last one of its reason."""
    action: Id | None = None
    """What the reader is told to do first, of those that the quiz names."""
    situations: tuple[Situation, ...] = ()
    """Groups of paths to it that are told something of their own; the first that fits counts."""
    side: Id | None = None
    """The side of the subject that it belongs to; without one it belongs to both, or to neither."""
    after_unknown: Text | None = None
    """Why a corrective outcome may follow from "I do not know"."""
    points: tuple[PointId, ...] = ()
    """Points of the article, of those in `course.yml`, that it is about."""


class Invariant(Model):
    """A promise about the graph, proved at every build; one of three kinds.

    `when` + `never`: these answers never end in these outcomes.
    `outcome` + `needs`: this outcome is only reached with one of these answers to each question.
    `monotone` + `order` + `never_gains`: going up the order never opens an outcome that the lower answer did not.
    """

    model_config = one_of(("when", "never"), ("outcome", "needs"), ("monotone", "order", "never_gains"))

    id: Id
    """Name of the promise."""
    when: Annotated[Condition, Field(min_length=1)] | None = None
    """Question -> options: the answers that are given."""
    never: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    """Results that must not follow from them."""
    outcome: Id | None = None
    """The result that needs some answers."""
    needs: Annotated[Condition, Field(min_length=1)] | None = None
    """Question -> options: one of these must have been given to each."""
    monotone: Id | None = None
    """A question whose options are in some order."""
    order: Annotated[tuple[Id, ...], Field(min_length=2)] | None = None
    """Its options, from the lowest to the highest."""
    never_gains: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    """Results that no higher option may open."""

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

    model_config = one_of("question", "outcome")

    question: Id | None = None
    """Id of the question that is gone; of an option, the question under which it stands today."""
    option: Id | None = None
    """Id of the option that is gone."""
    outcome: Id | None = None
    """Id of the result that is gone."""
    now: Id | None = None
    """The id of the same sort that stands for it now."""

    @model_validator(mode="after")
    def _one_kind(self) -> Retired:
        if (self.question is None) == (self.outcome is None) or (self.option is not None and self.question is None):
            raise ValueError("one line for what is gone: question; question and option; or outcome")
        return self


class QuizFile(Model):
    """`content/quiz.yml`: the decision graph, without a word of text."""

    start: Id
    """The node with which the quiz begins."""
    longest: Annotated[int, Field(gt=0, strict=True)] | None = None
    """Most questions that a reader may meet."""
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    """All questions, each with its options."""
    nodes: dict[Id, Node]
    """Node -> its question and where each option leads."""
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]
    """All results."""
    actions: tuple[Id, ...] = ()
    """What its outcomes can tell the reader to do first; a quiz that names any has one for each outcome."""
    invariants: tuple[Invariant, ...] = ()
    """Promises that must hold whatever changes; every build proves them."""
    retired: tuple[Retired, ...] = ()
    """Ids that are gone, and what stands for them now; `make check` says which lines to write."""


class OptionWording(Model):
    """Words of one option."""

    label: Text
    """What the reader chooses."""
    because: Text
    """The reason that this answer gives, as a clause that can be joined with others."""


class QuestionWording(Model):
    """Words of one question."""

    title: Text
    """The question itself."""
    hint: Text | None = None
    """A sentence that helps to answer."""
    error: Text
    """Said when nothing is chosen."""
    options: dict[Id, OptionWording]
    """Option -> its words."""


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
    """The situation in a few words."""
    why: Markdown
    """Why this result follows."""


class OutcomeWording(Advice):
    """Words of one outcome; `summary`, `why`, `first`, `actions` and `signs` are Markdown.

    An outcome with situations has `why`, `first` and `actions` in each of them, any other has them itself.
    """

    slug: Slug
    """Last part of its page's address, in `small-letters-and-hyphens`."""
    title: Text
    """The result in a few words."""
    line: Text
    """The outcome in one short sentence, for lists."""
    aliases: tuple[Text, ...] = ()
    """Other words by which readers may look for its page."""
    summary: Markdown
    """What it means, in a sentence or two."""
    why: Markdown | None = None
    """Why it follows from the answers."""
    situations: dict[Id, SituationWording] = {}
    """Situation -> its words."""
    signs: tuple[Markdown, ...]
    """Signs by which one knows it, without the quiz."""


class QuizWording(Model):
    """`content/<lang>/quiz.yml`."""

    scope: Markdown
    """Said before the first question."""
    limits: Markdown
    """What the quiz cannot say."""
    questions: dict[Id, QuestionWording]
    """Question -> its words."""
    outcomes: dict[Id, OutcomeWording]
    """Result -> its words."""
    invariants: dict[Id, Text] = {}
    """Each promise about the graph in a sentence, for a page that says what is proved: all of them, or none."""
