"""The shapes of `calculator.yml` and of its wording."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sitegen.course.base import Id, Markdown, Model, Text, one_of

Number = Annotated[float, Field(strict=True, ge=-1e9, le=1e9)]


class CalculatorInput(Model):
    """A figure that the reader gives, by a slider or a field."""

    id: Id
    """Name by which rows and sentences use the figure."""
    min: Number
    """The least that can be given."""
    max: Number
    """The most that can be given."""
    step: Annotated[Number, Field(ge=0.01)]
    """What one step of the slider adds."""
    default: Number
    """What the worked example has."""
    unit: Id | None = None
    """`percent`, which counts as a share, or a unit of the wording."""


class CalculatorRow(Model):
    """One step of the calculation, on two inputs or earlier rows."""

    model_config = one_of("add", "subtract", "multiply", "divide")

    id: Id
    """Name by which later rows and sentences use the result."""
    add: tuple[Id, Id] | None = None
    """Two inputs or earlier rows, whose sum this is."""
    subtract: tuple[Id, Id] | None = None
    """Two inputs or earlier rows: the first less the second."""
    multiply: tuple[Id, Id] | None = None
    """Two inputs or earlier rows, whose product this is."""
    divide: tuple[Id, Id] | None = None
    """Two inputs or earlier rows: the first divided by the second."""
    unit: Id | None = None
    """How the result is written: `percent`, or a unit of the wording."""

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
    """The figures that the reader gives, in the order in which they are asked."""
    rows: Annotated[tuple[CalculatorRow, ...], Field(min_length=1)]
    """What is calculated from them, step by step."""
    verdict: Id
    """The row whose sign decides which sentence is said at the end."""

    @property
    def entries(self) -> tuple[CalculatorInput | CalculatorRow, ...]:
        """Everything that has a value, in the order in which it gets it."""
        return (*self.inputs, *self.rows)


class InputWording(Model):
    """Words of one input."""

    label: Text
    """What the reader is asked for."""
    hint: Text | None = None
    """A sentence that helps to answer."""


class RowWording(Model):
    """Words of one row; `formula` says in words how it is calculated."""

    label: Text
    """What is calculated."""
    formula: Text
    """How, in words."""
    note: Text | None = None
    """A sentence that helps to read the result."""


class VerdictWording(Model):
    """A sentence for each sign of the verdict; `{id}` stands for the value of an input or a row."""

    positive: Text
    """Said when the result is above zero."""
    zero: Text
    """Said when it is zero."""
    negative: Text
    """Said when it is below zero."""


class CalculatorWording(Model):
    """`content/<lang>/calculator.yml`."""

    note: Markdown
    """Says what the figures of the worked example are."""
    units: dict[Id, Text] = {}
    """Unit -> how a value is written in it, as `{value} h`."""
    inputs: dict[Id, InputWording]
    """Input -> its words."""
    rows: dict[Id, RowWording]
    """Row -> its words."""
    verdict: VerdictWording
    """What is said at the end."""
