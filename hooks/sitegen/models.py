"""The shapes of all content files: structure once for all languages, wording once per language.

Unknown keys are refused. Texts are Markdown where a field says so, plain text elsewhere.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Slug = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Lang = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
PointId = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]+$")]
Section = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_/-]+\.md#[a-z][a-z0-9_-]*$")]
PagePath = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_/-]+\.md$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Markdown = Annotated[Text, "Markdown"]
"""A text in which Markdown means something; in a `Text`, every sign stands for itself."""


class Model(BaseModel):
    """A frozen record that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Chapter(Model):
    """A page with a permanent address of its own, `/c/<id>/`, in every language."""

    id: Id
    page: PagePath


class RetiredAddress(Model):
    """A permanent address that was published and is gone, and what stands for it now; without `now` nothing does."""

    page: Id | None = None
    """Id of a chapter or of another page."""
    example: Id | None = None
    now: Id | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> RetiredAddress:
        if (self.page is None) == (self.example is None):
            raise ValueError("page, or example")
        return self


class CourseFile(Model):
    """`content/course.yml`."""

    languages: Annotated[tuple[Lang, ...], Field(min_length=1)]
    source: Lang
    """The language that the others follow."""
    chapters: tuple[Chapter, ...] = ()
    pages: tuple[Chapter, ...] = ()
    """Further pages with a permanent address: tools, and what trainers link."""
    points: dict[PointId, tuple[Section, ...]] = {}
    """Point of the source article -> the sections that teach it."""
    retired: tuple[RetiredAddress, ...] = ()

    @property
    def addressed(self) -> dict[str, str]:
        """Id -> path of all pages with a permanent address."""
        return {entry.id: entry.page for entry in (*self.chapters, *self.pages)}


class CourseWording(Model):
    """`content/<lang>/course.yml`."""

    title: Text
    description: Text
    sections: dict[Id, Text] = {}
    """Section id in the navigation of mkdocs.yml -> its title."""
    sides: dict[Id, Text] = {}
    """Side of examples and analogies -> its title."""
    locale: Lang | None = None
    """The variety of the language, such as `en-GB`, whose habits lists and numbers follow; the folder's by default."""
    reading_ease: Annotated[int, Field(strict=True)] | None = None
    """The reading ease that every written page shall have at least; `make check` shows what each has."""


class PageMeta(Model):
    """Front matter of a page."""

    slug: Slug | None = None
    """Last part of the page's address; every page but `index.md` has one."""
    description: Text
    hide: tuple[Literal["navigation", "toc", "footer"], ...] = ()


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
            raise ValueError("the name of a node, or {outcome: name}")
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
            raise ValueError("when + never, or outcome + needs, or monotone + order + never_gains")
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
            raise ValueError("question, or question + option, or outcome")
        return self


class Published(Model):
    """`content/published.yml`: the ids that links may carry, as last recorded by `make quiz`."""

    fingerprint: Text | None = None
    """That of the quiz; a course without one has addresses alone."""
    questions: dict[Id, tuple[Id, ...]] = {}
    outcomes: tuple[Id, ...] = ()
    pages: tuple[Id, ...] = ()
    """Chapters and other pages with a permanent address."""
    examples: tuple[Id, ...] = ()


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


class SituationWording(Model):
    """Words of one situation, for the reader whose path meets it; all but `title` are Markdown."""

    title: Text
    why: Markdown
    first: Markdown | None = None
    """The one thing to do today."""
    actions: tuple[Markdown, ...] = ()
    """The rest."""


class OutcomeWording(Model):
    """Words of one outcome; `summary`, `why`, `first`, `actions` and `signs` are Markdown.

    An outcome with situations has `why`, `first` and `actions` in each of them, any other has them itself.
    """

    slug: Slug
    title: Text
    line: Text
    """The outcome in one short sentence, for lists."""
    summary: Markdown
    why: Markdown | None = None
    first: Markdown | None = None
    actions: tuple[Markdown, ...] = ()
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


class ExampleRun(Model):
    """The answers that a person in the story would give, and the outcome expected of them."""

    answers: dict[Id, Id]
    outcome: Id


class Example(Model):
    """One entry of `content/examples.yml`."""

    id: Id
    origin: Literal["article", "own"]
    points: tuple[PointId, ...] = ()
    quiz: Annotated[dict[Id, ExampleRun], Field(min_length=1)]
    """Side of the story -> its run through the quiz."""


class SideWording(Model):
    """One side of an example: what happens, how it shows, what to do instead. Markdown."""

    story: Markdown
    telltale: Markdown
    instead: Markdown


class ExampleWording(Model):
    """Words of one example; all but `title` and `sector` are Markdown."""

    slug: Slug
    title: Text
    sector: Text
    context: Markdown
    sides: dict[Id, SideWording]
    lesson: Markdown


class Analogy(Model):
    """One entry of `content/analogies.yml`."""

    id: Id
    origin: Literal["article", "own"]
    points: tuple[PointId, ...] = ()
    outcomes: Annotated[dict[Id, Id], Field(min_length=1)]
    """Side of the picture -> the outcome that it shows."""


class Mapping(Model):
    """One row of an analogy: what stands for what."""

    element: Text
    stands_for: Text


class AnalogyWording(Model):
    """Words of one analogy; all but `title` and `maps` are Markdown."""

    title: Text
    image: Markdown
    sides: dict[Id, Markdown]
    maps: Annotated[tuple[Mapping, ...], Field(min_length=1)]
    breaks_where: Markdown


class Term(Model):
    """One entry of `content/<lang>/glossary.yml`; all but `term` are Markdown."""

    term: Text
    definition: Markdown
    avoid: Markdown | None = None
    forms: tuple[Text, ...] = ()
    """Other wordings of the term that get its hint; plurals need not be named."""
    hint: StrictBool = True
    """Whether its first use on a page shows the definition; false for a word that often means something else."""
    variants: tuple[Text, ...] = ()
    """Wordings that are not to be used for it, unless as a quotation."""


class IllustrationWording(Model):
    """Words of one drawing of `content/illustrations/`, all plain text."""

    title: Text
    description: Text
    """What the drawing shows, for those who do not see it."""
    caption: Text | None = None
    texts: dict[Id, Text] = {}
    """Key of a place in the drawing -> what is written there."""


Number = Annotated[float, Field(strict=True, ge=-1e9, le=1e9)]


class CalculatorInput(Model):
    """A figure that the reader gives, by a slider or a field."""

    id: Id
    min: Number
    max: Number
    step: Annotated[Number, Field(ge=0.01)]
    default: Number
    """What the worked example has."""
    unit: Id | None = None
    """`percent`, which counts as a share, or a unit of the wording."""


class CalculatorRow(Model):
    """One step of the calculation, on two inputs or earlier rows."""

    id: Id
    add: tuple[Id, Id] | None = None
    subtract: tuple[Id, Id] | None = None
    multiply: tuple[Id, Id] | None = None
    divide: tuple[Id, Id] | None = None
    unit: Id | None = None

    @model_validator(mode="after")
    def _one_operation(self) -> CalculatorRow:
        if sum(getattr(self, name) is not None for name in ("add", "subtract", "multiply", "divide")) != 1:
            raise ValueError("one of add, subtract, multiply and divide, with two names, as multiply: [hours, price]")
        return self

    @property
    def operation(self) -> str:
        """Name of what is done with the operands."""
        return next(name for name in ("add", "subtract", "multiply", "divide") if getattr(self, name) is not None)

    @property
    def operands(self) -> tuple[Id, Id]:
        """Names of the two inputs or rows."""
        operands: tuple[Id, Id] = getattr(self, self.operation)
        return operands


class CalculatorFile(Model):
    """`content/calculator.yml`: a calculation from the reader's figures to a row whose sign is the verdict."""

    inputs: Annotated[tuple[CalculatorInput, ...], Field(min_length=1)]
    rows: Annotated[tuple[CalculatorRow, ...], Field(min_length=1)]
    verdict: Id

    @property
    def entries(self) -> tuple[CalculatorInput | CalculatorRow, ...]:
        """Everything that has a value, in the order in which it gets it."""
        return (*self.inputs, *self.rows)


class InputWording(Model):
    """Words of one input."""

    label: Text
    hint: Text | None = None


class RowWording(Model):
    """Words of one row; `formula` says in words how it is calculated."""

    label: Text
    formula: Text
    note: Text | None = None


class VerdictWording(Model):
    """A sentence for each sign of the verdict; `{id}` stands for the value of an input or a row."""

    positive: Text
    zero: Text
    negative: Text


class CalculatorWording(Model):
    """`content/<lang>/calculator.yml`."""

    note: Markdown
    """Says what the figures of the worked example are."""
    units: dict[Id, Text] = {}
    """Unit -> how a value is written in it, as `{value} h`."""
    inputs: dict[Id, InputWording]
    rows: dict[Id, RowWording]
    verdict: VerdictWording


class Group(Model):
    """One entry of `content/sorting.yml`: a heap for the stories that end in some outcomes."""

    id: Id
    outcomes: Annotated[tuple[Id, ...], Field(min_length=1)]


class GroupWording(Model):
    """Words of one group: its name, and what belongs there."""

    label: Text
    definition: Text
